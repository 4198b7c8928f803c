"""Which words may tell which deals, from frames.yml and topics.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DealType


class Topic(Row):
    """Words that show what a clause is about."""

    topic: str
    words: frozenset[str]


class Frame(Row):
    """Words that may tell one type of deal."""

    triggers: tuple[str, ...]
    pos: Literal["verb", "noun"]
    type: DealType
    needs: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()


class Frames(NamedTuple):
    """Frames by trigger and part of speech, and the topics they ask for."""

    by_trigger: Mapping[tuple[str, str], tuple[Frame, ...]]
    topics: Mapping[str, frozenset[str]]
    longest: int
    """Words of the longest trigger."""

    def topics_of(self, words: frozenset[str]) -> frozenset[str]:
        """The topics that some of these words or phrases belong to."""
        return frozenset(name for name, members in self.topics.items() if members & words)


def read_frames(frames: Path | None = None, topics: Path | None = None) -> Frames:
    """frames.yml and topics.yml.

    Raises BadDataFileError where a frame asks for an unknown topic, or a trigger has two frames of one type
    and part of speech that ask for the same.
    """
    frames, topics = frames or data_file("frames.yml"), topics or data_file("topics.yml")
    known = {row.topic: row.words for row in read_rows(topics, Topic)}
    index: dict[tuple[str, str], list[Frame]] = {}
    seen: set[tuple[object, ...]] = set()
    for frame in read_rows(frames, Frame):
        if unknown := sorted((frame.needs | frame.bars) - set(known)):
            raise BadDataFileError(f"{frames.name}: unknown topic {', '.join(unknown)}")
        for trigger in frame.triggers:
            key = (trigger, frame.pos, frame.type, frame.needs)
            if key in seen:
                raise BadDataFileError(f"{frames.name}: {trigger!r} has two frames for {frame.type}")
            seen.add(key)
            index.setdefault((trigger, frame.pos), []).append(frame)
    longest = max(len(trigger.split()) for trigger, _ in index)
    return Frames({key: tuple(rows) for key, rows in index.items()}, known, longest)
