"""Words that place a deal in its life, from status_cues.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from extractors.knowledge.rows import Row, data_file, read_rows


class StatusCue(Row):
    """Cues of one status and how far from the trigger they count, in words before and after it."""

    status: Literal["denied", "hypothetical", "terminated", "rumored", "completed", "announced"]
    cues: frozenset[str]
    before: int
    after: int


def read_status_cues(path: Path | None = None) -> tuple[StatusCue, ...]:
    """status_cues.yml, in the order in which rows are tried."""
    return read_rows(path or data_file("status_cues.yml"), StatusCue)
