"""Takes the rounds that the spiders remember, for the views that tell quiet sources from unwatched ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa

from pipeline.reports import CrawlReport, CrawlRound
from pipeline.settings import Settings
from warehouse.connection import open_writer
from warehouse.migrate import migrate
from warehouse.sql import read_query

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


def load_rounds(
    rounds: Sequence[CrawlRound], settings: Settings, *, known_at: datetime | None = None
) -> None:
    """Add the rounds that the warehouse lacks; loading one twice adds nothing."""
    if not rounds:
        return
    new_rounds = pa.Table.from_pylist([_row(one) for one in rounds], schema=_SCHEMA)
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        connection.register("new_rounds", new_rounds)
        connection.execute(read_query("load_rounds"), {"known_at": known_at or datetime.now(UTC)})


def latest_round(settings: Settings) -> datetime | None:
    """When the newest round began that the warehouse knows of; None before any."""
    if not settings.warehouse_path.exists():
        return None
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        found = connection.execute(read_query("latest_round")).fetchone()
    return found[0] if found else None


def _row(one: CrawlRound) -> dict[str, object]:
    report = one.report or CrawlReport(source=one.source)
    silent = "; ".join(f"{url}: {reason}" for url, reason in sorted(report.unanswered.items()))
    return {
        **one.model_dump(include={"source", "kind", "every_minutes", "started_at", "ended_at"}),
        **report.model_dump(include=set(_COUNTS)),
        "trouble": one.error or silent or None,
    }
