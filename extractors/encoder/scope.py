"""One window of a text with the names, numbers and telling words in it, and what the heads say of them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from extractors.encoder.encoder import Encoded, Floats
from extractors.encoder.heads import Heads, log_chances
from extractors.encoder.pieces import Ints, Window
from extractors.encoder.places import Around, Layout, Points, gaps

PLACE = "PLACE"
"""A place may grant, but is none of the parties that stand between others."""
MOST_MENTIONS = 20
"""Mentions of one entity that are looked at in a window."""


class Mention(NamedTuple):
    """Characters `start`..`end` that name the entity of that number, or state it."""

    start: int
    end: int
    kind: str
    entity: int


class Word(NamedTuple):
    """Characters `start`..`end` of a word that may tell a deal, and the types it is listed for."""

    start: int
    end: int
    types: tuple[str, ...]


Place = TypeVar("Place", Mention, Word)
Placed = tuple[Place, tuple[int, int]]
"""A place in the text with its first and last piece in a window."""


class Highest(NamedTuple):
    """The entities (e) of a window, each with its mention that scores most in any class, and the highest
    scores of its mentions by class (e, classes)."""

    mentions: Sequence[Mention]
    scores: Floats


class Scope:
    """The mentions and words that one window holds whole."""

    def __init__(
        self,
        heads: Heads,
        encoded: Encoded,
        layout: Layout,
        mentions: Sequence[Mention],
        words: Sequence[Word],
    ) -> None:
        self.heads, self.window = heads, encoded.window
        labels = heads.labels
        held = list(_first_of_each(_placed(self.window, mentions)))
        told = list(_placed(self.window, words))
        self.mentions = [mention for mention, _ in held]
        self.words = [word for word, _ in told]
        self.rows = {word: row for row, (word, _) in enumerate(told)}
        self._spans, self._told = _spans(held), _spans(told)
        kinds = np.array([labels.kinds.index(mention.kind) for mention in self.mentions], dtype=np.int64)
        self._m = heads.mentions(encoded.states, self._spans, kinds)
        self._beside_trigger, self._beside_number = (
            heads.beside_trigger(self._m),
            heads.beside_number(self._m),
        )
        self._t = heads.triggers(
            encoded.states, self._told, listed([word.types for word in self.words], labels.types)
        )
        self._points = Points(layout, [word.start for word in self.words], self._told[:, 0])
        around = Points(layout, [mention.start for mention in self.mentions], self._spans[:, 0])
        entities = [mention.entity for mention in self.mentions]
        self._groups = Groups(entities)
        parties = [mention.kind in labels.sorts and mention.kind != PLACE for mention in self.mentions]
        self._around = Around(around, entities, parties)
        self.types = heads.types(self._t)
        """Log chances of each word telling a deal of each type, or none."""
        self.statuses = heads.statuses(self._t)

    def depth(self, row: int) -> int:
        """Pieces between a word and the nearer edge of the window."""
        at = int(self._told[row, 0])
        return min(at, len(self.window.ids) - 1 - at)

    def told(self, row: int, deal_type: int) -> tuple[Highest, Highest]:
        """What a word, read as a deal of a type, says of each entity: scores of the roles of all types, and
        of its belonging and the kinds of amount."""
        pairs = self.heads.pairs(
            self._t[row], deal_type, self._beside_trigger, self._around.of_trigger(self._points, row)
        )
        return self._highest(self.heads.roles(pairs)), self._highest(self.heads.numbers(pairs))

    def same(self, rows: Sequence[int], deal_type: int) -> Floats:
        """Log odds of some of the words telling one deal of a type: (k, k)."""
        apart = np.stack([gaps(self._points, row, self._points)[list(rows)] for row in rows])
        return self.heads.same(self._t[list(rows)], deal_type, apart)

    def figures(self) -> Mapping[Mention, Floats]:
        """Log chances of each number being a figure of each kind, or none."""
        sorts = self.heads.labels.sorts
        rows = [row for row, mention in enumerate(self.mentions) if mention.kind not in sorts]
        found = self.heads.figures(self._m[rows])
        return {self.mentions[row]: found[place] for place, row in enumerate(rows)}

    def subjects(self, number: Mention, figure: int) -> Highest:
        """How well each entity fits as the one a figure is about; 0 is nobody."""
        row = self.mentions.index(number)
        scores = self.heads.subjects(self._m[row], figure, self._beside_number, self._around.of_number(row))
        return self._highest(scores[:, None])

    def _highest(self, scores: Floats) -> Highest:
        rows, highest = self._groups.highest(scores)
        return Highest([self.mentions[row] for row in rows], highest)


class Groups:
    """Rows (m) of arrays by the group each belongs to, the groups (g) in the order they first come."""

    def __init__(self, groups: Sequence[int]) -> None:
        rows: dict[int, list[int]] = {}
        for row, group in enumerate(groups):
            rows.setdefault(group, []).append(row)
        self._order = np.array([row for own in rows.values() for row in own], dtype=np.int64)
        self._sizes = np.array([len(own) for own in rows.values()], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def highest(self, scores: Floats) -> tuple[Ints, Floats]:
        """Of scores (m, classes), for each group: the first row with the highest of all, and the highest of
        each class: (g,) and (g, classes)."""
        if not len(self._order):
            return self._order, scores
        own = scores[self._order]
        most = own.max(axis=1)
        reached = np.flatnonzero(most == np.repeat(np.maximum.reduceat(most, self._starts), self._sizes))
        first = reached[np.searchsorted(reached, self._starts)]
        return self._order[first], np.maximum.reduceat(own, self._starts, axis=0)


def role_chances(scores: Floats, columns: Sequence[int]) -> Floats:
    """Log chances of the roles of one type, by their columns, and of none: (e, columns + 1)."""
    none = np.zeros((len(scores), 1), dtype=np.float32)
    return log_chances(np.concatenate([scores[:, list(columns)], none], axis=1))


def _placed(window: Window, places: Iterable[Place]) -> Iterable[Placed[Place]]:
    real = window.ends > window.starts
    first, last = window.starts[real].min(initial=sys.maxsize), window.ends.max(initial=0)
    for place in places:
        if place.end <= first or place.start >= last:
            continue
        pieces = window.find(place.start, place.end)
        if pieces is not None:
            yield place, pieces


def _first_of_each(placed: Iterable[Placed[Mention]]) -> Iterable[Placed[Mention]]:
    counts: Counter[int] = Counter()
    for mention, pieces in placed:
        counts[mention.entity] += 1
        if counts[mention.entity] <= MOST_MENTIONS:
            yield mention, pieces


def _spans(held: Sequence[tuple[object, tuple[int, int]]]) -> Ints:
    return np.array([pieces for _, pieces in held], dtype=np.int64).reshape(-1, 2)


def listed(words: Sequence[Sequence[str]], types: Sequence[str]) -> Floats:
    """Of words, given as the types they are listed for: a row of 1s at these, or in the last column."""
    rows = np.zeros((len(words), len(types) + 1), dtype=np.float32)
    for row, own in enumerate(words):
        rows[row, [types.index(name) for name in own] or [len(types)]] = 1
    return rows
