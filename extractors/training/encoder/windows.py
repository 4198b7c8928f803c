"""The windows of a labelled text as arrays: the pieces, and the names, numbers and triggers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from extractors.components.organisations import PARTY_LABELS
from extractors.encoder.encoder import Floats
from extractors.encoder.heads import PairPlaces
from extractors.encoder.names import NamedText
from extractors.encoder.pieces import Ints, Pieces, Window
from extractors.encoder.places import Around, Layout, Points, gaps
from extractors.encoder.scope import MOST_MENTIONS, PLACE, listed
from extractors.training.encoder.entities import Entity
from extractors.training.encoder.example import Example, Trigger
from extractors.training.encoder.labels import LABELS

UNTAUGHT = -100
"""The tag of pieces that nothing is said of."""


class HeldWindow(NamedTuple):
    """A window of `n` pieces with the `m` mentions and `k` triggers that it holds whole."""

    window: Window
    tags: Ints
    """(n,): 0 outside names, 1 + 2 x sort where one begins, 2 + 2 x sort inside; or UNTAUGHT."""
    owners: Ints
    """(m,): number of each mention's entity."""
    spans: Ints
    """(m, 2): first and last piece of each mention."""
    kinds: Ints
    """(m,)"""
    beside_mentions: PairPlaces
    """(m, m): how all mentions lie to each."""
    triggers: Ints
    """(k,): number of each trigger in the text."""
    trigger_spans: Ints
    """(k, 2)"""
    listed: Floats
    """(k, types + 1): the types that each is listed for, the last column for none."""
    beside_triggers: PairPlaces
    """(k, m): how all mentions lie to each trigger."""
    trigger_gaps: Ints
    """(k, k)"""


def held_windows(
    example: Example, spans: Sequence[NamedText], entities: Sequence[Entity], pieces: Pieces
) -> list[HeldWindow]:
    """The windows of a text in order."""
    layout = Layout(example.text, example.sentences)
    names = spans if example.names else None
    return [
        _held(window, _tags(window, names), layout, entities, example.triggers)
        for window in pieces.windows(example.text)
    ]


def _tags(window: Window, names: Iterable[NamedText] | None) -> Ints:
    if names is None:
        return np.full(len(window.ids), UNTAUGHT, dtype=np.int64)
    tags = np.zeros(len(window.ids), dtype=np.int64)
    for name in names:
        found = window.find(name.start, name.end)
        if found is not None:
            begun = 1 + 2 * LABELS.sorts.index(name.sort)
            tags[found[0]] = begun
            tags[found[0] + 1 : found[1] + 1] = begun + 1
    return tags


def _held(
    window: Window, tags: Ints, layout: Layout, entities: Sequence[Entity], triggers: Sequence[Trigger]
) -> HeldWindow:
    mentions = [
        (owner, start, pieces)
        for owner, entity in enumerate(entities)
        for start, pieces in islice(_inside(window, entity), MOST_MENTIONS)
    ]
    told = [
        (number, trigger, pieces)
        for number, trigger in enumerate(triggers)
        if (pieces := window.find(trigger.start, trigger.end)) is not None
    ]
    owners = [owner for owner, _, _ in mentions]
    spans = _pairs([pieces for _, _, pieces in mentions])
    trigger_spans = _pairs([pieces for _, _, pieces in told])
    parties = [entities[owner].is_party and entities[owner].kind != PLACE for owner in owners]
    around = Around(Points(layout, [start for _, start, _ in mentions], spans[:, 0]), owners, parties)
    points = Points(layout, [trigger.start for _, trigger, _ in told], trigger_spans[:, 0])
    return HeldWindow(
        window,
        tags,
        np.array(owners, dtype=np.int64),
        spans,
        np.array([_kind(entities[owner]) for owner in owners], dtype=np.int64),
        _stacked([around.of_number(row) for row in range(len(owners))], len(owners)),
        np.array([number for number, _, _ in told], dtype=np.int64),
        trigger_spans,
        listed([trigger.types for _, trigger, _ in told], LABELS.types),
        _stacked([around.of_trigger(points, row) for row in range(len(told))], len(owners)),
        _square([gaps(points, row, points) for row in range(len(told))]),
    )


def _inside(window: Window, entity: Entity) -> Iterator[tuple[int, tuple[int, int]]]:
    """The mentions that a window holds whole: where they begin, and their first and last piece."""
    for start, end in entity.mentions:
        pieces = window.find(start, end)
        if pieces is not None:
            yield start, pieces


def _kind(entity: Entity) -> int:
    """The column of an entity's kind, as the reader labels it."""
    return LABELS.kinds.index(PARTY_LABELS.get(entity.kind, entity.kind))


def _pairs(pairs: Sequence[tuple[int, int]]) -> Ints:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _stacked(rows: Sequence[PairPlaces], width: int) -> PairPlaces:
    if not rows:
        return PairPlaces(*(np.zeros((0, width), dtype=np.int64) for _ in PairPlaces._fields))
    return PairPlaces(*(np.stack(column) for column in zip(*rows, strict=True)))


def _square(rows: Sequence[Ints]) -> Ints:
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.int64)
