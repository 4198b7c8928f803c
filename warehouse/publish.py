"""Publishes the market picture: a snapshot database and Parquet files, swapped in when complete."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from pipeline.errors import NotFoundError
from pipeline.reports import PublishReport
from pipeline.settings import Settings
from warehouse.connection import open_writer
from warehouse.migrate import make_views
from warehouse.sql import list_sql, read_query

PRIVATE_TABLES = frozenset({"ops_alerts"})
"""Who is mailed about what stays with the writer."""


def publish(settings: Settings) -> PublishReport:
    """Write `market.duckdb` and `parquet/` anew beside the old ones, then swap each in by one rename.

    A reader that holds the old snapshot keeps reading it undisturbed. Raises NotFoundError where nothing
    was loaded yet, WarehouseError where another process is writing.
    """
    if not settings.warehouse_path.exists():
        raise NotFoundError(
            f"nothing was loaded into {settings.warehouse_path} yet: there is nothing to publish"
        )
    settings.parquet_dir.mkdir(parents=True, exist_ok=True)
    # Beside the target: a rename is atomic only within one file system.
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".publish-") as folder:
        snapshot = Path(folder) / settings.market_path.name
        with open_writer(snapshot) as connection:
            _copy_tables(connection, settings.warehouse_path)
            make_views(connection)
            files = _write_parquet(connection, Path(folder))
            counts = connection.execute(read_query("count_published")).fetchone() or (0, 0, 0)
        snapshot.replace(settings.market_path)
        for file in files:
            file.replace(settings.parquet_dir / file.name)
    _remove_stale(settings.parquet_dir, {file.name for file in files})
    return PublishReport(
        snapshot=settings.market_path,
        parquet=settings.parquet_dir,
        deals=counts[0],
        figures=counts[1],
        documents=counts[2],
    )


def _copy_tables(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    # Opened through our own door first: its error for a lock says what to do, ATTACH's does not.
    with open_writer(warehouse):
        pass
    for file in list_sql("migrations"):
        connection.execute(file.read_text(encoding="utf-8"))
    connection.execute(read_query("create_migration_ledger"))
    connection.execute(read_query("attach_warehouse").replace("$path", _quote(str(warehouse))))
    for (table,) in connection.execute(read_query("list_tables")).fetchall():
        if table not in PRIVATE_TABLES:
            connection.table(f'source."{table}"').insert_into(f'"{table}"')
    for table in PRIVATE_TABLES:
        connection.execute(read_query("drop_table").replace("$table", f'"{table}"'))
    connection.execute(read_query("detach_warehouse"))


def _quote(text: str) -> str:
    # ATTACH and DROP take no bound parameters.
    return "'" + text.replace("'", "''") + "'"


def _write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    files = []
    for (view,) in connection.execute(read_query("list_views")).fetchall():
        path = folder / f"{view}.parquet"
        connection.view(view).write_parquet(str(path), compression="zstd")
        files.append(path)
    return files


def _remove_stale(folder: Path, current: set[str]) -> None:
    for file in folder.glob("*.parquet"):
        if file.name not in current:
            file.unlink()
