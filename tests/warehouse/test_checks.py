"""Checks find what was planted, and say it."""

from __future__ import annotations

import pytest

from pipeline.errors import WarehouseError
from pipeline.vocabulary import Segment, Status
from tests.factories import figure_claim
from tests.warehouse.stories import Warehouse, buys, concerning
from warehouse.check import check_claims, check_deals
from warehouse.connection import open_writer
from warehouse.sql import list_sql

PLANTS = {
    "claim_quote_is_text": "UPDATE raw_documents SET text = 'X' || text",
    "claim_without_document": "DELETE FROM raw_documents",
    "claim_without_evidence": "UPDATE raw_deal_claims SET evidence = []",
    "claim_low_exceeds_high": "UPDATE raw_figure_claims SET low = high + 1",
    "claim_role_not_of_type": "UPDATE raw_deal_claims SET type = 'lease'",
    "claim_of_unknown_type": "UPDATE raw_deal_claims SET type = 'merger'",
    "claim_document_of_unknown_tier": "UPDATE raw_documents SET tier = 'rumour'",
    "claim_topic_without_deal": "UPDATE raw_topics SET deal_claim_id = 'nobody'",
    "deal_without_citation": "DELETE FROM core_deal_assignments",
    "deal_number_without_citation": "UPDATE core_deal_revisions SET value_low = 8e9",
    "deal_status_not_in_life": "UPDATE core_deal_revisions SET status = 'completed'",
    "deal_revision_gap": "UPDATE core_deal_revisions SET revision = 3",
    "deal_without_party": "UPDATE core_deal_revisions SET parties = []",
}  # fmt: skip


def test_every_check_has_a_plant() -> None:
    assert set(PLANTS) == {file.stem for file in list_sql("checks")}


@pytest.mark.parametrize("name", PLANTS)
def test_planted_violation_is_found(warehouse: Warehouse, name: str) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07", value=("$9 billion", "9000000000"))
    told = concerning(story, (Segment.DATA_CENTRES, "Data Centers", True))
    warehouse.load(told._replace(figures=(figure_claim(story.document, "$9 billion", "9"),)))
    check = check_claims if name.startswith("claim_") else check_deals
    with open_writer(warehouse.settings.warehouse_path) as connection:
        check(connection)
        connection.execute(PLANTS[name])
        with pytest.raises(WarehouseError, match=rf"check {name} failed:\n  \w+='"):
            check(connection)


def test_a_failed_check_undoes_the_resolution(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    with open_writer(warehouse.settings.warehouse_path) as connection:
        connection.execute("UPDATE core_deal_revisions SET status = 'completed'")
    with pytest.raises(WarehouseError, match="deal_status_not_in_life"):
        warehouse.load(buys(Status.ANNOUNCED, "2025-08-07", target="Westmark Power"))
    assert warehouse.rows("SELECT count(*) FROM core_deal_revisions") == [(1,)]
    assert warehouse.rows("SELECT count(*) FROM raw_deal_claims") == [(2,)]
    with open_writer(warehouse.settings.warehouse_path) as connection:
        connection.execute("UPDATE core_deal_revisions SET status = 'announced'")
    assert warehouse.load().new_deals == 1
