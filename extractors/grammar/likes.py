"""Gives bare numbers the unit of what the line speaks of: "8,000 GPUs, Elisa 2,000", "305 of them"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import BLANK, any_of
from extractors.knowledge.chips import Chips
from extractors.quantity import QuantityKind

NEAR = 160
"""Characters of its line before a number in which lies what it may count."""
LEAST_CHIPS, MOST_CHIPS = 100, 100_000_000
"""A bare number below is rather a day, a share or a rank than a count of chips; one above rather money."""
MOST_TIMES = 60
"""How many times larger or smaller a power or a count of sites may be than the one it takes its unit from."""
HEDGE = r"""(?:(?:about|around|some|roughly|nearly|almost|over|only|just|already|perhaps|fully|more\sthan
    |at\sleast|up\sto|as\s(?:many|much)\sas|well\sover|close\sto|fewer\sthan|less\sthan|under|another
    |a\s(?:further|total\sof)|the\sother|an\sadditional)\s){0,2}["“‘]?$"""
REFERS = re.compile(
    rf"""\b(?:(?:of|among)\s(?:which|these|those|them|whom)[,:]?
    |(?:an)?other|further|additional|extra|remaining)\s{HEDGE}""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words before a number that counts on, or counts a part of, what was counted before."""
AGAINST = re.compile(
    rf"""\b(?:against|versus|compared\s(?:with|to)|(?:up|down)\sfrom|rather\sthan|(?:out|instead)\sof
    |which\s(?:is|was|were)|an?\s(?:possible|intended|planned|eventual|total)
    |(?:ris|grow|expand|increas|scal|climb|doubl|extend|lift|jump|fall|fell|rose|grew|cut|go)\w*\sto
    |later|then|bringing\sthe\stotal\sto
    |(?:guided|up|down|expansion|moves?|moved|it|agreed|asked|today|now|year)\s(?:to|for|is|was))\s{HEDGE}""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words before a number held against one before it."""
OF_THEM = re.compile(
    r"\s(?:more\s)?of\s(?:them|these|those|which|the\s(?:things|same|lot))\b"
    r"|\smore(?=[.,;)]|\s(?:of|for|in|by|from|to|on)\b)"
)
"""Words behind a number that count the thing just counted again: "20,000 chips … 8,000 of them"."""
OPEN_END = re.compile(
    r"""["”’]?(?:-odd|-plus|\+)?["”’]?(?:\s*(?:[.,;:?!)—–-](?![A-Za-z]|\d)|$|\n|\()|\s+(?:
    in|for|to|through|this|over|and|at|from|by|on|last|next|we|as|into|is|was|were|with|when|but|until|under|or
    |per|so|than|which|that|while|before|after|between|if|once|are|will|would|has|have|had|can|could|may|might
    |did|do|does|then|there|here|across|within|since|throughout|up|plus|initially|annually|today|now|currently
    |already|altogether|together|really|overall|outright|apiece|each|running|live|active|operational|arrive
    |follow|belong|come|remain|more|seen|due|[a-z]{3,}(?:ed|wn|lt|ld)
    |of\s(?:its|his|her|their|our|the|these|those|them|which|whom))\b)""",
    re.VERBOSE,
)
"""What follows a number that stands for a count: never a noun of its own."""
PIECES = re.compile(r"\s(?:units?|pieces?|pcs|sheets|modules|boards|dies|parts|ones|devices)\b")
"""Words that count what is spoken of: "1.65 million units"."""
PART_OF = re.compile(
    r"\s(?:out\s)?of\s"
    r"(?:(?:the|its|their|his|this|that|those|these|all|some|about|year['’]s|planned|promised)\s){0,3}"
)
"""What stands between a part and the whole that it is of: "12 of its 50 megawatts"."""
FOLLOWS = (OF_THEM, OPEN_END, PIECES, PART_OF)
YEARLIKE = re.compile(r"(?:1[5-9]|20)\d\d")
WORD = re.compile(r"[A-Za-z][\w-]*")
LONGEST_LABEL = 24
COUNTABLE = frozenset({QuantityKind.CHIPS, QuantityKind.POWER, QuantityKind.FACILITIES})


class Likes:
    """Fills in what bare numbers count; built once from the chips and the labels that bar it."""

    def __init__(self, chips: Chips, labels: Iterable[str]) -> None:
        nouns = {word.split()[-1].lower() for word in chips.nouns}
        names = {name.split()[0] for family in chips.products for name in family.names}
        self._chips = frozenset((*nouns, *(f"{noun}s" for noun in nouns)))
        self._products = frozenset((*names, *(f"{name}s" for name in names)))
        self._barred = frozenset((*chips.holders, *(f"{noun}s" for noun in chips.holders)))
        self._shape = re.compile(chips.pattern)
        self._label = re.compile(rf"(?<!\w){any_of(labels)},?:?{BLANK}$")

    def fill(self, text: str, measures: Sequence[Measure]) -> list[Measure]:
        """The measures, bare numbers with the kind and unit of what was counted before them on their line."""
        found: list[Measure] = []
        last: Measure | None = None
        for measure, whole in pairwise((*measures, None)):
            assert measure is not None
            filled = measure
            if measure.kind is None and _may_count(text, measure) and not self._is_labelled(text, measure):
                filled = _part(text, measure, whole) or self._like(text, last, measure) or measure
            last = last if filled.kind is None else filled
            found.append(filled)
        return found

    def _is_labelled(self, text: str, measure: Measure) -> bool:
        return bool(self._label.search(text, max(0, measure.start - LONGEST_LABEL), measure.start))

    def _like(self, text: str, last: Measure | None, measure: Measure) -> Measure | None:
        start = max(text.rfind("\n", 0, measure.start) + 1, measure.start - NEAR)
        if last is not None and (last.end < start or last.kind not in COUNTABLE):
            last = None
        if LEAST_CHIPS <= measure.magnitude.low <= MOST_CHIPS:
            topic = self._topic(text[last.end if last else start : measure.start])
            if not topic and last is not None and last.kind is QuantityKind.CHIPS:
                topic = last.product
            if topic:
                return replace(measure, kind=QuantityKind.CHIPS, unit="chip", product=topic)
        if last is None or last.kind is QuantityKind.CHIPS:
            return None
        return _as(last, measure) if _counts_on(text, last, measure, text[start : measure.start]) else None

    def _topic(self, before: str) -> str | None:
        """The chip word that the words before a number speak of last, if none of machines comes after it."""
        for word in reversed(WORD.findall(before)):
            if word.lower() in self._barred:
                return None
            if word.lower() in self._chips or word in self._products or self._shape.fullmatch(word):
                return str(word).removesuffix("s")
        return None


def _part(text: str, measure: Measure, whole: Measure | None) -> Measure | None:
    """The number as a part of the whole right behind it."""
    if whole is None or whole.kind not in COUNTABLE or measure.magnitude.low >= whole.magnitude.low:
        return None
    if not PART_OF.fullmatch(text, measure.end, whole.start) or not OPEN_END.match(text, whole.end):
        return None  # "two of its 50 MW halls" are halls
    return _as(whole, measure)


def _may_count(text: str, measure: Measure) -> bool:
    number = measure.magnitude
    return (
        not number.vague
        and number.low == number.high
        and number.low > 0
        and not YEARLIKE.fullmatch(text, number.start, number.end)
        and any(follows.match(text, measure.end) for follows in FOLLOWS)
    )


def _counts_on(text: str, last: Measure, measure: Measure, before: str) -> bool:
    """Whether a bare number tells more of the power or the sites just counted."""
    number, anchor = measure.magnitude.low, last.magnitude.low
    if not anchor or not 1 / Decimal(MOST_TIMES) < number / anchor < MOST_TIMES:
        return False
    if last.kind is QuantityKind.FACILITIES and number != int(number):
        return False
    return bool(REFERS.search(before) or AGAINST.search(before) or OF_THEM.match(text, measure.end))


def _as(last: Measure, measure: Measure) -> Measure:
    return replace(measure, kind=last.kind, unit=last.unit, factor=last.factor, product=last.product)
