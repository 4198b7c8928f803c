"""How near the amounts of a claim and of a deal lie, hedges and changes of terms considered."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import IntEnum

from pipeline.vocabulary import AmountKind, Qualifier, Status
from warehouse.profiles import HEADLINE_KINDS, ClaimProfile, DealProfile, Money
from warehouse.rules import ResolutionRule

EQUAL_TOLERANCE = Decimal("0.02")
NEAR_TOLERANCE = Decimal("0.10")
"""Rounding ("$1.4bn" for $1.375bn) and prices that move with a share stay within it."""

EXCHANGE_TOLERANCE = Decimal("0.15")
"""Amounts in two currencies: converted at another day's rate, and rounded twice."""

EARLIER_TERMS_DAYS = 30
"""An upsized offering names its earlier terms within days; the total of an extended contract, which is
also a second amount, comes months later and is another deal."""

AT_MOST_FLOOR = Decimal("0.6")
"""Reports repeat the limit of an "up to", or what came near it; much less is another contract."""

AT_LEAST_CEILING = Decimal(2)


class Nearness(IntEnum):
    """Best last, so that they compare."""

    FAR = 0
    DRIFTED = 1
    UNKNOWN = 2
    """One side states no amount."""
    HEDGED = 3
    NEAR = 4
    EQUAL = 5


def compare_money(claim: ClaimProfile, deal: DealProfile, rule: ResolutionRule, days: int) -> Nearness:
    """The nearest pair of amounts; headline sizes against each other, earlier terms only within days."""
    ours = [money for money in claim.money if money.kind in HEADLINE_KINDS]
    theirs = [money for member in deal.claims for money in member.money if money.kind in HEADLINE_KINDS]
    if not ours or not theirs:
        return Nearness.UNKNOWN
    best = max(_compare(one, other, rule) for one in ours for other in theirs)
    if best <= Nearness.DRIFTED and days <= EARLIER_TERMS_DAYS:
        best = max(best, _compare_terms(claim.money, theirs), _compare_terms(_all_money(deal), ours))
    return best


def _all_money(deal: DealProfile) -> Iterable[Money]:
    return (money for member in deal.claims for money in member.money)


def _compare_terms(stated: Iterable[Money], headlines: list[Money]) -> Nearness:
    terms = [money for money in stated if money.kind is AmountKind.OTHER]
    pairs = (_compare(term, headline, None) for term in terms for headline in headlines)
    return Nearness.NEAR if any(nearness >= Nearness.NEAR for nearness in pairs) else Nearness.FAR


def _compare(one: Money, other: Money, rule: ResolutionRule | None) -> Nearness:
    ours, theirs, tolerance = _in_one_currency(one, other)
    if ours is None or theirs is None:
        return Nearness.UNKNOWN
    if tolerance == NEAR_TOLERANCE and _overlap(ours, theirs, EQUAL_TOLERANCE):
        return Nearness.EQUAL
    if _overlap(ours, theirs, tolerance):
        return Nearness.NEAR
    if _hedge_allows(one.qualifier, ours, theirs) or _hedge_allows(other.qualifier, theirs, ours):
        return Nearness.HEDGED
    if rule is not None and _overlap_drifted(ours, theirs, _drift_between(one, other, rule)):
        return Nearness.DRIFTED
    return Nearness.FAR


_Interval = tuple[Decimal, Decimal]


def _in_one_currency(one: Money, other: Money) -> tuple[_Interval | None, _Interval | None, Decimal]:
    if one.currency == other.currency:
        return (one.low, one.high), (other.low, other.high), NEAR_TOLERANCE
    return _to_usd(one), _to_usd(other), EXCHANGE_TOLERANCE


def _to_usd(money: Money) -> _Interval | None:
    if money.usd_per_unit is None:
        return None
    rate = Decimal(money.usd_per_unit)
    return money.low * rate, money.high * rate


def _overlap(ours: _Interval, theirs: _Interval, tolerance: Decimal) -> bool:
    slack = 1 + tolerance
    return ours[0] <= theirs[1] * slack and theirs[0] <= ours[1] * slack


def _overlap_drifted(ours: _Interval, theirs: _Interval, drift: Decimal) -> bool:
    least = 1 - drift
    return ours[0] * least <= theirs[1] and theirs[0] * least <= ours[1]


def _hedge_allows(qualifier: Qualifier, hedged: _Interval, told: _Interval) -> bool:
    if qualifier is Qualifier.AT_MOST:
        return hedged[1] * AT_MOST_FLOOR <= told[0] and told[1] <= hedged[1] * (1 + NEAR_TOLERANCE)
    if qualifier is Qualifier.AT_LEAST:
        return hedged[0] * (1 - NEAR_TOLERANCE) <= told[1] and told[0] <= hedged[0] * AT_LEAST_CEILING
    return False


def _drift_between(one: Money, other: Money, rule: ResolutionRule) -> Decimal:
    # Terms move between the talks, the signing and the closing; two reports of one stage that differ
    # are two deals.
    if one.status is other.status:
        return Decimal(0)
    return rule.drift if Status.RUMORED in (one.status, other.status) else rule.closing_drift
