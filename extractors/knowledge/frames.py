"""Which words may tell which deals, from frames.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DealType

PartOfSpeech = Literal["verb", "noun"]


class Frame(Row):
    """Words, as lemmas or phrases, that may tell one type of deal."""

    type: DealType
    pos: PartOfSpeech
    triggers: tuple[str, ...]


class Frames(NamedTuple):
    """Types of deals by trigger and part of speech."""

    types: Mapping[tuple[str, PartOfSpeech], tuple[DealType, ...]]
    longest: int
    """Words of the longest trigger."""


def read_frames(path: Path | None = None) -> Frames:
    """frames.yml. Raises BadDataFileError where a trigger is given twice for one type and part of speech."""
    path = path or data_file("frames.yml")
    types: dict[tuple[str, PartOfSpeech], tuple[DealType, ...]] = {}
    for frame in read_rows(path, Frame):
        for trigger in frame.triggers:
            known = types.get((trigger, frame.pos), ())
            if frame.type in known:
                raise BadDataFileError(f"{path.name}: {trigger!r} is given twice for {frame.type}")
            types[trigger, frame.pos] = (*known, frame.type)
    return Frames(types, max(len(trigger.split()) for trigger, _ in types))
