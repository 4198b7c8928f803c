"""Whether a claim tells a deal: parties first, then numbers, places and dates.

The reasons for the numbers of each deal type stand in `data/resolution.yml`; those below hold for all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.vocabulary import ROLES, DealType, Status
from warehouse.money import Nearness, compare_money
from warehouse.profiles import ClaimProfile, DealProfile, PartyKey
from warehouse.rules import ResolutionRule

SAME_NEWS_DAYS = 7
"""Copies of one story and its follow-ups fall into a week: then a bare mention needs no number."""

SAME_TERMS_DAYS = 30
"""Within it, one party and nearly one amount are taken for one deal of a type that recurs."""

RECALL_DAYS = 730
"""How long later a report that names the same parties and the very same amount recalls the deal."""

AFTERLIFE_DAYS = 30
"""Talks that begin later than this after a closing or termination are about another deal."""

CAPACITY_TOLERANCE = Decimal("0.1")


class Score(NamedTuple):
    """How well a claim fits a deal; the greatest wins."""

    money: int
    agreed_roles: int
    corroborations: int
    days_apart: int
    """Negative, so that nearer is greater."""


class _Parties(NamedTuple):
    agreed: int
    is_identified: bool
    """Every identifying role agrees."""
    is_full: bool
    """Every principal role agrees."""
    is_disjoint: bool
    """Both sides name parties of a collective role, and different ones."""


def judge(claim: ClaimProfile, deal: DealProfile, rule: ResolutionRule) -> Score | None:
    """The score of a claim against a deal of the same type; None where it tells another one."""
    parties = _compare_parties(claim, deal, rule)
    if parties is None or _contradicts(claim, deal):
        return None
    days = min(abs((claim.on - member.on).days) for member in deal.claims)
    money = compare_money(claim, deal, rule, days)
    told_before = any(member.document_id == claim.document_id for member in deal.claims)
    if told_before and not (parties.is_full and money in (Nearness.EQUAL, Nearness.UNKNOWN)):
        return None  # one document tells two transactions as two
    if money is Nearness.UNKNOWN and rule.closing_drift == 0 and _is_other_size(claim, deal):
        return None
    if claim.type is DealType.CONSTRUCTION and money < Nearness.EQUAL and _is_elsewhere(claim, deal):
        return None
    proofs = _corroborations(claim, deal)
    if not _is_enough(parties, money, proofs, days, rule):
        return None
    if days > _allowed_days(claim, deal, parties, money, rule):
        return None
    return Score(money.value, parties.agreed, proofs, -days)


def _compare_parties(claim: ClaimProfile, deal: DealProfile, rule: ResolutionRule) -> _Parties | None:
    theirs, roles = deal.parties, ROLES[claim.type]
    agreed, is_disjoint = set(), False
    for role in roles.all:
        ours_here = [party for party in claim.parties if party.role is role]
        theirs_here = [party for party in theirs if party.role is role]
        if not ours_here or not theirs_here:
            continue
        shared = _count_shared(ours_here, theirs_here)
        # Partners are alike: two ventures of one firm share it, so one shared partner of two is not enough.
        needed = min(2, len(ours_here), len(theirs_here)) if claim.type is DealType.PARTNERSHIP else 1
        if shared >= needed:
            agreed.add(role)
        elif role in rule.collective:
            is_disjoint = True
        else:
            return None
    if not agreed:
        return None
    return _Parties(
        len(agreed), agreed.issuperset(rule.identifying), agreed.issuperset(roles.principal), is_disjoint
    )


def _count_shared(ours: list[PartyKey], theirs: list[PartyKey]) -> int:
    return sum(any(party.same_as(other) for other in theirs) for party in ours)


def _contradicts(claim: ClaimProfile, deal: DealProfile) -> bool:
    for ours, theirs in (
        (claim.round, {member.round for member in deal.claims if member.round}),
        (claim.program, {member.program for member in deal.claims if member.program}),
    ):
        if ours and theirs and ours not in theirs:
            return True
    ended_on = deal.ended_on
    starts_over = claim.status is Status.RUMORED or (claim.status is Status.ANNOUNCED and claim.is_dated)
    return bool(ended_on and starts_over and (claim.on - ended_on).days > AFTERLIFE_DAYS)


def _corroborations(claim: ClaimProfile, deal: DealProfile) -> int:
    members = deal.claims
    return sum(
        (
            _near_capacity(claim, deal),
            any(claim.places & member.places for member in members),
            claim.round is not None and any(claim.round == member.round for member in members),
            claim.program is not None and any(claim.program == member.program for member in members),
        )
    )


def _near_capacity(claim: ClaimProfile, deal: DealProfile) -> bool:
    slack = 1 + CAPACITY_TOLERANCE
    return any(
        low <= other_high * slack and other_low <= high * slack
        for low, high in claim.capacity
        for member in deal.claims
        for other_low, other_high in member.capacity
    )


def _is_other_size(claim: ClaimProfile, deal: DealProfile) -> bool:
    # Two leases of one pair, 250 MW and 150 MW, are told apart by power where no price is told.
    stated = claim.capacity and any(member.capacity for member in deal.claims)
    return bool(stated) and not _near_capacity(claim, deal)


def _is_elsewhere(claim: ClaimProfile, deal: DealProfile) -> bool:
    places = frozenset[str]().union(*(member.places for member in deal.claims))
    return bool(claim.places and places and not claim.places & places)


def _is_enough(parties: _Parties, money: Nearness, proofs: int, days: int, rule: ResolutionRule) -> bool:
    if money is Nearness.FAR:
        return False
    if money >= Nearness.HEDGED:
        # Two loans of nearly one size within months are two, unless more than the borrower agrees.
        is_bare = rule.needs_number and parties.agreed == 1 and not proofs
        return money is Nearness.EQUAL or not is_bare or days <= SAME_TERMS_DAYS
    if money is Nearness.DRIFTED:
        return parties.is_identified
    # No amount on one side: names must carry the match, and where one party does many such deals,
    # something more than its name.
    if not parties.is_identified or (rule.needs_number and parties.is_disjoint):
        return False
    return not rule.needs_number or parties.agreed > 1 or proofs > 0 or days <= SAME_NEWS_DAYS


def _allowed_days(
    claim: ClaimProfile, deal: DealProfile, parties: _Parties, money: Nearness, rule: ResolutionRule
) -> int:
    if parties.is_full and money is Nearness.EQUAL:
        return max(RECALL_DAYS, rule.life_days)
    if any(member.status is not claim.status for member in deal.claims):
        return rule.life_days
    return rule.window_days
