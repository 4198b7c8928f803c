"""Takes scaled numbers without a unit for money where a text speaks of money: "capex of twelve billion"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import any_of, plain, words
from extractors.grammar.ranges import Ranges
from extractors.knowledge.quantity_words import QuantityWords
from extractors.knowledge.units import Currency
from extractors.quantity import QuantityKind

MILLION, BILLION = 1_000_000, 1_000_000_000
ENOUGH = 2
"""Amounts with a currency that a text must hold before bare millions count as money; billions need one."""
CUE = 90
"""How far before an amount, within its sentence, lies the word that makes it money, in characters."""


class Unspoken:
    """Finds amounts whose currency only the text around them says; built once from words and currencies."""

    def __init__(self, listed: QuantityWords, currencies: Iterable[Currency], ranges: Ranges) -> None:
        self._ranges = ranges
        never = rf"(?!\s{words(listed.never_amounts)}\b)"
        follow = rf"\s+{words(listed.after_amounts)}\b|\s+more\b(?!\s[a-z]+s\b)"
        self._open_end = re.compile(rf"{never}[\"”’]?(?:\s*(?:[.,;:?!)(\]/|—–-]|$)|{follow})")
        self._cue = re.compile(rf"\b{words(listed.money_cues)}\b(?!.*[.;]\s)", re.IGNORECASE)
        named = {word: c.code for c in currencies for word in (c.code, *c.before, *c.after) if len(word) > 1}
        self._codes = {word.lower(): code for word, code in named.items()}
        of = r"(?:(?:thousands?|millions?|billions?)\s(?:of\s)?)?"
        self._declared = re.compile(
            rf"\b(?:in|are|sums|amounts)\s{of}(?P<word>{any_of(named)})(?![\w]|\s?\d)", re.IGNORECASE
        )

    def fill(self, text: str, measures: Sequence[Measure]) -> list[Measure]:
        """The measures, bare millions and billions in the currency of their line, else the usual one."""
        money = [m for m in measures if m.kind is QuantityKind.MONEY]
        chips = sum(m.kind is QuantityKind.CHIPS for m in measures)
        usual = (
            Counter(m.unit for m in money).most_common(1)[0][0] if money else self._declares(text, measures)
        )
        if usual is None:
            return list(measures)
        # In a text of money, what follows decides; elsewhere a word of money must stand before it.
        least = None if len(money) < max(1, chips) else BILLION if len(money) < ENOUGH else MILLION
        found: list[Measure] = []
        last: Measure | None = None
        for measure, behind in pairwise((*measures, None)):
            assert measure is not None
            if measure.kind is QuantityKind.MONEY or self._begins_range(text, measure, behind):
                last = last if measure.kind is None else measure
            elif self._is_amount(text, measure, least):
                is_near = last is not None and "\n" not in text[last.end : measure.start]
                unit = last.unit if last is not None and is_near else usual
                measure = last = replace(measure, kind=QuantityKind.MONEY, unit=unit)
            found.append(measure)
        return found

    def _declares(self, text: str, measures: Sequence[Measure]) -> str | None:
        """The currency that a text says its bare amounts are in: "in EUR", "all sums in euros"."""
        if not any(m.kind is None and m.magnitude.scale >= MILLION for m in measures):
            return None
        said = self._declared.search(text)
        return self._codes[plain(said["word"])] if said else None

    def _is_amount(self, text: str, measure: Measure, least: int | None) -> bool:
        number = measure.magnitude
        if measure.kind is not None or number.vague or number.scale < MILLION:
            return False
        if not self._open_end.match(text, measure.end):
            return False
        if least is not None and number.scale >= least:
            return True
        return bool(self._cue.search(text[max(0, measure.start - CUE) : measure.start]))

    def _begins_range(self, text: str, measure: Measure, behind: Measure | None) -> bool:
        """Whether a bare number takes its currency from the amount right behind: "82 to 95 million yuan"."""
        if behind is None or behind.kind is not QuantityKind.MONEY or behind.prefixed:
            return False
        return bool(self._ranges.joint(text[measure.end : behind.start]))
