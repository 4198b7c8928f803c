"""Takes the rounds that the spiders remember, for the views that tell quiet sources from unwatched ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from pipeline.reports import CrawlReport, CrawlRound
from warehouse.sql import read_query

RoundsSince = Callable[[datetime | None], Sequence[CrawlRound]]
"""Gives rounds when told when the newest one known began; None before any."""

_TIME = pa.timestamp("us", tz="UTC")
_COUNTS = ("answered", "not_modified", "entries", "unreadable_entries", "broken", "fetched", "landed")
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("source", "kind")),
        ("every_minutes", pa.int32()),
        *((name, _TIME) for name in ("started_at", "ended_at")),
        *((name, pa.int64()) for name in _COUNTS),
        ("trouble", pa.string()),
    ]
)


def add_rounds(connection: duckdb.DuckDBPyConnection, since: RoundsSince, *, known_at: datetime) -> None:
    """Add the rounds that the warehouse lacks; loading one twice adds nothing."""
    found = connection.execute(read_query("latest_round")).fetchone()
    rounds = since(found[0] if found else None)
    if not rounds:
        return
    connection.register("new_rounds", pa.Table.from_pylist([_row(one) for one in rounds], schema=_SCHEMA))
    connection.execute(read_query("load_rounds"), {"known_at": known_at})
    connection.unregister("new_rounds")


def _row(one: CrawlRound) -> dict[str, object]:
    report = one.report or CrawlReport(source=one.source)
    silent = "; ".join(f"{url}: {reason}" for url, reason in sorted(report.unanswered.items()))
    return {
        **one.model_dump(include={"source", "kind", "every_minutes", "started_at", "ended_at"}),
        **report.model_dump(include=set(_COUNTS)),
        "trouble": one.error or silent or None,
    }
