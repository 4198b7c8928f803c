"""Rows of a query by column name, for the modules that make models of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb


def read_rows(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Each row as a mapping; the whole result is fetched first, so the connection is free meanwhile."""
    cursor = connection.execute(sql, dict(values) if values else None)
    columns = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    return (dict(zip(columns, row, strict=True)) for row in rows)
