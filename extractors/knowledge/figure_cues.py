"""Which words say what a number measures and on what basis, from figure_cues.yml and basis_cues.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from extractors.knowledge.rows import Row, data_file, read_rows
from extractors.quantity import QuantityKind
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Basis, FigureKind


class FigureCue(Row):
    """Words that make numbers of some kinds one figure, or none."""

    figure: FigureKind | None
    of: tuple[QuantityKind, ...]
    weight: float = Field(gt=0)
    cues: tuple[str, ...]


class BasisCue(Row):
    """Words that say how a figure is known."""

    basis: Basis
    cues: tuple[str, ...]
    only: tuple[FigureKind, ...] = ()


def read_figure_cues(path: Path | None = None) -> tuple[FigureCue, ...]:
    """figure_cues.yml. Raises BadDataFileError where one word means two figures at the same weight."""
    path = path or data_file("figure_cues.yml")
    rows = read_rows(path, FigureCue)
    seen: dict[tuple[QuantityKind, str, float], FigureKind | None] = {}
    for row in rows:
        for key in ((of, cue, row.weight) for of in row.of for cue in row.cues):
            if seen.setdefault(key, row.figure) is not row.figure:
                raise BadDataFileError(f"{path.name}: {key[1]!r} says two things about {key[0]}")
    return rows


def read_basis_cues(path: Path | None = None) -> tuple[BasisCue, ...]:
    """basis_cues.yml."""
    return read_rows(path or data_file("basis_cues.yml"), BasisCue)


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many cues; a star ends a word openly."""
    parts = [re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in cues]
    longest_first = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
