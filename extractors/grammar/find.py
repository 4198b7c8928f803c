"""Finds every quantity of a text: the one door to the grammar of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.grammar.counted import Counted
from extractors.grammar.currencies import Currencies
from extractors.grammar.elliptic import Unspoken
from extractors.grammar.heads import Heads
from extractors.grammar.hedges import Hedges
from extractors.grammar.keyed import Keyed
from extractors.grammar.likes import Likes
from extractors.grammar.magnitudes import LARGEST, Magnitudes
from extractors.grammar.measures import Measures
from extractors.grammar.ranges import Joined, Ranges
from extractors.grammar.tables import Tables
from extractors.knowledge.chips import Chips
from extractors.knowledge.numbers import Hedge, NumberWords, Rate
from extractors.knowledge.quantity_words import QuantityWords
from extractors.knowledge.range_words import RangeWords
from extractors.knowledge.units import Currency, Unit
from extractors.quantity import Quantity
from pipeline.vocabulary import Qualifier

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
    words: QuantityWords
    range_words: RangeWords


class Quantities:
    """The grammar, built once from its tables."""

    def __init__(self, tables: QuantityTables) -> None:
        self.magnitudes = Magnitudes(tables.numbers)
        counted = Counted(tables.chips, tables.units)
        self.measures = Measures(tables.units, tables.currencies, counted, self.magnitudes.short)
        self.hedges = Hedges(tables.hedges, tables.rates)
        self.likes = Likes(tables.chips, tables.numbers.labels, tables.words)
        heads = Heads(tables.units, tables.currencies, tables.chips, tables.numbers)
        self.tables, self.keyed = Tables(heads, tables.words), Keyed(heads)
        self.ranges = Ranges(tables.range_words)
        self.unspoken = Unspoken(tables.words, tables.currencies, self.ranges)
        self.currencies = Currencies(tables.currencies)

    def find(self, text: str, country: str | None = None) -> tuple[Quantity, ...]:
        """The quantities of the text in order; `country` (ISO 3166) is where it was published."""
        measured = (self.measures.measure(text, magnitude) for magnitude in self.magnitudes.find(text))
        kept = self.currencies.settle(text, country, (m for m in measured if m is not None))
        kept = self.likes.fill(text, self.keyed.fill(text, self.tables.fill(text, kept)))
        kept = self.unspoken.fill(text, kept)
        return tuple(self._quantity(text, joined) for joined in self.ranges.join(text, kept))

    def _quantity(self, text: str, joined: Joined) -> Quantity:
        last = joined.last
        assert last.kind is not None
        assert last.unit is not None
        written = text[joined.start : joined.end]
        qualifier, hedged = self.hedges.qualifier(text, joined.start, joined.end)
        if qualifier is Qualifier.EXACT:
            qualifier = self.hedges.inside(text, last.magnitude.end)
        per = self.hedges.per(text, hedged)
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
            unit=last.unit,
            as_written=written,
            qualifier=qualifier,
            product=last.product,
            per=per,
            start=joined.start,
            end=joined.end,
            vague=last.magnitude.vague or joined.high > LARGEST,
        )
