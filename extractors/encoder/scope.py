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
MOST_MENTIONS = 14
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


class Best(NamedTuple):
    """What an entity scores, by class, and the mention that scores most."""

    scores: Floats
    mention: Mention


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
        self._rows_of: dict[int, list[int]] = {}
        for row, entity in enumerate(entities):
            self._rows_of.setdefault(entity, []).append(row)
        parties = [mention.kind in labels.sorts and mention.kind != PLACE for mention in self.mentions]
        self._around = Around(around, entities, parties)
        self.types = heads.types(self._t)
        """Log chances of each word telling a deal of each type, or none."""
        self.statuses = heads.statuses(self._t)

    def depth(self, row: int) -> int:
        """Pieces between a word and the nearer edge of the window."""
        at = int(self._told[row, 0])
        return min(at, len(self.window.ids) - 1 - at)

    def told(self, row: int, deal_type: int) -> tuple[Mapping[int, Best], Mapping[int, Best]]:
        """What a word, read as a deal of a type, says of each entity: scores of the roles of all types, and
        of its belonging and the kinds of amount."""
        if not self.mentions:
            return {}, {}
        pairs = self.heads.pairs(
            self._t[row], deal_type, self._beside_trigger, self._around.of_trigger(self._points, row)
        )
        return self._by_entity(self.heads.roles(pairs)), self._by_entity(self.heads.numbers(pairs))

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

    def subjects(self, number: Mention, figure: int) -> Mapping[int, Best]:
        """How well each entity fits as the one a figure is about; 0 is nobody."""
        row = self.mentions.index(number)
        scores = self.heads.subjects(self._m[row], figure, self._beside_number, self._around.of_number(row))
        return self._by_entity(scores[:, None])

    def _by_entity(self, scores: Floats) -> dict[int, Best]:
        """The highest score of each class over the mentions of an entity, with the mention highest in any."""
        highest = scores.max(axis=1)
        return {
            entity: Best(scores[rows].max(axis=0), self.mentions[rows[int(highest[rows].argmax())]])
            for entity, rows in self._rows_of.items()
        }


def role_chances(scores: Floats, columns: Sequence[int]) -> Floats:
    """Log chances of the roles of one type, by their columns, and of none."""
    return log_chances(np.append(scores[list(columns)], np.float32(0)))


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
