"""Finds every quantity of a text: the one door to the grammar of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.grammar.counted import Counted
from extractors.grammar.elliptic import unspoken_money
from extractors.grammar.hedges import Hedges
from extractors.grammar.likes import Likes
from extractors.grammar.magnitudes import LARGEST, Magnitudes
from extractors.grammar.measures import Measures
from extractors.grammar.ranges import Joined, join
from extractors.knowledge.chips import Chips
from extractors.knowledge.numbers import Hedge, NumberWords, Rate
from extractors.knowledge.units import Currency, Unit
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import Qualifier

DOLLAR = "USD"
BARE = re.compile(r"\$(?!US)")
NAMED = re.compile(r"(?:in|are) (?:in )?(\w+(?: \w+)? dollars)\b(?=[ ,.]*(?:unless|\.|\n|\)))")
PLACE = re.compile(r"(?:[^\n]*\n+)?(?P<city>[A-Z][\w. ]{2,20}?)(?:,[^\n]{0,60}?)?(?: [–—-] | ?\()")
"""A dateline at the head of the text or in the line below its title."""
DATELINE = 200
"""How far into a text a dateline is looked for, in characters."""
MOST_IN_ONE = 144
"""Chips that one machine may hold; more than these are those of a site."""
EACH = re.compile(r"\b(?:each|every)\b[^.;\n]{1,60}$", re.IGNORECASE)
"""What makes the chips behind it those of one machine: "12 nodes, each equipped with 8 GPUs"."""


@dataclass(frozen=True)
class QuantityTables:
    """Everything the grammar knows from data files."""

    numbers: NumberWords
    hedges: tuple[Hedge, ...]
    rates: tuple[Rate, ...]
    units: tuple[Unit, ...]
    currencies: tuple[Currency, ...]
    chips: Chips


class Quantities:
    """The grammar, built once from its tables."""

    def __init__(self, tables: QuantityTables) -> None:
        self.magnitudes = Magnitudes(tables.numbers)
        counted = Counted(tables.chips, tables.units)
        self.measures = Measures(tables.units, tables.currencies, counted)
        self.hedges = Hedges(tables.hedges, tables.rates)
        self.likes = Likes(tables.chips, tables.numbers.labels)
        self.dollars = Dollars(tables.currencies)

    def find(self, text: str, country: str | None = None) -> tuple[Quantity, ...]:
        """The quantities of the text in order; `country` (ISO 3166) is where it was published."""
        dollar = self.dollars.of(text, country)
        measured = (self.measures.measure(text, magnitude) for magnitude in self.magnitudes.find(text))
        kept = self.likes.fill(text, [measure for measure in measured if measure is not None])
        kept = unspoken_money(text, kept)
        return tuple(self._quantity(text, joined, dollar) for joined in join(text, kept))

    def _quantity(self, text: str, joined: Joined, dollar: str) -> Quantity:
        last = joined.last
        assert last.kind is not None
        assert last.unit is not None
        written = text[joined.start : joined.end]
        is_dollar = last.kind is QuantityKind.MONEY and last.unit == DOLLAR
        bare_dollar = is_dollar and BARE.match(written)
        qualifier, _, hedged = self.hedges.qualifier(text, joined.start, joined.end)
        if qualifier is Qualifier.EXACT:
            qualifier = self.hedges.inside(text, last.magnitude.end)
        per, _ = self.hedges.per(text, hedged)
        if (
            last.unit == "chip"
            and joined.high <= MOST_IN_ONE
            and EACH.search(text, max(0, joined.start - 70), joined.start)
        ):
            per = per or "unit"
        return Quantity(
            kind=last.kind,
            low=joined.low,
            high=joined.high,
            unit=dollar if bare_dollar else last.unit,
            as_written=written,
            qualifier=qualifier,
            product=last.product,
            per=per,
            start=joined.start,
            end=joined.end,
            vague=last.magnitude.vague or joined.high > LARGEST,
        )


class Dollars:
    """What a bare "$" means in a text."""

    def __init__(self, currencies: Iterable[Currency]) -> None:
        self.countries = {country: c.code for c in currencies for country in c.countries}
        self.cities = {city.lower(): c.code for c in currencies for city in c.cities}
        self.named = {word.lower(): c.code for c in currencies for word in c.after if " dollars" in word}

    def of(self, text: str, country: str | None) -> str:
        """ISO 4217 code of a bare "$": as the text says, by its dateline, or by where it was published."""
        return next(self._candidates(text, country), DOLLAR)

    def _candidates(self, text: str, country: str | None) -> Iterator[str]:
        said = NAMED.search(text)
        if said and said[1].lower() in self.named:
            yield self.named[said[1].lower()]
        dateline = PLACE.match(text[:DATELINE])
        if dateline and (code := self.cities.get(dateline["city"].lower())):
            yield code
        if country and country in self.countries:
            yield self.countries[country]
