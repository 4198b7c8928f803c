"""Words that may tell a deal, with the types of deals that they may tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from extractors.knowledge.frames import Frames, Phrase
from pipeline.vocabulary import DealType


@dataclass(frozen=True)
class Trigger:
    """The word at `index` of the doc, with the types of deals it may tell: none where it may tell any."""

    index: int
    types: tuple[DealType, ...]


class TriggerFinder:
    """Finds triggers in sentences."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames

    def find(self, sentence: Span) -> list[Trigger]:
        """The triggers of a sentence, in order; the first word is always one, for what none tells."""
        words = [token.lower_ for token in sentence]
        found = {sentence.start + at: types for at, types in self._listed(words)}
        found.setdefault(sentence.start + _first_word(words), ())
        return [Trigger(index, found[index]) for index in sorted(found)]

    def _listed(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[DealType, ...]]]:
        for at, word in enumerate(words):
            for phrase in self.frames.get(word, ()):
                if _stands(phrase, words, at):
                    yield at + phrase.head, phrase.types
                    break


def _stands(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    return len(phrase.words) == 1 or tuple(words[at : at + len(phrase.words)]) == phrase.words


def _first_word(words: Sequence[str]) -> int:
    """The first that is more than a mark: bullets and quotation marks tell nothing."""
    return next((at for at, word in enumerate(words) if any(map(str.isalnum, word))), 0)
