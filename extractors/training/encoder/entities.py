"""Who and what a labelled text speaks of: each party and each number once, with its mentions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.components.organisations import written_name
from extractors.encoder.names import NamedText
from extractors.training.alignment import same_name
from extractors.training.encoder.example import Example, Number
from extractors.training.encoder.labels import NUMBERS, PARTIES
from extractors.training.judging import TOLERANCE

UNIT_KINDS = {"MW": "power", "chips": "chips", "fraction": "percent"}
CURRENCY = re.compile("[A-Z]{3}")


class Entity(NamedTuple):
    """A party or number, by its first name or its value, and the characters where it stands."""

    kind: str
    name: str
    number: Number | None
    mentions: tuple[tuple[int, int], ...]

    @property
    def is_party(self) -> bool:
        """Whether it may have a role in a deal."""
        return self.kind in PARTIES

    def states(self, number: Number) -> bool:
        """Whether it is that number."""
        own = self.number
        if own is None or self.kind != UNIT_KINDS.get(number.unit, self.kind):
            return False
        if CURRENCY.fullmatch(number.unit) and (self.kind != "money" or own.unit != number.unit):
            return False
        return _close(own.low, number.low) and _close(own.high, number.high)


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=TOLERANCE + 1e-9)


def name_spans(example: Example) -> list[NamedText]:
    """The labelled names where they stand, in order, the longest first where several overlap.

    Where the names are not labelled, those of the deals.
    """
    found = set(_stated(example.text, example.names or _named_in_deals(example)))
    kept: list[NamedText] = []
    taken = bytearray(len(example.text))
    for name in sorted(found, key=lambda name: (name.start - name.end, name.start, name.sort)):
        if not any(taken[name.start : name.end]):
            kept.append(name)
            taken[name.start : name.end] = b"\1" * (name.end - name.start)
    return sorted(kept)


def _named_in_deals(example: Example) -> Mapping[str, Sequence[str]]:
    parties = [name for deal in example.deals for name, _ in deal.parties]
    return {"ORG": parties, "PLACE": [place for deal in example.deals for place in deal.places]}


def _stated(text: str, names: Mapping[str, Iterable[str]]) -> Iterator[NamedText]:
    for sort, forms in names.items():
        for form in forms:
            for place in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
                yield NamedText(place.start(), place.end(), sort)


class SameParty:
    """Tells by their words whether two names are of one party, whatever legal form each has.

    Knows no aliases: a company and what it bought are two where a text speaks of the purchase.
    """

    def __init__(self, legal: frozenset[str]) -> None:
        self._legal = legal
        self._plain: dict[str, str] = {}

    def __call__(self, one: str, other: str) -> bool:
        """Whether they are."""
        left, right = self._without_form(one), self._without_form(other)
        return left.casefold() == right.casefold() or same_name(left, right)

    def _without_form(self, name: str) -> str:
        if name not in self._plain:
            words = written_name(name).replace(",", "").split()
            while len(words) > 1 and words[-1].lower() in self._legal:
                words.pop()
            self._plain[name] = " ".join(words)
        return self._plain[name]


def entities(example: Example, spans: Iterable[NamedText], same: SameParty) -> list[Entity]:
    """The parties of a text, those with longer names first, then its numbers."""
    return [*parties(example.text, spans, same), *_numbers(example)]


def parties(text: str, spans: Iterable[NamedText], same: SameParty) -> list[Entity]:
    """The parties that names stand for: the forms of one together, a place apart from the rest."""
    found: list[tuple[str, str, list[tuple[int, int]]]] = []
    known: dict[str, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if span.sort not in PARTIES:
            continue
        name = text[span.start : span.end]
        if name not in known:
            home = next(
                (
                    mentions
                    for sort, first, mentions in found
                    if (sort == "PLACE") == (span.sort == "PLACE") and same(first, name)
                ),
                None,
            )
            if home is None:
                home = []
                found.append((span.sort, name, home))
            known[name] = home
        known[name].append((span.start, span.end))
    return [Entity(sort, name, None, tuple(sorted(mentions))) for sort, name, mentions in found]


def _numbers(example: Example) -> list[Entity]:
    found: dict[tuple[str, Number], list[tuple[int, int]]] = {}
    for stated in example.quantities:
        if stated.kind in NUMBERS:
            number = Number(round(stated.low, 6), round(stated.high, 6), stated.unit)
            found.setdefault((stated.kind, number), []).append((stated.start, stated.end))
    return [Entity(kind, "", number, tuple(places)) for (kind, number), places in found.items()]
