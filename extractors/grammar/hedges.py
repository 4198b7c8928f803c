"""Reads the hedge around a number ("up to", "or more") and what it is a rate of ("a share", "per MW")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.grammar.magnitudes import OR_MORE
from extractors.grammar.patterns import BLANK, any_of
from extractors.knowledge.numbers import Hedge, Rate
from pipeline.vocabulary import Qualifier

WITHIN = re.compile(rf"\d{OR_MORE}", re.IGNORECASE)
BEFORE = 44
AFTER = 40


class Hedges:
    """Hedges and rates; built once from hedges.yml and rates.yml."""

    def __init__(self, hedges: Iterable[Hedge], rates: Iterable[Rate]) -> None:
        hedges, rates = tuple(hedges), tuple(rates)
        self.before = {_plain(word): h.qualifier for h in hedges for word in h.before}
        self.after = {_plain(word): h.qualifier for h in hedges for word in h.after}
        self.rates = {_plain(word): rate.per for rate in rates for word in rate.words}
        self.alone = {_plain(word): rate.per for rate in rates for word in rate.alone}
        link = r"(?:\s|an?\s|the\s|its\s|another\s|additional\s|some\s(?!$)|-)*"
        self._before = re.compile(rf"(?<![\w])(?P<word>{any_of(self.before)}){link}$", re.IGNORECASE)
        self._after = re.compile(rf"{BLANK}?(?P<word>{any_of(self.after)})(?![A-Za-z0-9])", re.IGNORECASE)
        self._rate = re.compile(
            rf"""\s?(?:,\s)?-?(?:(?:an?|per|each|every|for\severy|for\seach)[\s-]+|/\s?)
            (?:(?P<word>{any_of(self.rates)})|(?P<other>(?<=per\s)[\w-]+))(?![A-Za-z])
            |\s?(?P<alone>{any_of(self.alone)})(?![A-Za-z])""",
            re.IGNORECASE | re.VERBOSE,
        )

    def qualifier(self, text: str, start: int, end: int) -> tuple[Qualifier, int, int]:
        """The hedge of the number at `start:end`, and the span with the hedging words."""
        before = self._before.search(text[max(0, start - BEFORE) : start])
        if before:
            first = max(0, start - BEFORE) + before.start()
            return self.before[_plain(before["word"])], first, end
        after = self._after.match(text, end)
        if after:
            return self.after[_plain(after["word"])], start, after.end()
        is_open = WITHIN.search(text, start, end)
        return Qualifier.AT_LEAST if is_open else Qualifier.EXACT, start, end

    def inside(self, text: str, end: int) -> Qualifier:
        """The hedge right behind the digits that end at `end`, before their unit: "100+ MW"."""
        after = self._after.match(text, end)
        return self.after[_plain(after["word"])] if after else Qualifier.EXACT

    def per(self, text: str, end: int) -> tuple[str | None, int]:
        """What the number ending at `end` is a rate of, and where those words end."""
        match = self._rate.match(text, end)
        if not match:
            return None, end
        if match["word"]:
            return self.rates[_plain(match["word"])], match.end()
        if match["alone"]:
            return self.alone[_plain(match["alone"])], match.end()
        return match["other"].lower(), match.end()


def _plain(word: str) -> str:
    """In lower case with one blank for what `any_of` lets stand for one: "up-to" is "up to"."""
    return re.sub(r"[\s-]+", " ", word).lower()
