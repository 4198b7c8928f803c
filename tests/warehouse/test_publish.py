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


def test_nothing_loaded_is_nothing_to_publish(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    with pytest.raises(NotFoundError, match="nothing was loaded"):
        publish(warehouse.settings)
