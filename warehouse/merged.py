"""Where a deal went that was merged, for whoever still has its old id."""

from __future__ import annotations

import duckdb

from warehouse.sql import read_query


def told_merge(connection: duckdb.DuckDBPyConnection, deal_id: str) -> str:
    """Which deal one is part of now, or which it took in, and how to undo that; "" for any other id."""
    merges = connection.execute(read_query("read_merges"), {"id": deal_id}).fetchall()
    kept = [kept_id for merged_id, kept_id in merges if merged_id == deal_id]
    taken_in = [merged_id for merged_id, kept_id in merges if kept_id == deal_id]
    if kept:
        return (
            f"it was merged and is part of {' and '.join(kept)} now; gigawatch unmerge {deal_id} undoes that"
        )
    if taken_in:
        return f"it took in {', '.join(taken_in)}; gigawatch unmerge {taken_in[0]} undoes that"
    return ""
