"""Reported facts to quarters and years, filing by filing, so that each knows only what was known then.

Cash flows are reported for the year to date: a quarter is the difference of two facts that begin on the same
day and end a quarter apart, unless a filing reports it by itself. A filing that reports the longer one anew,
as next year's comparative does, tells the quarter anew, and what differs is a restatement; but a restated
fact less one that was not reported again since would put the whole restatement into one quarter, and tells
none. Periods are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from extractors.xbrl.facts import Fact
from extractors.xbrl.periods import QUARTER_DAYS, YEAR_DAYS, quarter_name, year_name

_DAY = timedelta(days=1)
_SLACK = timedelta(days=7)

_Key = tuple[str, str, date, date]
"""Unit, tag, start, end."""
_Period = tuple[str, date, date]
"""Unit, start, end."""


class Amount(NamedTuple):
    """Money of one quarter or year: a fact, or one fact less another."""

    start: date
    end: date
    period: str
    """ "2025" or "FY2026"; a quarter names its days too: "Q3 FY2026 (2025-07-28 to 2025-10-26)"."""
    fact: Fact
    less: Fact | None = None

    @property
    def value(self) -> Decimal:
        """In units of the fact's currency."""
        return self.fact.value - (self.less.value if self.less else 0)


class Filing(NamedTuple):
    """What one filing reports, and which amounts it is the first to tell, or tells otherwise than before."""

    facts: tuple[Fact, ...]
    news: tuple[Amount, ...]


def read_filings(facts: Iterable[Fact]) -> Iterator[Filing]:
    """The filings in the order in which they were filed; the order of the facts does not count."""
    known: dict[_Key, Fact] = {}
    first: dict[_Period, Fact] = {}
    told: dict[_Period, Decimal] = {}
    for _, group in groupby(sorted(set(facts)), key=attrgetter("filed", "accession")):
        own = {_key(fact): fact for fact in group}
        known |= own
        for fact in own.values():
            first.setdefault(_period(fact), fact)
        chosen: dict[_Period, Amount] = {}
        for amount in sorted(_amounts(own.values(), known), key=_belief):
            if not _is_half_restated(amount, first[_period(amount.fact)]):
                chosen.setdefault((amount.fact.unit, amount.start, amount.end), amount)
        news = [at for at, amount in sorted(chosen.items()) if told.get(at) != amount.value]
        told |= {at: chosen[at].value for at in news}
        yield Filing(tuple(own.values()), tuple(chosen[at] for at in news))


def _key(fact: Fact) -> _Key:
    return fact.unit, fact.tag, fact.start, fact.end


def _period(fact: Fact) -> _Period:
    return fact.unit, fact.start, fact.end


def _is_half_restated(amount: Amount, first: Fact) -> bool:
    """Whether a restated fact has an older one subtracted; `first` is what was reported at first."""
    return amount.less is not None and amount.fact.value != first.value and amount.less.filed < first.filed


def _belief(amount: Amount) -> tuple[bool, int, bool, int]:
    """Sorts what is believed first to the front: one tag throughout, a fact as reported, the newest."""
    less = amount.less
    mixed = less is not None and less.tag != amount.fact.tag
    return mixed, amount.fact.rank, less is not None, -(less.filed.toordinal() if less else 0)


def _amounts(own: Iterable[Fact], known: dict[_Key, Fact]) -> Iterator[Amount]:
    for fact in own:
        if fact.days in YEAR_DAYS:
            yield Amount(fact.start, fact.end, year_name(fact.start), fact)
        elif fact.days in QUARTER_DAYS:
            yield _quarter(fact.start, _year_start(fact, known.values()), fact)
        for other in known.values():
            start = other.end + _DAY
            if (other.unit, other.start) == (fact.unit, fact.start) and (
                (fact.end - other.end).days in QUARTER_DAYS
            ):
                yield _quarter(start, fact.start, fact, other)


def _quarter(start: date, year_start: date, fact: Fact, less: Fact | None = None) -> Amount:
    name = quarter_name(start, year_start=year_start)
    return Amount(start, fact.end, f"{name} ({start} to {fact.end})", fact, less)


def _year_start(quarter: Fact, known: Iterable[Fact]) -> date:
    """Where the fiscal year of a quarter began, or another one: cash flows longer than it begin there."""
    starts = [fact.start for fact in known if fact.days > QUARTER_DAYS.stop]
    before = [start for start in starts if start <= quarter.start + _SLACK]
    return max(before, default=min(starts, default=quarter.start))
