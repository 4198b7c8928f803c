"""Words that place a deal in its life, from status_cues.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from extractors.knowledge.inflection import verb_forms, words_of
from extractors.knowledge.rows import Row, data_file, read_rows


class StatusCue(Row):
    """Cues of one status and how far from the trigger they count, in words before and after it, or `asking`:
    that they count for all of a sentence that begins with them and ends in a question mark; the status "told"
    is none, and keeps the rows below from denying."""

    status: Literal["told", "denied", "hypothetical", "terminated", "rumored", "completed", "announced"]
    cues: frozenset[str]
    before: int = 0
    after: int = 0
    asking: bool = False


class StatusCues(NamedTuple):
    """The rows in the order in which they are tried; `begun`: cues in words, with the number of their row, by
    their first word."""

    rows: Sequence[StatusCue]
    begun: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]


def read_status_cues(path: Path | None = None) -> StatusCues:
    """status_cues.yml. Single words are taken in all forms of a verb. Raises BadDataFileError."""
    rows = read_rows(path or data_file("status_cues.yml"), StatusCue)
    begun: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, row in enumerate(rows):
        written = {words_of(form) for cue in row.cues for form in _forms(cue, row)}
        for words in sorted(written):
            begun.setdefault(words[0], []).append((words, number))
    return StatusCues(rows, begun)


def _forms(cue: str, row: StatusCue) -> frozenset[str]:
    return frozenset({cue}) if " " in cue or row.asking else verb_forms(cue)
