"""Facts as a table that a person can read: one line a fact, and where in the text it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from extractors.xbrl.facts import Fact
from pipeline.claims import Evidence

HEAD = "Tag | Start | End | Value | Unit | Form | Accession | Filed"
EARLIER = "Reported earlier, and subtracted from the above:"


class Line(NamedTuple):
    """Where one fact stands."""

    evidence: Evidence
    """The whole line."""
    start: int
    end: int
    """Where the value stands in the text."""


class Table(NamedTuple):
    """A text, and the line of each of its facts."""

    text: str
    lines: Mapping[Fact, Line]


def make_table(title: str, facts: Sequence[Fact], earlier: Iterable[Fact]) -> Table:
    """A table of a filing's facts, and of those of earlier filings that are subtracted from them."""
    text = f"{title}\n\n{HEAD}\n"
    lines: dict[Fact, Line] = {}
    rest = sorted(set(earlier) - set(facts))
    for heading, group in (("", sorted(facts)), (f"\n{EARLIER}\n", rest)):
        text += heading if group else ""
        for fact in group:
            before, value, after = _cells(fact)
            quote, at = before + value + after, len(text)
            evidence = Evidence(start=at, end=at + len(quote), quote=quote)
            lines[fact] = Line(evidence, at + len(before), at + len(before) + len(value))
            text += f"{quote}\n"
    return Table(text.rstrip("\n"), MappingProxyType(lines))


def value_words(fact: Fact) -> str:
    """The value in whole units, or with what decimals it has: "12,715,000,000"."""
    return f"{fact.value:,f}"


def _cells(fact: Fact) -> tuple[str, str, str]:
    before = f"{fact.tag} | {fact.start} | {fact.end} | "
    return before, value_words(fact), f" | {fact.unit} | {fact.form} | {fact.accession} | {fact.filed}"
