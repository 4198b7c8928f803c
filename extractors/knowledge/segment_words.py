"""Words that noun phrases are cut by where segments are looked for, from segment_words.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import field_validator

from extractors.knowledge.rows import Row, data_file, read_record
from pipeline.vocabulary import FigureKind


class SegmentWords(Row):
    """The whole of segment_words.yml, all in lower case."""

    shed: frozenset[str]
    heads: frozenset[str]
    empty: frozenset[str]
    joints: frozenset[str]
    repeated: Mapping[FigureKind, frozenset[str]]

    @field_validator("shed", "heads", "empty", "joints")
    @classmethod
    def _lower_case(cls, words: frozenset[str]) -> frozenset[str]:
        if wrong := sorted(word for word in words if word != word.lower() or not word.strip()):
            raise ValueError(f"not in lower case: {', '.join(wrong)}")
        return words

    def repeats(self, kind: str, words: Iterable[str]) -> bool:
        """Whether words, in lower case, say of a figure nothing but its kind."""
        known = self.repeated.get(FigureKind(kind), frozenset())
        return all(word in known or word in self.empty or word in self.joints for word in words)


def read_segment_words(path: Path | None = None) -> SegmentWords:
    """segment_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("segment_words.yml"), SegmentWords)
