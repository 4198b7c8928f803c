"""Reads the unit that a head, caption or label states for bare numbers: "Capacity (MW)", "NZ$ millions"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import any_of, evened, plain
from extractors.knowledge.chips import Chips
from extractors.knowledge.numbers import NumberWords
from extractors.knowledge.units import Currency, Unit
from extractors.quantity import QuantityKind

NO_HEAD = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d|[.,]\d))\d{2}|[.!?]\s+[A-Z]|(?:\S+\s+){6}")
"""What shows that a cell is text: numbers but years, two sentences, many words."""
VALUE = r"(?<!(?:19|20)\d\d[ -])"
"""Right behind it, a unit is that of a value: "2000 MW" is no head, "2025 (MW)" is."""
LONGEST_HEAD = 40
"""Longer cells are text, whose units belong to their own numbers."""
BRACKETED = re.compile(r"\(([^()]{1,60})\)\s*:?$")
MEASURED = frozenset({QuantityKind.POWER, QuantityKind.ENERGY, QuantityKind.AREA, QuantityKind.PERCENT})
LEAST_SCALE = 1000


@dataclass(frozen=True)
class Stated:
    """The unit that words state, and what it multiplies the numbers by; `unit` is "" where they state only
    the scale of amounts that bear their own sign."""

    kind: QuantityKind
    unit: str
    factor: Decimal = Decimal(1)
    product: str | None = None


class Heads:
    """Reads what heads state; built once from the units, currencies, chips and scales."""

    def __init__(
        self, units: Iterable[Unit], currencies: Iterable[Currency], chips: Chips, numbers: NumberWords
    ) -> None:
        forms = {form: u for u in units if u.kind in MEASURED for form in u.forms}
        self._units = {evened(form): unit for form, unit in forms.items()}
        signs = {w: c.code for c in currencies for w in (*c.shared, c.code, *c.after, *c.before)}
        signs = {sign: code for sign, code in signs.items() if len(sign) > 1 or not sign.isalpha()}
        self._signs = {evened(sign): code for sign, code in signs.items()}
        scales = [s for s in numbers.scales if s.value >= LEAST_SCALE]
        self._scales = {evened(w): s.value for s in scales for w in (*s.words, *s.short)}
        self._lowered = {plain(w): s.value for s in scales for w in s.words}
        sign, scale = any_of(signs), any_of(w for s in scales for w in (*s.words, *s.short))
        # "USD/kW" and "price per MW" state prices.
        self._unit = re.compile(rf"(?<![\w./])(?<!per ){VALUE}{any_of(forms)}(?!\w|-?\d)")
        self._money = re.compile(
            rf"(?<!\w){VALUE}(?P<sign>{sign})(?:\s?(?:in\s)?(?P<scale>{scale}))?(?![\w.]|\s?\d)"
            rf"|\b{VALUE}(?P<before>{scale})\s(?:of\s)?(?P<word>{sign})(?!\w|\s?\d)"
        )
        self._chips = re.compile(rf"^\W*(?:AI\s)?(?P<noun>(?i:{any_of(chips.nouns)}))s\b")
        words = any_of(w for s in scales for w in s.words)
        self._scaled = re.compile(
            rf"^\W*(?:all\s|amounts\s|figures\s)*(?:in\s)?(?P<scale>{words})(?:,\sexcept\b.*|\W*)$", re.I
        )

    def stated(self, cell: str) -> Stated | None:
        """The unit that a cell of a head states, if it is one."""
        if len(cell) > LONGEST_HEAD or NO_HEAD.search(cell):
            return None
        if chips := self._chips.match(cell):
            return Stated(QuantityKind.CHIPS, "chip", product=chips["noun"])
        if unit := self._unit.search(cell):
            known = self._units[evened(unit[0])]
            return Stated(known.kind, known.unit, known.factor)
        if money := self._money_of(cell):
            return money
        bracketed = BRACKETED.search(cell.strip())
        return self.scaled(bracketed[1]) if bracketed else None

    def caption(self, line: str) -> Stated | None:
        """The unit that a line above a table states for all of it: scaled money, or a unit in brackets."""
        if (money := self._money_of(line)) and money.factor > 1:
            return money
        bracketed = BRACKETED.search(line.strip())
        return (self.stated(bracketed[1]) if bracketed else None) or self.scaled(line)

    def scaled(self, words: str) -> Stated | None:
        """The scale that is all that some words state: "in millions"."""
        found = self._scaled.match(words)
        return Stated(QuantityKind.MONEY, "", self._lowered[plain(found["scale"])]) if found else None

    def _money_of(self, words: str) -> Stated | None:
        money = self._money.search(words)
        if money is None:
            return None
        sign, scale = money["sign"] or money["word"], money["scale"] or money["before"]
        factor = self._scales[evened(scale)] if scale else Decimal(1)
        return Stated(QuantityKind.MONEY, self._signs[evened(sign)], factor)


def as_stated(measure: Measure, stated: Stated) -> Measure:
    """The measure in the stated unit: bare numbers wholly, money without a scale in the stated scale."""
    is_scaled = measure.magnitude.scale > 1
    factor = Decimal(1) if is_scaled and stated.kind is QuantityKind.MONEY else stated.factor
    if measure.kind is QuantityKind.MONEY and stated.kind is QuantityKind.MONEY and not is_scaled:
        return replace(measure, factor=factor)
    if measure.kind is not None or measure.magnitude.vague or not stated.unit:
        return measure
    return replace(measure, kind=stated.kind, unit=stated.unit, factor=factor, product=stated.product)
