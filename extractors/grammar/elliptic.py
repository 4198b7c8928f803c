"""Takes scaled numbers without a unit for money where a text speaks of money: "capex of twelve billion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.grammar.measures import Measure
from extractors.quantity import QuantityKind

MILLION, BILLION = 1_000_000, 1_000_000_000
ENOUGH = 2
"""Amounts with a currency that a text must hold before bare millions count as money; billions need one."""
OPEN_END = re.compile(
    r"""\s*(?:[.,;:?!)—–-]|$)|\s+(?:in|for|to|through|this|over|and|at|from|by|on|last|next|year|we|as|into|is|was|were
    |with|when|but|until|under|or|per|annually|so|than|which|that|while|before|after|between|initial|plus
    |of(?!\s(?:these|them|those|its|his|their|the)\b))\b""",
    re.VERBOSE,
)
"""What follows a number that stands for an amount: never a noun that it would count."""


def unspoken_money(text: str, measures: Sequence[Measure]) -> list[Measure]:
    """The measures, bare millions and billions in the currency of the nearest amount before (or after)."""
    money = [m for m in measures if m.kind is QuantityKind.MONEY]
    chips = sum(m.kind is QuantityKind.CHIPS for m in measures)
    least = BILLION if len(money) < ENOUGH else MILLION
    if len(money) < max(1, chips):
        return list(measures)
    known = money[0].unit
    found = []
    for measure in measures:
        if measure.kind is QuantityKind.MONEY:
            known = measure.unit
        elif measure.magnitude.scale >= least and _is_amount(text, measure):
            measure = replace(measure, kind=QuantityKind.MONEY, unit=known)
        found.append(measure)
    return found


def _is_amount(text: str, measure: Measure) -> bool:
    number = measure.magnitude
    return measure.kind is None and not number.vague and bool(OPEN_END.match(text, measure.end))
