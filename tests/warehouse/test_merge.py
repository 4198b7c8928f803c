"""An analyst's merge is one more row."""

from __future__ import annotations

import pytest

from pipeline.errors import NotFoundError
from pipeline.vocabulary import Status
from tests.warehouse.stories import Warehouse, buys
from warehouse.alerts import read_unsent
from warehouse.cite import cite
from warehouse.merge import merge_deals, unmerge_deal
from warehouse.publish import publish


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
    now = f"it was merged and is part of {halden} now; gigawatch unmerge {osprey} undoes that"
    for kept, merged in ((halden, osprey), (osprey, halden)):
        with pytest.raises(NotFoundError, match=f"'{osprey}' is no deal that could be merged: {now}"):
            merge_deals(kept, merged, "again", warehouse.settings)
    with pytest.raises(NotFoundError, match=f"it took in {osprey}; gigawatch unmerge {osprey} undoes that"):
        unmerge_deal(halden, warehouse.settings)
    publish(warehouse.settings)
    with pytest.raises(NotFoundError, match=f"nothing has the id '{osprey}' any more: {now}"):
        cite(osprey, warehouse.settings)
    unmerge_deal(osprey, warehouse.settings)
    with pytest.raises(NotFoundError, match=r"merged into another one$"):
        unmerge_deal(osprey, warehouse.settings)


def test_an_undone_merge_gives_each_deal_its_own_claims_back(warehouse: Warehouse) -> None:
    names = ("Project Osprey", "Project Heron", "Halden Data Centers")
    told = [buys(Status.ANNOUNCED, f"2025-07-0{day}", target=name) for day, name in enumerate(names, 1)]
    warehouse.load(*told, is_backfill=True)
    by_day = "SELECT id, source_count FROM deals ORDER BY first_reported_on"
    osprey, heron, halden = (id_ for id_, _ in warehouse.rows(by_day))
    merge_deals(heron, osprey, "code name", warehouse.settings)
    merge_deals(halden, heron, "code name", warehouse.settings)
    warehouse.load(buys(Status.COMPLETED, "2025-08-01"), is_backfill=True)
    # What came later stays with Halden; what Heron had taken in stays with Heron.
    unmerge_deal(heron, warehouse.settings)
    assert warehouse.rows(by_day) == [(heron, 2), (halden, 2)]
    unmerge_deal(osprey, warehouse.settings)
    assert warehouse.rows(by_day) == [(osprey, 1), (heron, 1), (halden, 2)]
    assert warehouse.load().changed_deals == 0
    assert read_unsent("desk@example.org", warehouse.settings) == ()
    for whole in (osprey, heron, halden):
        with pytest.raises(NotFoundError, match=f"{whole}.* is no deal that was merged"):
            unmerge_deal(whole, warehouse.settings)
