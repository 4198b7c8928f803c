"""Batches load once, malformed ones are refused, and the others do not suffer."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.vocabulary import Role, Status
from tests.factories import figure_claim
from tests.warehouse.stories import Story, Warehouse, buys, tell, write_stories
from warehouse.load import load_batches
from warehouse.publish import publish

CONTENT = (
    "SELECT (SELECT count(*) FROM raw_documents), (SELECT count(*) FROM raw_deal_claims), "
    "(SELECT count(*) FROM core_deal_assignments), (SELECT count(*) FROM core_deal_revisions)"
)


def change(file: Path, column: str, value: object) -> None:
    rows = pq.read_table(file).to_pylist()
    rows[0][column] = value
    pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(file)), file)


def test_loading_twice_adds_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07", value=("$9 billion", "9000000000"))
    folder = write_stories(tmp_path / "b", story)
    first = load_batches([folder], warehouse.settings)
    assert (first.batches, first.documents, first.deal_claims, first.new_deals) == (1, 1, 1, 1)
    before = warehouse.rows(CONTENT)
    again = load_batches([folder, folder], warehouse.settings)
    assert again == type(again)()
    assert warehouse.rows(CONTENT) == before == [(1, 1, 1, 1)]


def test_the_same_document_in_another_batch_is_kept_once(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07")
    warehouse.load(story)
    report = warehouse.load(story, buys(Status.COMPLETED, "2025-09-01"))
    assert (report.documents, report.deal_claims, report.new_deals) == (1, 1, 0)


@pytest.mark.parametrize(
    ("file", "column", "value", "reason"),
    [
        ("deal_claims", "evidence", [{"start": 0, "end": 5, "quote": "wrong"}], "claim_quote_is_text"),
        ("deal_claims", "evidence", [], "claim_without_evidence"),
        ("deal_claims", "document_id", "doc_0", "claim_without_document"),
        ("deal_claims", "type", "merger", "claim_of_unknown_type"),
        ("deal_claims", "status", "closed", "claim_of_unknown_type"),
        ("deal_claims", "parties", [{"name": "A", "role": "lender"}], "claim_role_not_of_type"),
        ("deal_claims", "amounts", [{"low": 2, "high": 1}], "claim_low_exceeds_high"),
        ("deal_claims", "amounts", None, "NOT NULL"),
        ("documents", "tier", "rumour", "claim_document_of_unknown_tier"),
    ],
)
def test_malformed_batch_is_refused_and_the_others_load(
    warehouse: Warehouse, tmp_path: Path, file: str, column: str, value: object, reason: str
) -> None:
    bad = write_stories(tmp_path / "bad", buys(Status.ANNOUNCED, "2025-07-07"))
    good = write_stories(tmp_path / "good", buys(Status.ANNOUNCED, "2025-08-01", target="Westmark Power"))
    change(bad / f"{file}.parquet", column, value)
    report = load_batches([bad, good], warehouse.settings)
    assert list(report.refused) == [str(bad)]
    assert reason in report.refused[str(bad)]
    assert (report.batches, report.new_deals) == (1, 1)
    assert warehouse.rows("SELECT count(*) FROM raw_documents") == [(1,)]


def test_incomplete_and_broken_folders_are_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    folders = {
        name: write_stories(tmp_path / name, buys(Status.ANNOUNCED, "2025-07-07"))
        for name in ("unfinished", "no_json", "no_file", "no_parquet", "no_column")
    }
    (folders["unfinished"] / "extraction.json").unlink()
    (folders["no_json"] / "extraction.json").write_text("{")
    (folders["no_file"] / "refusals.parquet").unlink()
    (folders["no_parquet"] / "documents.parquet").write_bytes(b"PAR?")
    claims = folders["no_column"] / "deal_claims.parquet"
    pq.write_table(pq.read_table(claims).drop_columns(["status"]), claims)
    report = load_batches([*folders.values(), tmp_path / "nowhere"], warehouse.settings)
    assert set(report.refused) == {*(str(folder) for folder in folders.values()), str(tmp_path / "nowhere")}
    assert "never completed" in report.refused[str(folders["unfinished"])]
    assert "refusals.parquet" in report.refused[str(folders["no_file"])]
    assert "status" in report.refused[str(folders["no_column"])]
    assert warehouse.rows(CONTENT) == [(0, 0, 0, 0)]


def test_a_refused_batch_loads_once_it_is_mended(warehouse: Warehouse, tmp_path: Path) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07")
    folder = write_stories(tmp_path / "b", story)
    change(folder / "deal_claims.parquet", "status", "closed")
    assert load_batches([folder], warehouse.settings).refused
    write_stories(folder, story)
    assert load_batches([folder], warehouse.settings).new_deals == 1


def test_spans_count_characters_beyond_the_basic_plane(warehouse: Warehouse) -> None:
    parties: dict[Role, str | tuple[str, ...]] = {
        Role.ACQUIRER: "Nordström 𝔾roup",
        Role.TARGET: "Halden 数据",
    }
    sentence = "😀 Nordström 𝔾roup buys Halden 数据 for €1 billion."
    warehouse.load(tell(sentence, Status.ANNOUNCED, "2025-07-07", parties))
    assert warehouse.rows("SELECT DISTINCT sentence FROM citations") == [(sentence,)]


def test_absurd_numbers_and_dates_stop_nobody(warehouse: Warehouse) -> None:
    huge = "9" * 18  # the largest that a claim can hold
    absurd = buys(Status.COMPLETED, "2025-07-07", value=("buy", huge), currency="EUR", mw=("wire", huge))
    late = absurd.deals[0].model_copy(update={"date": "9999-12"})
    other = buys(Status.TERMINATED, "2025-07-08", target="Westmark Power")
    odd = other.deals[0].model_copy(update={"date": "0000-02-30"})
    warehouse.load(Story(absurd.document, (late,)), Story(other.document, (odd,)))
    warehouse.load(buys(Status.RUMORED, "2025-07-09", value=("$9 billion", "9000000000")))
    assert publish(warehouse.settings).deals == 3
    assert [
        str(value) for (value,) in warehouse.rows("SELECT value_low FROM deals WHERE value_low > 1e17")
    ] == [f"{huge}.00"]


def life() -> tuple[Story, ...]:
    nine = ("$9 billion", "9000000000")
    other = buys(Status.ANNOUNCED, "2025-07-20", target="Westmark Power")
    figure = figure_claim(other.document, "2025", "2025", unit="count")
    return (
        buys(Status.RUMORED, "2025-06-27", value=("$8 billion", "8000000000")),
        buys(Status.ANNOUNCED, "2025-07-07", value=nine),
        buys(Status.ANNOUNCED, "2025-07-08", acquirer="Northgate", value=nine),
        buys(Status.COMPLETED, "2025-12-01", target="Halden Data Centers plc"),
        Story(other.document, other.deals, (figure,)),
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), cut=st.integers(0, 5))
def test_resolution_depends_neither_on_order_nor_on_batches(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    stories = [life()[number] for number in order]
    batches = [write_stories(folder / "a", *stories[:cut]), write_stories(folder / "b", *stories[cut:])]
    warehouse = Warehouse(folder)
    load_batches(batches, warehouse.settings)
    load_batches(batches[::-1], warehouse.settings)
    found = warehouse.rows(
        "SELECT id, status, value_low, source_count, revision FROM deals ORDER BY source_count"
    )
    straight = Warehouse(tmp_path_factory.mktemp("straight"))
    straight.load(*life())
    assert found == straight.rows(
        "SELECT id, status, value_low, source_count, revision FROM deals ORDER BY source_count"
    )
    assert [row[3:] for row in found] == [(1, 1), (4, 1)]


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(range(5)))
def test_ids_outlive_whatever_comes_later(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    warehouse = Warehouse(tmp_path_factory.mktemp("later"))
    known: dict[str, str] = {}
    for number in order:
        warehouse.load(life()[number])
        now = dict(warehouse.rows("SELECT deal_claim_id, deal_id FROM deal_sources"))
        assert known.items() <= now.items()
        known = now
    assert {deal for (deal,) in warehouse.rows("SELECT id FROM deals")} == set(known.values())
