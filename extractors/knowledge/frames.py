"""Which words may tell which deals, from frames.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from extractors.knowledge.inflection import noun_forms, verb_forms, words_of
from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DealType

PartOfSpeech = Literal["verb", "noun"]


class Frame(Row):
    """Words, as lemmas or phrases, that may tell one type of deal."""

    type: DealType
    pos: PartOfSpeech
    triggers: tuple[str, ...]


class Phrase(NamedTuple):
    """Words in lower case, as written, that may tell deals of some types; the telling one is `head`."""

    words: tuple[str, ...]
    head: int
    types: tuple[DealType, ...]


Frames = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word, the longest first."""


def read_frames(path: Path | None = None) -> Frames:
    """frames.yml, in all written forms.

    Raises BadDataFileError where a trigger is given twice for one type and part of speech.
    """
    path = path or data_file("frames.yml")
    seen: set[tuple[str, PartOfSpeech, DealType]] = set()
    types: dict[tuple[str, ...], dict[DealType, None]] = {}
    heads: dict[tuple[str, ...], int] = {}
    for frame in read_rows(path, Frame):
        for trigger in frame.triggers:
            if (trigger, frame.pos, frame.type) in seen:
                raise BadDataFileError(f"{path.name}: {trigger!r} is given twice for {frame.type}")
            seen.add((trigger, frame.pos, frame.type))
            for words, head in _written(trigger, frame.pos):
                types.setdefault(words, {})[frame.type] = None
                heads.setdefault(words, head)
    begun: dict[str, list[Phrase]] = {}
    for words in sorted(types, key=lambda words: (-len(words), words)):
        begun.setdefault(words[0], []).append(Phrase(words, heads[words], tuple(types[words])))
    return {first: tuple(phrases) for first, phrases in begun.items()}


def _written(trigger: str, pos: PartOfSpeech) -> Iterator[tuple[tuple[str, ...], int]]:
    """The forms of a trigger, and which word of each tells: the first of a verb takes endings ("taken over"),
    the last of a noun ("term loans"), and a word with a hyphen tells by its last part."""
    if pos == "verb":
        first, *rest = trigger.split()
        for form in verb_forms(first):
            yield words_of(" ".join([form, *rest])), len(words_of(form)) - 1
    else:
        *before, last = trigger.split()
        for form in noun_forms(last):
            words = words_of(" ".join([*before, form]))
            yield words, len(words) - 1
