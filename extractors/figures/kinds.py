"""Weighs the cue words around a number: for which figures they speak, how strongly, and on what basis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from extractors.figures.falls import Falls
from extractors.knowledge.fall_cues import FallCues
from extractors.knowledge.figure_cues import BasisCue, FigureCue, cue_pattern
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import Basis, FigureKind

CHARACTERS_PER_POINT = 25
AFTER_PENALTY = 0.7
"""A cue behind its number tells a little less than one before it."""
BARRIER_PENALTY = 1.5
"""For each other number of the same kind between a cue and its number."""


class Sentence(NamedTuple):
    """A stretch of text with its place in the document."""

    text: str
    start: int


class FigureKinds:
    """The cue tables, compiled; built once."""

    def __init__(self, cues: Iterable[FigureCue], bases: Iterable[BasisCue], falls: FallCues) -> None:
        self.falls = Falls(falls)
        self.cue_rows = [(row, cue_pattern(row.cues)) for row in cues]
        self._bases = [(row, cue_pattern(row.cues)) for row in bases]

    def strengths(
        self, quantity: Quantity, sentence: Sentence, others: Iterable[Quantity] = ()
    ) -> dict[FigureKind | None, float]:
        """The best cue for each figure the words near a number speak for, with its strength."""
        end = sentence.start + len(sentence.text)
        same = [
            other
            for other in others
            if sentence.start <= other.start < end and other.kind is quantity.kind and other != quantity
        ]
        found: dict[FigureKind | None, float] = {}
        for row, pattern in self.cue_rows:
            if quantity.kind not in row.of:
                continue
            for match in pattern.finditer(sentence.text):
                place = (sentence.start + match.start(), sentence.start + match.end())
                score = row.weight - _distance(place, quantity, same)
                if score > found.get(row.figure, 0.0):
                    found[row.figure] = score
        return found

    def basis(self, figure: FigureKind, sentence: str) -> Basis:
        """How the figure is known, by the words of its sentence."""
        for row, pattern in self._bases:
            if (not row.only or figure in row.only) and pattern.search(sentence):
                return row.basis
        return Basis.ACTUAL


def _distance(place: tuple[int, int], quantity: Quantity, same: Iterable[Quantity]) -> float:
    start, end = place
    if start < quantity.end and quantity.start < end:
        return 0.0
    after = start >= quantity.end
    gap = start - quantity.end if after else quantity.start - end
    between = (quantity.end, start) if after else (end, quantity.start)
    barriers = sum(between[0] <= other.start < between[1] for other in same)
    return gap / CHARACTERS_PER_POINT + barriers * BARRIER_PENALTY + (AFTER_PENALTY if after else 0.0)


SCORED_KINDS = frozenset(
    {
        QuantityKind.MONEY,
        QuantityKind.POWER,
        QuantityKind.CHIPS,
        QuantityKind.PERCENT,
        QuantityKind.FACILITIES,
    }
)
"""The kinds of quantity that can be figures."""
