"""Deal resolution: claims of many documents become one deal with an id that never changes.

A claim joins the best deal that `matching.judge` accepts, else it opens a new one. Claims are taken in
order of the day they speak of, so the result does not depend on the order in which they were loaded
together; an assignment once made is never taken back, so ids outlive every later load.

A claim without any party is no deal yet: nobody could tell it from another. One whose principal parties
are all unnamed ("a lender backs ...") stands as a deal of its own as soon as any party is named, since a
grant with a recipient, or a loan with a lender, is already worth showing; a later claim may complete it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from pipeline.ids import content_id
from pipeline.vocabulary import DealType
from warehouse.matching import Score, judge
from warehouse.money import Nearness
from warehouse.names import read_name, rules_version
from warehouse.profiles import ClaimProfile, DealProfile, to_profile
from warehouse.rows import read_rows
from warehouse.rules import ResolutionRule, read_rules
from warehouse.sql import read_query


class Assignment(NamedTuple):
    """A claim, the deal it tells, and why."""

    deal_claim_id: str
    deal_id: str
    reason: str


def resolve_claims(connection: duckdb.DuckDBPyConnection, *, known_at: datetime) -> int:
    """Assign every claim in force that has a party and no deal yet; how many were assigned.

    Expects an open transaction.
    """
    _refresh_names(connection)
    (has_work,) = connection.execute(read_query("has_unresolved_claims")).fetchone() or (False,)
    if not has_work:
        return 0
    claims: list[ClaimProfile] = []
    deals: dict[str, DealProfile] = {}
    for row in read_rows(connection, read_query("read_claim_profiles")):
        profile = to_profile(row)
        if row["deal_id"] is None:
            claims.append(profile)
        else:
            deals.setdefault(row["deal_id"], DealProfile(row["deal_id"])).add(profile)
    assignments = assign(claims, deals.values(), read_rules())
    rows = pa.table(dict(zip(Assignment._fields, zip(*assignments, strict=True), strict=True)))
    _insert(connection, "insert_assignments", rows, {"known_at": known_at})
    return len(assignments)


def assign(
    claims: Iterable[ClaimProfile],
    deals: Iterable[DealProfile],
    rules: Mapping[DealType, ResolutionRule],
) -> list[Assignment]:
    """Each claim with its deal, existing or new; the order in which claims are given does not count."""
    book = _DealBook(deals)
    assignments = []
    for claim in sorted(claims, key=lambda claim: claim.order):
        score, deal = book.best_for(claim, rules[claim.type])
        if deal is None:
            deal = DealProfile(content_id("deal", claim.type, claim.id))
        book.add(claim, deal)
        assignments.append(Assignment(claim.id, deal.id, _reason(score)))
    return assignments


class _DealBook:
    """Deals, found by type and by what their parties are called."""

    def __init__(self, deals: Iterable[DealProfile]) -> None:
        self._deals: dict[str, DealProfile] = {}
        self._by_block: defaultdict[tuple[DealType, str], set[str]] = defaultdict(set)
        for deal in sorted(deals, key=lambda deal: deal.id):
            for claim in deal.claims:
                self._index(claim, deal)

    def add(self, claim: ClaimProfile, deal: DealProfile) -> None:
        deal.add(claim)
        self._index(claim, deal)

    def best_for(self, claim: ClaimProfile, rule: ResolutionRule) -> tuple[Score | None, DealProfile | None]:
        near = {
            deal_id
            for party in claim.parties
            for block in party.blocks
            for deal_id in self._by_block[claim.type, block]
        }
        scored = [
            (score, deal_id)
            for deal_id in sorted(near, reverse=True)
            if (score := judge(claim, self._deals[deal_id], rule)) is not None
        ]
        if not scored:
            return None, None
        score, deal_id = max(scored)
        return score, self._deals[deal_id]

    def _index(self, claim: ClaimProfile, deal: DealProfile) -> None:
        self._deals[deal.id] = deal
        for party in claim.parties:
            for block in party.blocks:
                self._by_block[claim.type, block].add(deal.id)


def _reason(score: Score | None) -> str:
    if score is None:
        return "first to tell it"
    return (
        f"amount {Nearness(score.money).name.lower()}, {score.agreed_roles} roles agree, "
        f"{-score.days_apart} days apart"
    )


def _refresh_names(connection: duckdb.DuckDBPyConnection) -> None:
    rules = rules_version()
    connection.execute(read_query("clear_stale_names"), {"rules": rules})
    names = [name for (name,) in connection.execute(read_query("read_party_names")).fetchall()]
    if not names:
        return
    read = [read_name(name) for name in names]
    rows = pa.table(
        {
            "name": names,
            "normal_name": [name.normal_name for name in read],
            "telling_prefix": [name.telling_prefix for name in read],
        }
    )
    _insert(connection, "insert_party_names", rows, {"rules": rules})


def _insert(
    connection: duckdb.DuckDBPyConnection, query: str, rows: pa.Table, values: Mapping[str, Any]
) -> None:
    # As a table and not as bound lists: DuckDB looks for pandas anew at every element of a list.
    connection.register("new_rows", rows)
    connection.execute(read_query(query), dict(values))
    connection.unregister("new_rows")
