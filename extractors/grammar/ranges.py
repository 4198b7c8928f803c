"""Joins two numbers into a range where the text means one; where it tells a change, both have its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grammar.measures import YEAR, Measure
from extractors.grammar.patterns import words
from extractors.knowledge.range_words import RangeWords

NEAR = 2
"""Times its lower end that the upper end of a range is at most where a change leads there: "to $91 to 93"."""
FAR = 100
"""A change from more than so many times what it leads to is none: its first number is of another unit."""
NO_NOUN = re.compile(r"\s*(?:[.,;:)\n]|$)|\s(?:by|in|this|next|over|within|and|at|as|when|after|before)\b")
"""What stands behind a number that counts what was counted before it."""
CONTEXT = 90


@dataclass(frozen=True)
class Joined:
    """One number or range with its unit, and the character span of both ends."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    last: Measure


class Ranges:
    """Joins numbers by the words around them; built once."""

    def __init__(self, listed: RangeWords) -> None:
        hedge = rf"(?:{words(listed.hedges)}\s)?$"
        self._joint = re.compile(rf"\s?(?P<word>[–—~-]|to|and|or)\s?{hedge}", re.IGNORECASE)
        self._between = re.compile(rf"\bbetween\s{hedge}", re.IGNORECASE)
        self._from = re.compile(rf"\bfrom\s{hedge}", re.IGNORECASE)
        self._leads_to = re.compile(rf"\bto\s{hedge}", re.IGNORECASE)
        self._changes = re.compile(rf"\b{words(listed.changes)}\b[^.;]{{0,60}}$|\bby\s{hedge}", re.IGNORECASE)
        self._spans = re.compile(
            rf"\b{words(listed.spans)}(?:\s{words(listed.links)})?\s(?:from\s)?$", re.IGNORECASE
        )
        self._spreads = re.compile(rf"\b{words(listed.spreads)}\b", re.IGNORECASE)

    def joint(self, between: str) -> re.Match[str] | None:
        """What joins two numbers, if that is all that stands between them."""
        return self._joint.fullmatch(between)

    def join(self, text: str, measures: Iterable[Measure]) -> Iterator[Joined]:
        """Ranges where two measures make one, single numbers elsewhere; bare numbers fall away."""
        waiting: Measure | None = None
        for measure in measures:
            if waiting is None:
                waiting = measure
                continue
            pair = self._pair(text, waiting, measure)
            if isinstance(pair, Joined):
                yield pair
                waiting = None
                continue
            first, waiting = pair or (waiting, measure)
            yield from _single(first)
        if waiting is not None:
            yield from _single(waiting)

    def _pair(self, text: str, first: Measure, second: Measure) -> Joined | tuple[Measure, Measure] | None:
        """Two numbers as one range, or as both ends of a change in one unit: "from 42 to 100 MW"."""
        between = text[first.end : second.start]
        joint = self.joint(between)
        if not joint or first.magnitude.vague or second.magnitude.vague:
            return None
        word, before = joint["word"].lower(), text[max(0, first.start - CONTEXT) : first.start]
        alike = _alike(first, second)
        if word == "to" and self._leads_to.search(before):
            return _range(*alike) if alike and _near(*alike) else None
        if self._means_range(before, word):
            return _range(*alike) if alike else None
        if word != "to" or not self._from.search(before):
            return None
        if second.kind is None and not first.prefixed:
            second = _of_unit(text, first, second)
        changed = _alike(first, second, most=FAR)
        return None if changed is None or _far_apart(text, *changed) else changed

    def _means_range(self, before: str, word: str) -> bool:
        if word == "and":
            return bool(self._between.search(before))
        if word == "or":
            return False
        if word != "to":
            return True
        if self._spans.search(before):
            return True
        return not self._changes.search(before) and (
            not self._from.search(before) or bool(self._spreads.search(before))
        )


def _single(measure: Measure) -> Iterator[Joined]:
    if measure.kind is not None:
        low, high = (value * measure.factor for value in (measure.magnitude.low, measure.magnitude.high))
        yield Joined(measure.start, measure.end, low, high, measure)


def _near(first: Measure, second: Measure) -> bool:
    """Whether two numbers that a change leads to are the ends of a range, not two steps of it."""
    return second.magnitude.low <= NEAR * first.magnitude.low


def _of_unit(text: str, first: Measure, second: Measure) -> Measure:
    """The bare end of a change in the unit of its beginning: "from 25 MW to 75"."""
    is_count = NO_NOUN.match(text, second.end) and not YEAR.fullmatch(text, second.start, second.end)
    return replace(second, kind=first.kind, unit=first.unit, factor=first.factor) if is_count else second


def _far_apart(text: str, first: Measure, second: Measure) -> bool:
    """Whether the first number is a year, or of another unit than the second, as in "from 900 to 1.2 GW"."""
    is_year = bool(YEAR.fullmatch(text, first.start, first.end))
    return is_year or first.magnitude.low >= FAR * second.magnitude.low


def _range(first: Measure, second: Measure) -> Joined | None:
    low, high = (m.magnitude.low * m.factor for m in (first, second))
    if low >= high:
        return None
    product = second.product or first.product
    return Joined(first.start, second.end, low, high, replace(second, product=product))


def _alike(first: Measure, second: Measure, most: int = 1) -> tuple[Measure, Measure] | None:
    """Both ends in the same unit, each taking over what only the other states; a first number without a
    scale takes over the scale of the second if it is then less than `most` times that."""
    if first.kind is None and second.kind is None:
        return None
    if second.kind is None:
        if not first.prefixed:
            return None
        second = replace(second, kind=first.kind, unit=first.unit, factor=first.factor)
    elif first.kind is None:
        if second.prefixed:
            return None
        first = replace(first, kind=second.kind, unit=second.unit, factor=second.factor)
    if (first.kind, first.unit) != (second.kind, second.unit):
        return None
    scale = second.magnitude.scale
    if first.magnitude.scale == 1 and scale > 1 and first.magnitude.low < most * second.magnitude.low / scale:
        value = first.magnitude.low * scale
        first = replace(first, magnitude=replace(first.magnitude, low=value, high=value, scale=scale))
    return first, second
