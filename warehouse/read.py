"""The market picture as models, for the page and the mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.deal import Citation, Deal, DealParty
from pipeline.errors import NotFoundError
from pipeline.settings import Settings
from warehouse.ask import Table
from warehouse.cite import read_citations
from warehouse.connection import open_reader
from warehouse.rows import read_rows
from warehouse.sql import read_query

ALL_ROWS = 2**62


def read_deals(
    settings: Settings,
    *,
    limit: int | None = None,
    changed_since: datetime | None = None,
    ids: Sequence[str] | None = None,
) -> tuple[Deal, ...]:
    """Deals of the published picture in their latest revision with their citations, newest news first.

    `changed_since` asks for revisions the warehouse learned later than that.
    """
    with open_reader(settings.market_path) as connection:
        return fetch_deals(connection, limit=limit, changed_since=changed_since, ids=ids)


def fetch_deals(
    connection: duckdb.DuckDBPyConnection,
    *,
    limit: int | None = None,
    changed_since: datetime | None = None,
    ids: Sequence[str] | None = None,
) -> tuple[Deal, ...]:
    """As `read_deals`, from an open database."""
    values = {
        "limit": ALL_ROWS if limit is None else limit,
        "changed_since": changed_since,
        "ids": None if ids is None else list(ids),
    }
    rows = list(read_rows(connection, read_query("read_deals"), values))
    citations = read_citations(connection, [row["deal_id"] for row in rows])
    return tuple(_to_deal(row, citations.get(row["deal_id"], ())) for row in rows)


def _to_deal(row: Mapping[str, Any], citations: tuple[Citation, ...]) -> Deal:
    return Deal(
        id=row["deal_id"],
        revision=row["revision"],
        type=row["type"],
        status=row["status"],
        parties=tuple(
            DealParty(name=party["name"], role=party["role"], entity_id=party["entity_id"])
            for party in row["parties"]
        ),
        announced_on=row["announced_on"],
        value_low=row["value_low"],
        value_high=row["value_high"],
        currency=row["currency"],
        qualifier=row["qualifier"],
        value_usd=row["value_usd"],
        capacity_mw=_to_decimal(row["capacity_mw"]),
        chips=_to_decimal(row["chips"]),
        known_at=row["known_at"],
        source_count=row["source_count"],
        confidence=row["confidence"],
        citations=citations,
    )


def _to_decimal(number: float | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number:.3f}".rstrip("0").rstrip("."))


def list_views(settings: Settings) -> tuple[str, ...]:
    """Names of the published views, the ones `read_table` takes."""
    with open_reader(settings.market_path) as connection:
        return _view_names(connection)


def read_table(view: str, settings: Settings, *, limit: int | None = None) -> Table:
    """A view with its comments, in its own order; raises NotFoundError for a name that is no view."""
    with open_reader(settings.market_path) as connection:
        names = _view_names(connection)
        if view not in names:
            raise NotFoundError(f"there is no view {view!r}; the views are {', '.join(names)}")
        relation = connection.view(view)
        rows = (relation if limit is None else relation.limit(limit)).fetchall()
        comments = {
            row["name"]: row["comment"]
            for row in read_rows(connection, read_query("read_comments"), {"view": view})
        }
        return Table(
            name=view,
            comment=comments.get(None) or "",
            columns=tuple(relation.columns),
            column_comments=tuple(comments.get(column) for column in relation.columns),
            rows=tuple(rows),
        )


def _view_names(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute(read_query("list_views")).fetchall())
