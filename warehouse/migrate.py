"""Brings a database to the newest shape: numbered migrations once, then macros and views anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.vocabulary import ROLES, Tier
from warehouse.forecasters import read_forecasters
from warehouse.rates import load_rates
from warehouse.sql import list_sql, read_query


def migrate(connection: duckdb.DuckDBPyConnection, *, migrations: Sequence[Path] | None = None) -> None:
    """Apply what the ledger lacks, in order; then reference tables, macros and views.

    Raises WarehouseError, before anything is changed, where an applied migration was edited, renamed
    or removed: a table that exists cannot be made differently by rewriting its history.
    """
    files = list_sql("migrations") if migrations is None else tuple(sorted(migrations))
    connection.execute(read_query("create_migration_ledger"))
    applied = _read_ledger(connection)
    _check_unedited(applied, files)
    for file in files:
        if file.stem not in applied:
            _apply(connection, file)
    load_rates(connection)
    _refresh_derived(connection)


def _refresh_derived(connection: duckdb.DuckDBPyConnection) -> None:
    # Skipped where nothing changed: thirty views take longer than loading a batch.
    digest = hashlib.sha256(repr((ROLES, tuple(Tier), read_forecasters())).encode())
    for file in (*list_sql("macros"), *list_sql("views")):
        digest.update(file.read_bytes())
    checksum = digest.hexdigest()
    kept = connection.execute(read_query("read_reference_checksum"), {"name": "views"}).fetchone()
    if kept == (checksum,):
        return
    connection.begin()
    _fill_references(connection)
    make_views(connection)
    connection.execute(read_query("record_reference_checksum"), {"name": "views", "checksum": checksum})
    connection.commit()


def make_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Macros and views anew, in the order of their files: a view may use those of earlier files."""
    for file in (*list_sql("macros"), *list_sql("views")):
        connection.execute(file.read_text(encoding="utf-8"))


def _read_ledger(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute(read_query("read_migration_ledger")).fetchall())


def _check_unedited(applied: dict[str, str], files: Sequence[Path]) -> None:
    known = {file.stem: _checksum(file) for file in files}
    for name, checksum in applied.items():
        if name not in known:
            raise WarehouseError(f"the warehouse was made with migration {name}, which is not here any more")
        if known[name] != checksum:
            raise WarehouseError(
                f"migration {name} was edited after it had been applied: restore it, "
                "and put the change into a new migration with the next number"
            )


def _apply(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    connection.begin()
    try:
        connection.execute(file.read_text(encoding="utf-8"))
        connection.execute(read_query("record_migration"), {"name": file.stem, "checksum": _checksum(file)})
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise WarehouseError(f"migration {file.stem} failed: {error}") from error


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _fill_references(connection: duckdb.DuckDBPyConnection) -> None:
    roles = [
        (deal_type.value, role.value, role in of_type.principal)
        for deal_type, of_type in ROLES.items()
        for role in of_type.all
    ]
    tiers = [(tier.value, place) for place, tier in enumerate(Tier, start=1)]
    connection.executemany(read_query("fill_deal_type_roles"), roles)
    connection.executemany(read_query("fill_tiers"), tiers)
    connection.execute(read_query("clear_forecasters"))
    connection.executemany(read_query("fill_forecasters"), list(read_forecasters().items()))
