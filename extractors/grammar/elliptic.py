"""Takes scaled numbers without a unit for money where a text speaks of money: "capex of twelve billion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.grammar.measures import YEAR, Measure
from extractors.quantity import QuantityKind

MILLION, BILLION = 1_000_000, 1_000_000_000
ENOUGH = 2
"""Amounts with a currency that a text must hold before bare millions count as money; billions need one."""
NEAR = 140
"""Characters within which a number may leave out the unit of the one before."""
GROWS_TO = re.compile(
    r"\b(?:ris\w+|grow\w*|expand\w*|expansion|increas\w+|scal\w+|climb\w*|doubl\w+|up|extend\w*|lift\w*|later)\sto\s"
    r"(?:about\s|around\s|some\s|as\s(?:many|much)\sas\s|more\sthan\s|at\sleast\s|over\s|nearly\s|roughly\s)?$",
    re.IGNORECASE,
)
LEAST_COUNTED = 100
"""A bare number below it is rather a day, a share or a rank than a count of chips."""
OF_THEM = re.compile(r"\s(?:more\s)?(?:of\s(?:them|these|those)\b|each\sfor\b)|\smore(?=[.,;]|\sof\sthe\b)")
"""Words that count the thing just counted again: "20,000 chips … 8,000 of them"."""
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


def unspoken_likes(text: str, measures: Sequence[Measure]) -> list[Measure]:
    """The measures, a bare number that chips or power grow to in the unit of the number they grow from."""
    found: list[Measure] = []
    last: Measure | None = None
    for measure in measures:
        if measure.kind is None and last is not None and _grows_from(text, last, measure):
            measure = replace(
                measure, kind=last.kind, unit=last.unit, factor=last.factor, product=last.product
            )
        if measure.kind is not None:
            last = measure
        found.append(measure)
    return found


def _grows_from(text: str, last: Measure, measure: Measure) -> bool:
    if last.kind not in (QuantityKind.CHIPS, QuantityKind.POWER) or measure.start - last.end > NEAR:
        return False
    between = text[last.end : measure.start]
    if last.kind is QuantityKind.CHIPS and _goes_on(text, measure):
        return "\n" not in between
    return (
        "\n" not in between
        and bool(
            (GROWS_TO.search(between) and OPEN_END.match(text, measure.end))
            or OF_THEM.match(text, measure.end)
        )
        and not YEAR.fullmatch(text, measure.magnitude.start, measure.magnitude.end)
    )


def _goes_on(text: str, measure: Measure) -> bool:
    """Whether a bare number may count what was counted before: "Telia has 2,500 GPUs, Elisa 2,000"."""
    number = measure.magnitude
    return (
        not number.vague
        and LEAST_COUNTED <= number.low == number.high
        and bool(OPEN_END.match(text, measure.end))
        and not YEAR.fullmatch(text, number.start, number.end)
    )


def _is_amount(text: str, measure: Measure) -> bool:
    number = measure.magnitude
    return measure.kind is None and not number.vague and bool(OPEN_END.match(text, measure.end))
