"""The picture cut by segment and theme, on rows written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.vocabulary import Segment, Status, Theme
from tests.warehouse.stories import Warehouse, buys, concerning

BILLION = Decimal(1000000000)


def test_documents_and_deals_carry_their_topics(warehouse: Warehouse) -> None:
    both = (Segment.DATA_CENTRES, "Data Centers")
    story = buys(Status.ANNOUNCED, "2025-07-07", value=("$9 billion", "9e9"))
    warehouse.load(
        concerning(story, (*both, False), (*both, True), (Theme.EDGE, "Halden", False)),
        buys(Status.ANNOUNCED, "2025-07-08", target="Westmark Power"),
    )
    assert warehouse.rows("SELECT title, segments, themes FROM documents ORDER BY published_on") == [
        (story.document.title, ["data_centres"], ["edge"]),
        ("Northgate Compute agrees to buy Westmark Power, wire of 2025-07-08 says.", [], []),
    ]
    assert warehouse.rows("SELECT segments, themes FROM deals ORDER BY announced_on") == [
        (["data_centres"], []),
        ([], []),
    ]
    start = story.document.text.index("Data Centers")
    assert warehouse.rows(
        "SELECT topic, words, span_start, span_end FROM topics WHERE deal_claim_id IS NOT NULL"
    ) == [("data_centres", ["Data Centers"], start, start + 12)]


def test_a_segment_of_the_document_yields_to_one_of_the_deal(warehouse: Warehouse) -> None:
    rumour = concerning(buys(Status.RUMORED, "2025-07-01"), (Segment.COMPUTE, "Compute", True), borrowed=True)
    news = concerning(buys(Status.ANNOUNCED, "2025-07-07"), (Segment.DATA_CENTRES, "Data Centers", True))
    warehouse.load(rumour, known_at=datetime(2025, 7, 1, tzinfo=UTC))
    warehouse.load(news, known_at=datetime(2025, 7, 7, tzinfo=UTC))
    assert warehouse.rows("SELECT segments FROM deals") == [(["data_centres"],)]
    then = "SELECT segments FROM deals_asof(TIMESTAMPTZ '2025-07-02 00:00:00Z')"
    assert warehouse.rows(then) == [(["compute"],)]


def test_a_newer_reading_replaces_the_topics_of_an_older(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07")
    older = concerning(story, (Segment.COMPUTE, "Compute", False), (Segment.COMPUTE, "Compute", True))
    warehouse.load(older, version="1")
    warehouse.load(concerning(story, (Segment.DATA_CENTRES, "Data Centers", True)), version="2")
    assert warehouse.rows("SELECT segments FROM documents") == [([],)]
    assert warehouse.rows("SELECT segments FROM deals") == [(["data_centres"],)]


def test_loading_twice_adds_no_topic(warehouse: Warehouse) -> None:
    story = concerning(buys(Status.ANNOUNCED, "2025-07-07"), (Segment.COMPUTE, "Compute", False))
    assert warehouse.load(story).topics == 1
    assert warehouse.load(story).topics == 0
    assert warehouse.rows("SELECT count(*) FROM topics") == [(1,)]


def test_market_by_topic_and_segment_quarter(warehouse: Warehouse) -> None:
    compute, sites = (Segment.COMPUTE, "Compute"), (Segment.DATA_CENTRES, "Data Centers")
    warehouse.load(
        concerning(
            buys(Status.ANNOUNCED, "2025-01-02", value=("$2 billion", "2e9")),
            (*compute, True),
            (*sites, True),
            (*sites, False),
        ),
        concerning(
            buys(Status.TERMINATED, "2025-02-01", target="Ostrava Grid", value=("$5 billion", "5e9")),
            (*compute, True),
            (Theme.REGULATION, "Grid", True),
        ),
        concerning(
            buys(Status.COMPLETED, "2025-04-01", target="Ridgeway Cloud", value=("$1 billion", "1e9")),
            (*compute, True),
        ),
    )
    assert warehouse.rows("SELECT * FROM market_by_topic") == [
        ("segment", "compute", 0, 3, 3 * BILLION),
        ("segment", "data_centres", 1, 1, 2 * BILLION),
        ("theme", "regulation", 0, 1, None),
    ]
    assert warehouse.rows("SELECT * FROM deals_by_segment_quarter") == [
        ("compute", date(2025, 4, 1), 1, 1 * BILLION, 1),
        ("compute", date(2025, 1, 1), 2, 2 * BILLION, 1),
        ("data_centres", date(2025, 1, 1), 1, 2 * BILLION, 1),
    ]
