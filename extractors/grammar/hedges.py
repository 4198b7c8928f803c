"""Reads the hedge around a number ("up to", "or more") and what it is a rate of ("a share", "per MW")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.grammar.magnitudes import OR_MORE
from extractors.grammar.patterns import BLANK, any_of, plain
from extractors.knowledge.numbers import Hedge, Rate
from pipeline.vocabulary import Qualifier

WITHIN = re.compile(rf"\d{OR_MORE}", re.IGNORECASE)
BEFORE = 44
AFTER = 40


class Hedges:
    """Hedges and rates; built once from hedges.yml and rates.yml."""

    def __init__(self, hedges: Iterable[Hedge], rates: Iterable[Rate]) -> None:
        hedges, rates = tuple(hedges), tuple(rates)
        self.before = {plain(word): h.qualifier for h in hedges for word in h.before}
        self.after = {plain(word): h.qualifier for h in hedges for word in h.after}
        self.rates = {plain(word): rate.per for rate in rates for word in rate.words}
        self.alone = {plain(word): rate.per for rate in rates for word in rate.alone}
        link = r"(?:\s|an?\s|the\s|its\s|another\s|additional\s|some\s(?!$)|-)*"
        self._before = re.compile(rf"(?<![\w])(?P<word>{any_of(self.before)}){link}$", re.IGNORECASE)
        self._after = re.compile(rf"{BLANK}?(?P<word>{any_of(self.after)})(?![A-Za-z0-9])", re.IGNORECASE)
        self._rate = re.compile(
            rf"""\s?(?:,\s)?-?(?:(?:an?|per|each|every|for\severy|for\seach)[\s-]+|/\s?)
            (?:(?P<word>{any_of(self.rates)})|(?P<other>(?<=per\s)[\w-]+))(?![A-Za-z])
            |\s?(?P<alone>{any_of(self.alone)})(?![A-Za-z])""",
            re.IGNORECASE | re.VERBOSE,
        )

    def qualifier(self, text: str, start: int, end: int) -> tuple[Qualifier, int]:
        """The hedge of the number at `start:end`, and where number and hedging words end."""
        before = self._before.search(text[max(0, start - BEFORE) : start])
        if before:
            return self.before[plain(before["word"])], end
        after = self._after.match(text, end)
        if after:
            return self.after[plain(after["word"])], after.end()
        is_open = WITHIN.search(text, start, end)
        return Qualifier.AT_LEAST if is_open else Qualifier.EXACT, end

    def inside(self, text: str, end: int) -> Qualifier:
        """The hedge right behind the digits that end at `end`, before their unit: "100+ MW"."""
        after = self._after.match(text, end)
        return self.after[plain(after["word"])] if after else Qualifier.EXACT

    def per(self, text: str, end: int) -> str | None:
        """What the number ending at `end` is a rate of, if of anything."""
        match = self._rate.match(text, end)
        if not match:
            return None
        if match["word"]:
            return self.rates[plain(match["word"])]
        if match["alone"]:
            return self.alone[plain(match["alone"])]
        return str(match["other"].lower())
