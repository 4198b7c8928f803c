"""Words that make a rate of growth a fall, from fall_cues.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class FallCues(Row):
    """Cues before a number and right behind it; a star ends a word openly."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


def read_fall_cues(path: Path | None = None) -> FallCues:
    """fall_cues.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("fall_cues.yml"), FallCues)
