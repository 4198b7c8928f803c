"""Migrations are applied once, in order, and never rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import WarehouseError
from warehouse.connection import open_writer
from warehouse.migrate import migrate
from warehouse.sql import list_sql

LEDGER = "SELECT name, checksum, applied_at FROM ops_migrations ORDER BY name"


@pytest.fixture
def migrations(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in list_sql("migrations"):
        (folder / file.name).write_bytes(file.read_bytes())
    return sorted(folder.iterdir())


def test_fresh_and_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "warehouse.duckdb"
    with open_writer(path) as connection:
        migrate(connection)
        first = connection.execute(LEDGER).fetchall()
    assert [name for name, _, _ in first] == [file.stem for file in list_sql("migrations")]
    with open_writer(path) as connection:
        migrate(connection)
        assert connection.execute(LEDGER).fetchall() == first
        assert connection.execute("SELECT count(*) FROM deals").fetchall() == [(0,)]


def test_edited_migration_is_refused(tmp_path: Path, migrations: list[Path]) -> None:
    with open_writer(tmp_path / "w.duckdb") as connection:
        migrate(connection, migrations=migrations)
        migrations[0].write_text(migrations[0].read_text() + "-- better\n")
        with pytest.raises(WarehouseError, match=r"0001_raw_tables was edited .* new migration"):
            migrate(connection, migrations=migrations)


def test_removed_migration_is_refused(tmp_path: Path, migrations: list[Path]) -> None:
    with open_writer(tmp_path / "w.duckdb") as connection:
        migrate(connection, migrations=migrations)
        with pytest.raises(WarehouseError, match=f"{migrations[-1].stem}, which is not here"):
            migrate(connection, migrations=migrations[:-1])


def test_failed_migration_leaves_nothing(tmp_path: Path, migrations: list[Path]) -> None:
    broken = migrations[-1].with_name("0099_broken.sql")
    broken.write_text("CREATE TABLE half (a INTEGER); CREATE TABLE half (a INTEGER);")
    with open_writer(tmp_path / "w.duckdb") as connection:
        with pytest.raises(WarehouseError, match="0099_broken failed"):
            migrate(connection, migrations=[*migrations, broken])
        assert connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'"
        ).fetchall() == [(0,)]
        migrate(connection, migrations=migrations)


def test_migrations_are_numbered_without_gap() -> None:
    numbers = [int(file.stem.split("_")[0]) for file in list_sql("migrations")]
    assert numbers == list(range(1, len(numbers) + 1))
