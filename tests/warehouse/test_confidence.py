"""How sure the picture is of a deal and of a figure, on rows written by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.vocabulary import Status
from tests.factories import document, figure_claim
from tests.warehouse.stories import Story, Warehouse, buys
from warehouse.publish import publish
from warehouse.read import read_deals


def sure(story: Story, confidence: float | None) -> Story:
    """The story, its deal claimed with this confidence."""
    return story._replace(
        deals=tuple(deal.model_copy(update={"confidence": confidence}) for deal in story.deals)
    )


def test_a_deal_is_as_sure_as_its_surest_claim(warehouse: Warehouse) -> None:
    warehouse.load(
        sure(buys(Status.RUMORED, "2025-07-01"), 0.4),
        sure(buys(Status.ANNOUNCED, "2025-07-07"), 0.75),
        sure(buys(Status.COMPLETED, "2025-08-07"), None),
    )
    assert warehouse.rows("SELECT source_count, confidence FROM deals") == [(3, 0.75)]
    claims = warehouse.rows("SELECT confidence FROM deal_claims ORDER BY told_on")
    assert claims == [(0.4,), (0.75,), (None,)]


def test_a_deal_that_no_reader_rated_has_no_confidence(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    assert warehouse.rows("SELECT confidence FROM deals") == [(None,)]


def test_what_was_known_earlier_was_known_with_the_confidence_of_then(warehouse: Warehouse) -> None:
    warehouse.load(sure(buys(Status.RUMORED, "2025-07-01"), 0.4), known_at=datetime(2025, 7, 1, tzinfo=UTC))
    warehouse.load(sure(buys(Status.ANNOUNCED, "2025-07-07"), 0.9), known_at=datetime(2025, 7, 7, tzinfo=UTC))
    assert warehouse.rows("SELECT confidence FROM deals") == [(0.9,)]
    then = "SELECT confidence FROM deals_asof(TIMESTAMPTZ '2025-07-02 00:00:00Z')"
    assert warehouse.rows(then) == [(0.4,)]


def test_a_newer_reading_corrects_the_confidence_without_a_revision(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07")
    warehouse.load(sure(story, 0.9), version="1")
    report = warehouse.load(sure(story, 0.6), version="2")
    assert report.changed_deals == 0
    assert warehouse.rows("SELECT confidence, revision FROM deals") == [(0.6, 1)]


def test_a_figure_keeps_the_confidence_of_its_claim(warehouse: Warehouse) -> None:
    source = document()
    told = figure_claim(source, "1,300 MW", "1300", confidence=0.55)
    warehouse.load(Story(source, figures=(told,)))
    assert warehouse.rows("SELECT confidence FROM figures") == [(0.55,)]


def test_a_deal_as_a_model_has_it(warehouse: Warehouse) -> None:
    warehouse.load(sure(buys(Status.ANNOUNCED, "2025-07-07"), 0.62))
    publish(warehouse.settings)
    (deal,) = read_deals(warehouse.settings)
    assert deal.confidence == 0.62
