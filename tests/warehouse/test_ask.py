"""SQL of analysts: answers, and no way out of the snapshot."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from threading import Timer

import pytest

from pipeline.errors import BadSettingError, NotFoundError, WarehouseError
from pipeline.vocabulary import Status
from tests.warehouse.stories import Warehouse, buys
from warehouse.ask import ask
from warehouse.publish import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("published"))
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    publish(warehouse.settings)
    return warehouse


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO raw_quarantine SELECT * FROM raw_quarantine",
        "DELETE FROM raw_documents",
        "DROP VIEW deals",
        "CREATE TABLE mine AS SELECT 1",
        "COPY deals TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_text('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM glob('{folder}/*')",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "EXPORT DATABASE '{folder}/export'",
    ],
)
def test_ask_neither_writes_nor_reads_files(published: Warehouse, tmp_path: Path, sql: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WarehouseError, match=r"The views are: .*deals_by_type_quarter"):
        ask(sql.format(folder=tmp_path), published.settings)
    assert sorted(tmp_path.iterdir()) == before
    assert ask("SELECT count(*) FROM deals", published.settings).rows == ((1,),)


def test_ask_repeats_what_duckdb_says(published: Warehouse) -> None:
    with pytest.raises(WarehouseError, match=r"(?s)Parser Error.*selekt.*The views are: amendments, "):
        ask("selekt 1", published.settings)
    answer = ask("SELECT 1 AS a, NULL AS b", published.settings)
    assert (answer.columns, answer.rows) == (("a", "b"), ((1, None),))


@pytest.mark.parametrize("sql", ["", "  \n", ";", "-- only a comment", "/* and another */"])
def test_ask_needs_a_statement(published: Warehouse, sql: str) -> None:
    with pytest.raises(WarehouseError, match="no statement to run"):
        ask(sql, published.settings)


@pytest.mark.parametrize("sql", ["SELECT 1; SELECT 2", "PIVOT deals ON type USING count(*); SELECT 1"])
def test_ask_takes_one_statement_at_a_time(published: Warehouse, sql: str) -> None:
    with pytest.raises(BadSettingError, match="one statement at a time: these are 2"):
        ask(sql, published.settings)


def test_a_pivot_and_a_trailing_semicolon_are_one_statement(published: Warehouse) -> None:
    pivot = ask("PIVOT deals ON type USING count(*) GROUP BY status; -- as asked", published.settings)
    assert (pivot.columns, pivot.rows) == (("status", "acquisition"), (("announced", 1),))


ENDLESS = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range * b.range % 7 = 1"


def test_ask_gives_up_what_takes_too_long(published: Warehouse) -> None:
    begun = time.monotonic()
    with pytest.raises(WarehouseError, match=r"no answer within 0\.2 s"):
        ask(ENDLESS, published.settings, time_limit_s=0.2)
    assert time.monotonic() - begun < 10
    assert ask("SELECT 1", published.settings).rows == ((1,),)


def test_ctrl_c_ends_a_question(published: Warehouse) -> None:
    stop = Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    stop.start()
    with pytest.raises(KeyboardInterrupt):
        ask(ENDLESS, published.settings, time_limit_s=30)
    stop.join()


def test_ask_before_anything_was_published(warehouse: Warehouse) -> None:
    with pytest.raises(NotFoundError, match=r"no market\.duckdb .*gigawatch update"):
        ask("SELECT 1", warehouse.settings)
