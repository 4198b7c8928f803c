"""An analyst's merge is one more row."""

from __future__ import annotations

import pytest

from pipeline.errors import NotFoundError
from pipeline.vocabulary import Status
from tests.warehouse.stories import Warehouse, buys
from warehouse.alerts import read_unsent
from warehouse.merge import merge_deals


def test_merged_deals_are_one_and_the_past_stays(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.RUMORED, "2025-06-27", target="Project Osprey"),
        buys(Status.ANNOUNCED, "2025-07-07"),
        is_backfill=True,
    )
    osprey, halden = (id_ for (id_,) in warehouse.rows("SELECT id FROM deals ORDER BY first_reported_on"))
    merge_deals(halden, osprey, "code name", warehouse.settings)
    assert warehouse.rows("SELECT id, status, source_count FROM deals") == [(halden, "announced", 2)]
    before = "SELECT count(*) FROM deals_asof((SELECT min(known_at) FROM deal_revisions))"
    assert warehouse.rows(before) == [(2,)]
    reasons = {reason for (reason,) in warehouse.rows("SELECT reason FROM deal_sources")}
    assert "merged by an analyst: code name" in reasons
    assert warehouse.load().changed_deals == 0
    assert read_unsent("desk@example.org", warehouse.settings) == ()
    with pytest.raises(NotFoundError, match=osprey):
        merge_deals(halden, osprey, "again", warehouse.settings)
