"""A subscriber is told of each piece of news once, whatever crashes."""

from __future__ import annotations

import pytest

from pipeline.errors import NotFoundError, WarehouseError
from pipeline.vocabulary import Status
from tests.warehouse.stories import Warehouse, buys
from warehouse.alerts import mark_sent, read_left_over, read_unsent, release, reserve

DESK, OTHER = "desk@example.org", "other@example.org"
EIGHT, NINE = ("$8 billion", "8000000000"), ("$9 billion", "9000000000")


def news(warehouse: Warehouse, subscriber: str = DESK) -> list[tuple[str, tuple[str, ...]]]:
    return [(alert.deal.status, alert.changes) for alert in read_unsent(subscriber, warehouse.settings)]


def send(warehouse: Warehouse, subscriber: str = DESK) -> str:
    alerts = read_unsent(subscriber, warehouse.settings)
    reservation = reserve(subscriber, alerts, warehouse.settings)
    mark_sent(reservation.message_id, warehouse.settings)
    return reservation.message_id


def test_news_is_told_once_to_each_subscriber(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.RUMORED, "2025-06-27", value=EIGHT))
    assert news(warehouse) == [("rumored", ("new",))]
    first = send(warehouse)
    assert news(warehouse) == []
    assert news(warehouse, OTHER) == [("rumored", ("new",))]
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    assert news(warehouse) == [("announced", ("announced_on", "sources", "status", "value"))]
    assert send(warehouse) != first
    assert first.startswith("<gigawatch.")
    assert first.endswith("@localhost>")


def test_the_alert_carries_its_sentences(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07", value=NINE)
    warehouse.load(story)
    (alert,) = read_unsent(DESK, warehouse.settings)
    (citation,) = alert.deal.citations
    assert (citation.quote, citation.url) == (story.document.text, story.document.url)


def test_one_more_source_is_no_news(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    send(warehouse)
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-09", value=NINE))
    assert warehouse.rows("SELECT max(revision) FROM deal_revisions") == [(2,)]
    assert news(warehouse) == []


def test_several_changes_between_two_mails_are_one_alert(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.RUMORED, "2025-06-27"))
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    ((status, changes),) = news(warehouse)
    assert status == "announced"
    assert {"new", "status"} <= set(changes)
    send(warehouse)
    assert news(warehouse) == []


def test_a_crash_between_sending_and_marking_mails_no_second_time(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    alerts = read_unsent(DESK, warehouse.settings)
    reservation = reserve(DESK, alerts, warehouse.settings)
    # The process dies here. The next round finds nothing to send, and the reservation to look at.
    assert news(warehouse) == []
    assert read_left_over(warehouse.settings) == (reservation,)
    mark_sent(reservation.message_id, warehouse.settings)
    assert read_left_over(warehouse.settings) == ()
    with pytest.raises(NotFoundError, match="no reserved message"):
        mark_sent(reservation.message_id, warehouse.settings)


def test_what_was_released_is_news_again_and_what_was_sent_cannot_be_released(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    refused = reserve(DESK, read_unsent(DESK, warehouse.settings), warehouse.settings)
    release(refused.message_id, warehouse.settings)
    assert news(warehouse) == [("announced", ("new",))]
    assert read_left_over(warehouse.settings) == ()
    sent = send(warehouse)
    with pytest.raises(NotFoundError, match="waits to be given back"):
        release(sent, warehouse.settings)
    assert news(warehouse) == []


def test_two_senders_cannot_reserve_the_same(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    alerts = read_unsent(DESK, warehouse.settings)
    reserve(DESK, alerts, warehouse.settings)
    with pytest.raises(WarehouseError, match="tells one of these deals already"):
        reserve(DESK, alerts, warehouse.settings)
    with pytest.raises(WarehouseError, match="nothing to reserve"):
        reserve(DESK, (), warehouse.settings)


def test_a_backfill_alerts_nobody_until_something_happens(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.RUMORED, "2025-06-27"), is_backfill=True)
    assert news(warehouse) == []
    warehouse.load(buys(Status.RUMORED, "2025-06-28"))
    assert news(warehouse) == []
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07"))
    ((status, changes),) = news(warehouse)
    assert status == "announced"
    assert "status" in changes
