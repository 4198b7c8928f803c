"""What the heads are to say of a text: the labels of its parties, its numbers and its deals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.encoder.pieces import Pieces
from extractors.reference.finding import ReferenceFinder
from extractors.training.encoder.entities import Entity, SameParty, name_spans, numbers, parties
from extractors.training.encoder.example import Deal, Example, Figure, Trigger
from extractors.training.encoder.labels import ATTACHED, LABELS, ROLE_COLUMNS
from extractors.training.encoder.references import referred
from extractors.training.encoder.windows import HeldWindow, held_windows

UNKNOWN = -1
"""Instead of the class of what has none."""
FACILITIES = frozenset({"facilities", "count"})


class DealTarget(NamedTuple):
    """The columns of a deal's type and status, of the roles of its parties and of the amounts of its numbers.

    Parties and numbers are told by their place among the entities; numbers that are no money have 0.
    """

    type: int
    status: int
    roles: Mapping[int, int]
    numbers: Mapping[int, int]


class FigureTarget(NamedTuple):
    """A figure's kind, and whom it is about among the entities; `named`: whether the label says whom."""

    kind: int
    subjects: tuple[int, ...]
    named: bool


class Lesson(NamedTuple):
    """A text as the heads see it, and what they are to say of it."""

    triggers: Sequence[Trigger]
    entities: Sequence[Entity]
    deals: Sequence[DealTarget]
    figures: Mapping[int, FigureTarget]
    """Number of an entity -> the figure that it is."""
    windows: Sequence[HeldWindow]


def lesson(example: Example, pieces: Pieces, same: SameParty, finder: ReferenceFinder) -> Lesson:
    """The lesson of an example."""
    spans = name_spans(example)
    named = parties(example.text, spans, same)
    found = [*referred(example.text, example.sentences, named, finder), *numbers(example)]
    return Lesson(
        example.triggers,
        found,
        [deal_target(deal, found, same) for deal in example.deals],
        dict(_figures(example.figures, found, same)),
        held_windows(example, spans, found, pieces),
    )


def deal_target(deal: Deal, found: Sequence[Entity], same: SameParty) -> DealTarget:
    """What is to be said of a deal; parties that the text does not name are left out."""
    roles = {}
    for name, role in deal.parties:
        holders = _parties(name, found, same)
        if (deal.type, role) in ROLE_COLUMNS and holders:
            # A party that shares its name with a place is the party; one so called comes before one like it.
            holder = min(holders, key=lambda at: (found[at].kind == "PLACE", name not in found[at].names))
            roles[holder] = ROLE_COLUMNS[deal.type, role]
    numbers = {
        place: _column(LABELS.amounts, number.amount, LABELS.amounts[-1]) if number.amount else 0
        for number in deal.numbers
        for place, entity in enumerate(found)
        if entity.kind in ATTACHED and entity.states(number)
    }
    return DealTarget(_column(LABELS.types, deal.type), _column(LABELS.statuses, deal.status), roles, numbers)


def _figures(
    figures: Iterable[Figure], found: Sequence[Entity], same: SameParty
) -> Iterator[tuple[int, FigureTarget]]:
    for figure in figures:
        subjects = sorted({place for name in figure.subjects for place in _parties(name, found, same)})
        kind = _column(LABELS.figures, figure.kind, LABELS.figures[-1])
        for place, entity in enumerate(found):
            fits = figure.kind != "facility_count" or entity.kind in FACILITIES
            if fits and not entity.is_party and entity.states(figure.number):
                yield place, FigureTarget(kind, tuple(subjects), bool(figure.subjects))


def _parties(name: str, found: Sequence[Entity], same: SameParty) -> list[int]:
    return [
        place
        for place, entity in enumerate(found)
        if entity.is_party and any(same(own, name) for own in entity.names)
    ]


def _column(classes: Sequence[str], name: str, otherwise: str | None = None) -> int:
    if name in classes:
        return classes.index(name)
    return UNKNOWN if otherwise is None else classes.index(otherwise)
