"""The snapshot: complete, self-contained, swapped under readers without their noticing."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import NotFoundError, WarehouseError
from pipeline.vocabulary import Status
from tests.warehouse.stories import Warehouse, buys
from warehouse.alerts import read_unsent, reserve
from warehouse.ask import ask
from warehouse.connection import open_reader
from warehouse.publish import publish

NINE = ("$9 billion", "9000000000")


def test_snapshot_answers_without_the_warehouse(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07", value=NINE)
    warehouse.load(story)
    report = publish(warehouse.settings)
    assert (report.deals, report.figures, report.documents) == (1, 0, 1)
    warehouse.settings.warehouse_path.unlink()
    assert ask("SELECT status FROM deals_asof(now())", warehouse.settings).rows == (("announced",),)
    assert ask("SELECT text FROM documents", warehouse.settings).rows == ((story.document.text,),)
    everything = ask("SELECT view_name FROM duckdb_views() WHERE NOT internal", warehouse.settings).rows
    for (view,) in everything:
        ask(f"SELECT * FROM {view}", warehouse.settings)


def test_reader_of_the_old_snapshot_is_undisturbed(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.RUMORED, "2025-06-27"))
    publish(warehouse.settings)
    with open_reader(warehouse.settings.market_path) as reader:
        assert reader.execute("SELECT status FROM deals").fetchall() == [("rumored",)]
        warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
        publish(warehouse.settings)
        assert reader.execute("SELECT status, source_count FROM deals").fetchall() == [("rumored", 1)]
    assert ask("SELECT status FROM deals", warehouse.settings).rows == (("announced",),)


def test_parquet_has_every_view_and_no_stale_one(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    publish(warehouse.settings)
    folder = warehouse.settings.parquet_dir
    (folder / "gone.parquet").write_bytes(b"")
    publish(warehouse.settings)
    names = {file.stem for file in folder.iterdir()}
    assert {"deals", "citations", "documents", "who_pays_whom", "capex_by_company_year"} <= names
    assert "gone" not in names
    (deal,) = pq.read_table(folder / "deals.parquet").to_pylist()
    assert (deal["status"], deal["value_usd"]) == ("announced", 9000000000)


def test_nothing_is_left_beside_the_snapshot(warehouse: Warehouse) -> None:
    warehouse.load()
    publish(warehouse.settings)
    names = {path.name for path in warehouse.settings.data_dir.iterdir()}
    assert names == {"warehouse.duckdb", "market.duckdb", "parquet"}


def test_a_failed_publication_leaves_the_old_snapshot(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    publish(warehouse.settings)
    before = warehouse.settings.market_path.read_bytes()
    warehouse.settings.warehouse_path.write_bytes(b"broken " * 1000)
    with pytest.raises(WarehouseError, match="cannot open"):
        publish(warehouse.settings)
    assert warehouse.settings.market_path.read_bytes() == before


def test_who_is_mailed_is_not_published(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    reserve("desk@example.org", read_unsent("desk@example.org", warehouse.settings), warehouse.settings)
    publish(warehouse.settings)
    with pytest.raises(WarehouseError, match="ops_alerts"):
        ask("SELECT * FROM ops_alerts", warehouse.settings)
    assert b"desk@example.org" not in warehouse.settings.market_path.read_bytes()


def test_nothing_loaded_is_nothing_to_publish(warehouse: Warehouse) -> None:
    with pytest.raises(NotFoundError, match="nothing was loaded"):
        publish(warehouse.settings)


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
        "SELECT 1; COPY deals TO '{folder}/out.csv'",
    ],
)
def test_ask_neither_writes_nor_reads_files(warehouse: Warehouse, tmp_path: Path, sql: str) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    publish(warehouse.settings)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WarehouseError, match=r"The views are: .*deals_by_type_quarter"):
        ask(sql.format(folder=tmp_path), warehouse.settings)
    assert sorted(tmp_path.iterdir()) == before
    assert ask("SELECT count(*) FROM deals", warehouse.settings).rows == ((1,),)


def test_ask_repeats_what_duckdb_says(warehouse: Warehouse) -> None:
    warehouse.load()
    publish(warehouse.settings)
    with pytest.raises(WarehouseError, match=r"(?s)Parser Error.*selekt.*The views are: batches, "):
        ask("selekt 1", warehouse.settings)
    answer = ask("SELECT 1 AS a, NULL AS b", warehouse.settings)
    assert (answer.columns, answer.rows) == (("a", "b"), ((1, None),))


def test_ask_before_anything_was_published(warehouse: Warehouse) -> None:
    with pytest.raises(NotFoundError, match=r"no market\.duckdb .*gigawatch update"):
        ask("SELECT 1", warehouse.settings)
