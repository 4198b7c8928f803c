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
    """A party or number, by its names or its value, and the characters where it stands."""

    kind: str
    names: tuple[str, ...]
    """The longest first; empty for a number."""
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
        """Whether they are; two whole names are one party only where all but their forms is alike."""
        left, right = self._without_form(one), self._without_form(other)
        if left.casefold() == right.casefold():
            return True
        return same_name(left, right) and not (self.is_whole(one) and self.is_whole(other))

    def is_whole(self, name: str) -> bool:
        """Whether a name ends with its legal form."""
        return len(self._without_form(name).split()) < len(written_name(name).split())

    def _without_form(self, name: str) -> str:
        if name not in self._plain:
            words = written_name(name).replace(",", "").split()
            while len(words) > 1 and words[-1].lower() in self._legal:
                words.pop()
            self._plain[name] = " ".join(words)
        return self._plain[name]


def parties(text: str, spans: Iterable[NamedText], same: SameParty) -> list[Entity]:
    """The parties that names stand for: the forms of one together, a place apart from the rest."""
    found: list[tuple[str, list[str], list[tuple[int, int]]]] = []
    known: dict[str, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if span.sort not in PARTIES:
            continue
        name = text[span.start : span.end]
        if name not in known:
            place = span.sort == "PLACE"
            homes = [row for row in found if (row[0] == "PLACE") == place and same(row[1][0], name)]
            # The last of the whole names is the shortest: a fund of that name has a longer one.
            whole = [row for row in homes if same.is_whole(row[1][0])]
            if not homes:
                homes = [(span.sort, [], [])]
                found += homes
            home = whole[-1] if whole and not same.is_whole(name) else homes[0]
            home[1].append(name)
            known[name] = home[2]
        known[name].append((span.start, span.end))
    return [Entity(sort, tuple(names), None, tuple(sorted(mentions))) for sort, names, mentions in found]


def numbers(example: Example) -> list[Entity]:
    """The numbers of a text, those that state one value together."""
    found: dict[tuple[str, Number], list[tuple[int, int]]] = {}
    for stated in example.quantities:
        if stated.kind in NUMBERS:
            number = Number(round(stated.low, 6), round(stated.high, 6), stated.unit)
            found.setdefault((stated.kind, number), []).append((stated.start, stated.end))
    return [Entity(kind, (), number, tuple(places)) for (kind, number), places in found.items()]
