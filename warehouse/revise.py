"""Deal revisions: what each deal looks like, kept as one more row whenever it changes."""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse.sql import read_query


def revise_deals(
    connection: duckdb.DuckDBPyConnection, *, known_at: datetime, is_backfill: bool
) -> tuple[int, int]:
    """Write a revision for each deal that changed; how many deals are new and how many changed.

    Expects an open transaction. A deal whose claims were all superseded gets a revision that takes it back.
    """
    stamp = {"known_at": known_at, "is_backfill": is_backfill}
    connection.execute(read_query("insert_revisions"), stamp)
    connection.execute(read_query("insert_retractions"), stamp)
    counts = connection.execute(read_query("count_revisions"), {"known_at": known_at}).fetchone()
    new, changed = counts or (0, 0)
    return new, changed
