"""Data checks: every file in `checks/` is a query that must return no rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from warehouse.sql import list_sql

SHOWN_ROWS = 5


def check_claims(connection: duckdb.DuckDBPyConnection, *, batch_id: str | None = None) -> None:
    """Check what was extracted: one batch, or everything. Raises WarehouseError showing the rows."""
    connection.execute("SET VARIABLE batch_id = ?", [batch_id])
    _run(connection, [file for file in list_sql("checks") if file.stem.startswith("claim_")])


def check_deals(connection: duckdb.DuckDBPyConnection) -> None:
    """Check what was resolved. Raises WarehouseError showing the rows."""
    _run(connection, [file for file in list_sql("checks") if file.stem.startswith("deal_")])


def _run(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    failures = [failure for file in files if (failure := _failure(connection, file))]
    if failures:
        raise WarehouseError("\n".join(failures))


def _failure(connection: duckdb.DuckDBPyConnection, file: Path) -> str | None:
    cursor = connection.execute(file.read_text(encoding="utf-8"))
    columns = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchmany(SHOWN_ROWS + 1)
    if not rows:
        return None
    shown = [
        "  " + ", ".join(f"{column}={value!r}" for column, value in zip(columns, row, strict=True))
        for row in rows[:SHOWN_ROWS]
    ]
    more = ["  ..."] if len(rows) > SHOWN_ROWS else []
    return "\n".join([f"check {file.stem} failed:", *shown, *more])
