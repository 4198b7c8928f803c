"""Says by the words around a number on what basis a figure is known, and whether growth is a fall."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.figures.falls import Falls
from extractors.knowledge.fall_cues import FallCues
from extractors.knowledge.figure_cues import BasisCue, cue_pattern
from pipeline.vocabulary import Basis, FigureKind


class FigureKinds:
    """The cue tables, compiled; built once."""

    def __init__(self, bases: Iterable[BasisCue], falls: FallCues) -> None:
        self.falls = Falls(falls)
        self._bases = [(row, cue_pattern(row.cues)) for row in bases]

    def basis(self, figure: FigureKind, sentence: str) -> Basis:
        """How the figure is known, by the words of its sentence."""
        for row, pattern in self._bases:
            if (not row.only or figure in row.only) and pattern.search(sentence):
                return row.basis
        return Basis.ACTUAL
