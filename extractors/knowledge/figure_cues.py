"""Which words say on what basis a figure is known, from basis_cues.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.vocabulary import Basis, FigureKind


class BasisCue(Row):
    """Words that say how a figure is known."""

    basis: Basis
    cues: tuple[str, ...]
    only: tuple[FigureKind, ...] = ()


def read_basis_cues(path: Path | None = None) -> tuple[BasisCue, ...]:
    """basis_cues.yml."""
    return read_rows(path or data_file("basis_cues.yml"), BasisCue)


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many cues; a star ends a word openly."""
    parts = [re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in cues]
    longest_first = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
