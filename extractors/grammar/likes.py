"""Gives bare numbers the unit of what the line speaks of: "8,000 GPUs, Elisa 2,000", "305 of them"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import BLANK, any_of, words
from extractors.knowledge.chips import Chips
from extractors.knowledge.quantity_words import QuantityWords
from extractors.quantity import QuantityKind

NEAR = 160
"""Characters of its line before a number in which lies what it may count."""
LEAST_CHIPS, MOST_CHIPS = 100, 100_000_000
"""A bare number below is rather a day, a share or a rank than a count of chips; one above rather money."""
MOST_TIMES = 60
"""How many times larger or smaller a power or a count of sites may be than the one it takes its unit from."""
OPEN = r"""["”’]?(?:-odd|-plus|\+)?["”’]?(?:\s*(?:[.,;:?!)—–-](?![A-Za-z]|\d)|$|\n|\()|\s+(?:"""
"""What follows a number that stands alone: a mark, or one of the words that follow counts."""
MORE = r"|\smore(?=[.,;)]|\s(?:of|for|in|by|from|to|on)\b)"
YEARLIKE = re.compile(r"(?:1[5-9]|20)\d\d")
WORD = re.compile(r"[A-Za-z][\w-]*")
LONGEST_LABEL = 24
COUNTABLE = frozenset({QuantityKind.CHIPS, QuantityKind.POWER, QuantityKind.FACILITIES})


class Likes:
    """Fills in what bare numbers count; built once from the chips, the labels that bar it and its words."""

    def __init__(self, chips: Chips, labels: Iterable[str], listed: QuantityWords) -> None:
        self._phrases = Phrases(listed)
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
            if (
                measure.kind is None
                and self._phrases.may_count(text, measure)
                and not self._is_labelled(text, measure)
            ):
                filled = (
                    self._phrases.part(text, measure, whole) or self._like(text, last, measure) or measure
                )
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
        before = text[start : measure.start]
        return _as(last, measure) if self._phrases.counts_on(text, last, measure, before) else None

    def _topic(self, before: str) -> str | None:
        """The chip word that the words before a number speak of last, if none of machines comes after it."""
        for word in reversed(WORD.findall(before)):
            if word.lower() in self._barred:
                return None
            if word.lower() in self._chips or word in self._products or self._shape.fullmatch(word):
                return str(word).removesuffix("s")
        return None


class Phrases:
    """The phrases that tie a bare number to a count beside it; built once from the listed words."""

    def __init__(self, listed: QuantityWords) -> None:
        hedge = rf"(?:{words(listed.hedges)}\s){{0,2}}[\"“‘]?$"
        self._refers = re.compile(rf"\b{words(listed.refers)}[,:]?\s{hedge}", re.IGNORECASE)
        self._against = re.compile(rf"\b{words(listed.against)}\s{hedge}", re.IGNORECASE)
        self._of_them = re.compile(rf"\s{words(listed.of_them)}\b{MORE}")
        self._open_end = re.compile(rf"{OPEN}{words(listed.after_counts)})\b)")
        pieces = re.compile(rf"\s{words(listed.pieces)}\b")
        self._part_of = re.compile(rf"\s(?:out\s)?of\s(?:{words(listed.parts)}\s){{0,3}}")
        self._follows = (self._of_them, self._open_end, pieces, self._part_of)

    def may_count(self, text: str, measure: Measure) -> bool:
        """Whether a bare number stands for a count, by what follows it."""
        number = measure.magnitude
        return (
            not number.vague
            and number.low == number.high
            and number.low > 0
            and not YEARLIKE.fullmatch(text, number.start, number.end)
            and any(follows.match(text, measure.end) for follows in self._follows)
        )

    def part(self, text: str, measure: Measure, whole: Measure | None) -> Measure | None:
        """The number as a part of the whole right behind it."""
        if whole is None or whole.kind not in COUNTABLE or measure.magnitude.low >= whole.magnitude.low:
            return None
        if not self._part_of.fullmatch(text, measure.end, whole.start):
            return None
        if not self._open_end.match(text, whole.end):
            return None  # "two of its 50 MW halls" are halls
        return _as(whole, measure)

    def counts_on(self, text: str, last: Measure, measure: Measure, before: str) -> bool:
        """Whether a bare number tells more of the power or the sites just counted."""
        number, anchor = measure.magnitude.low, last.magnitude.low
        if not anchor or not 1 / Decimal(MOST_TIMES) < number / anchor < MOST_TIMES:
            return False
        if last.kind is QuantityKind.FACILITIES and number != int(number):
            return False
        found = self._refers.search(before) or self._against.search(before)
        return bool(found or self._of_them.match(text, measure.end))


def _as(last: Measure, measure: Measure) -> Measure:
    return replace(measure, kind=last.kind, unit=last.unit, factor=last.factor, product=last.product)
