"""How the words of a text lie to each other, in the steps that the heads were trained on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from extractors.encoder.heads import PairPlaces
from extractors.encoder.pieces import Ints

STEPS = np.array([0, 1, 2, 4, 6, 9, 13, 18, 24, 32, 44, 60, 90, 140, 220, 340])
"""Borders of distances, in word pieces."""
SENTENCES_BACK, SENTENCES_ON, LINES = 3, 2, 3
"""From how many on they count as many."""
MOST_NAMED, MOST_BETWEEN = 3, 5


class Layout:
    """Sentences and lines of a text."""

    def __init__(self, text: str, sentences: Sequence[int]) -> None:
        self._sentences = list(sentences)
        self._lines = [place for place, char in enumerate(text) if char == "\n"]

    def sentence(self, places: Sequence[int]) -> Ints:
        """Number of the sentence of each character."""
        return np.array([bisect_right(self._sentences, place) for place in places], dtype=np.int64)

    def line(self, places: Sequence[int]) -> Ints:
        """Number of the line of each character."""
        return np.array([bisect_right(self._lines, place) for place in places], dtype=np.int64)


class Points:
    """Words (k) of one window, by character and by piece."""

    def __init__(self, layout: Layout, chars: Sequence[int], pieces: Ints) -> None:
        self.pieces = pieces
        self.sentences, self.lines = layout.sentence(chars), layout.line(chars)


def distances(own: int, other: Ints) -> Ints:
    """Bucket of the pieces from one place to others, odd where they stand behind it."""
    gap = other - own
    found: Ints = np.searchsorted(STEPS, np.abs(gap), side="left") * 2 + (gap > 0)
    return found


def gaps(points: Points, own: int, others: Points) -> Ints:
    """Bucket of the sentences and lines from point `own` to others."""
    apart = others.sentences - points.sentences[own]
    back, on = np.minimum(-apart, SENTENCES_BACK), SENTENCES_BACK + np.minimum(apart, SENTENCES_ON)
    step = np.where(apart < 0, back, np.where(apart > 0, on, 0))
    lines = np.minimum(np.abs(others.lines - points.lines[own]), LINES)
    found: Ints = step * (LINES + 1) + lines
    return found


class Around:
    """The names and numbers (m) of a window as the triggers and numbers of it see them."""

    def __init__(self, points: Points, entities: Sequence[int], parties: Sequence[bool]) -> None:
        self.points = points
        order = np.argsort(points.pieces, kind="stable")
        self._sorted, self._party = points.pieces[order], np.array(parties, dtype=np.int64)
        self._before = np.concatenate([[0], np.cumsum(self._party[order])])
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        self._own_before = self._before[rank]
        counts = np.bincount(np.array(entities, dtype=np.int64)) if len(entities) else np.zeros(0, np.int64)
        named = np.minimum(counts[list(entities)], MOST_NAMED) - 1 if len(entities) else counts
        self._titled_named = (points.lines == 0).astype(np.int64) * MOST_NAMED + named

    def of_trigger(self, triggers: Points, own: int) -> PairPlaces:
        """Where all mentions lie to one of the triggers."""
        at = triggers.pieces[own]
        before = self._before[np.searchsorted(self._sorted, at, side="left")]
        behind = self._own_before - before
        ahead = before - self._own_before - self._party
        between = np.clip(np.where(self.points.pieces >= at, behind, ahead), 0, MOST_BETWEEN)
        setting = self._titled_named * (MOST_BETWEEN + 1) + between
        return PairPlaces(distances(at, self.points.pieces), gaps(triggers, own, self.points), setting)

    def of_number(self, own: int) -> PairPlaces:
        """Where all mentions lie to one of them."""
        at = self.points.pieces[own]
        gap = gaps(self.points, own, self.points)
        return PairPlaces(distances(at, self.points.pieces), gap, np.zeros_like(gap))
