"""Gives bare numbers the unit that the label before their colon states: "Capacity (MW): 48"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.grammar.heads import Heads, Stated, as_stated
from extractors.grammar.measures import YEAR, Measure

LABEL = re.compile(
    r"""(?:\((?P<bracketed>[^()\d\n:;]{1,24})\)|(?:,|\bin)\s(?P<named>[^\s,:;()\d][^,:;()\d\n]{0,20}?))
    (?:\s?[:=](?:[ \t\u00a0]{1,3}|(?=[\d$€£]))|\s[–—-]\s)""",
    re.VERBOSE,
)
"""What may state a unit before a colon or dash: words in brackets, or behind "in" or a comma."""
FILLER = re.compile(
    r"[\s/,–—()>~≈+-]*(?:(?:about|around|approx\.?|ca\.?|c\.|up\sto|over|to|and|then|now|from|by)[\s(–]+){0,2}"
)
"""What may stand between a label and its number, and between numbers of one label."""
BEHIND = re.compile(r"\s*(?:$|[\n.,;/()|–—+-]|(?:to|and|by|in|as|from|at|of|for|then|now|on|with|plus)\b)")
"""What stands behind a number that has no noun of its own."""
LONGEST = 24
"""Characters between numbers that FILLER is tried on."""


class Keyed:
    """Fills in units of numbers behind labels; built once."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads

    def fill(self, text: str, measures: Sequence[Measure]) -> list[Measure]:
        """The measures, bare ones in the unit of their label."""
        labels = {match.end(): stated for match in LABEL.finditer(text) if (stated := self._stated(match))}
        if not labels:
            return list(measures)
        found = list(measures)
        ends = sorted(labels, reverse=True)
        last, stated = 0, None
        for place, measure in enumerate(found):
            while ends and ends[-1] <= measure.start:
                last = ends.pop()
                stated = labels[last]
            stated = stated if stated and _goes_on(text, last, measure) else None
            if stated and _is_bare(text, measure):
                found[place] = as_stated(measure, stated)
            last = measure.end
        return found

    def _stated(self, label: re.Match[str]) -> Stated | None:
        words = label["bracketed"] or label["named"]
        return self._heads.stated(words) or (self._heads.scaled(words) if label["bracketed"] else None)


def _goes_on(text: str, last: int, measure: Measure) -> bool:
    """Whether nothing but a sign or a hedge stands between `last` and a number on the same line."""
    between = text[last : measure.start]
    return len(between) <= LONGEST and "\n" not in between and bool(FILLER.fullmatch(between))


def _is_bare(text: str, measure: Measure) -> bool:
    """Whether no noun follows the number, and it is no year."""
    return bool(BEHIND.match(text, measure.end)) and not YEAR.fullmatch(text, measure.start, measure.end)
