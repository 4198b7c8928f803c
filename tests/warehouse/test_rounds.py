"""What the rounds tell: lag, blind windows, coverage by day, health of sources; worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.document import TimeSource
from pipeline.reports import CrawlReport, CrawlRound
from tests.factories import document
from tests.warehouse.stories import Story, Warehouse
from warehouse.load import load_batches

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_round(at: datetime, source: str = "alder", *, error: str | None = None, **counts: Any) -> CrawlRound:
    report = None if error else CrawlReport(source=source, **{"answered": 1, "entries": 5, **counts})
    return CrawlRound(
        source=source, kind="feed", every_minutes=60, started_at=at, ended_at=at + timedelta(minutes=1),
        error=error, report=report,
    )  # fmt: skip


def told(at: datetime, landed_after: timedelta, source: str = "alder") -> Story:
    made = document(
        f"Northgate Cloud said so at {at:%H:%M}.", url=f"http://{source}.example/{at:%d%H%M}", source=source
    )
    times = {"published_at": at, "landed_at": at + landed_after, "published_from": TimeSource.FEED}
    return Story(made.model_copy(update=times))


def remember(rounds: Sequence[CrawlRound], warehouse: Warehouse) -> list[datetime | None]:
    """When the newest round known before began."""
    known: list[datetime | None] = []

    def since(newest: datetime | None) -> Sequence[CrawlRound]:
        known.append(newest)
        return rounds

    load_batches([], warehouse.settings, rounds=since)
    return known


def test_rounds_load_once(warehouse: Warehouse) -> None:
    rounds = [a_round(NOON), a_round(NOON + HOUR, error="alder: not done after 5 s")]
    assert [remember(rounds, warehouse) for _ in range(2)] == [[None], [NOON + HOUR]]
    assert warehouse.rows("SELECT answered, trouble FROM ops_rounds ORDER BY started_at") == [
        (1, None),
        (0, "alder: not done after 5 s"),
    ]


def test_lag_counts_what_was_published_since_a_source_is_watched(warehouse: Warehouse) -> None:
    remember([a_round(NOON)], warehouse)
    minutes = (2, 4, 6, 8, 90)
    warehouse.load(
        told(NOON - 48 * HOUR, 48 * HOUR),
        *(told(NOON + n * HOUR, timedelta(minutes=lag)) for n, lag in enumerate(minutes)),
    )
    assert warehouse.rows("SELECT * FROM source_lag") == [("alder", "feed", 5, 6.0, 73.6)]


def test_from_twice_the_cadence_on_nobody_was_watching(warehouse: Warehouse) -> None:
    rounds = [
        a_round(NOON),
        a_round(NOON + 1.9 * HOUR),
        a_round(NOON + 2.9 * HOUR, answered=0, unanswered={"http://alder.example/feed": "answered 503"}),
        a_round(NOON + 3.9 * HOUR, error="alder: not done after 5 s"),
        a_round(NOON + 4.9 * HOUR),
    ]
    remember(rounds, warehouse)
    blind = warehouse.rows(
        "SELECT blind_from, blind_to, hours, failed_rounds, why FROM blind_windows WHERE NOT is_open"
    )
    start = NOON + 1.9 * HOUR + timedelta(minutes=1)
    assert blind == [(start, NOON + 4.9 * HOUR, 2.98, 2, "alder: not done after 5 s")]
    assert warehouse.rows("SELECT blind_from, why FROM blind_windows WHERE is_open") == [
        (NOON + 4.9 * HOUR + timedelta(minutes=1), "not asked")
    ]


def test_a_day_without_news_is_told_from_a_day_without_listening(warehouse: Warehouse) -> None:
    midnight = NOON - 12 * HOUR
    watched = [a_round(midnight + n * HOUR) for n in range(48)]
    later = [a_round(midnight + n * HOUR) for n in (72, 73, 96)]
    remember([*watched, *later], warehouse)
    warehouse.load(told(NOON, timedelta(minutes=5)))
    days = warehouse.rows("SELECT documents, blind_hours, told FROM coverage ORDER BY day LIMIT 4")
    assert days == [
        (1, 0.0, "news"),
        (0, 0.98, "blind"),  # the last round of the day ended a minute past eleven in the evening
        (0, 24.0, "blind"),
        (0, 22.98, "blind"),
    ]
    assert warehouse.rows("SELECT day::VARCHAR FROM coverage ORDER BY day LIMIT 1") == [("2026-03-02",)]


def test_a_watched_day_without_documents_had_no_news(warehouse: Warehouse) -> None:
    midnight = NOON - 12 * HOUR
    remember([a_round(midnight + n * HOUR) for n in range(50)], warehouse)
    assert warehouse.rows("SELECT documents, blind_hours, told FROM coverage ORDER BY day LIMIT 2") == [
        (0, 0.0, "no_news"),
        (0, 0.0, "no_news"),
    ]


def test_documents_without_a_date_are_no_news_of_the_day_they_were_fetched(warehouse: Warehouse) -> None:
    midnight = NOON - 12 * HOUR
    remember([a_round(midnight + n * HOUR) for n in range(50)], warehouse)
    undated = [
        Story(story.document.model_copy(update={"published_at": None, "published_from": None}))
        for story in (told(NOON, HOUR), told(NOON + 24 * HOUR, HOUR), told(NOON + 25 * HOUR, HOUR))
    ]
    warehouse.load(told(NOON, timedelta(minutes=5), source="birch"), *undated, told(NOON + HOUR, HOUR))
    assert warehouse.rows("SELECT documents, undated, told FROM coverage ORDER BY day LIMIT 2") == [
        (1, 1, "news"),
        (0, 2, "undated"),
    ]


@pytest.mark.parametrize(
    ("latest", "flags"),
    [
        ({"entries": 7}, (False, False)),
        ({"entries": 0}, (True, False)),
        ({"entries": 8, "unreadable_entries": 4}, (False, False)),
        ({"entries": 8, "unreadable_entries": 5}, (False, True)),
        ({"entries": 0, "broken": 1}, (True, True)),
        ({"entries": 0, "not_modified": 1}, (False, False)),
    ],
)
def test_a_source_that_gives_nothing_readable_is_flagged(
    warehouse: Warehouse, latest: dict[str, int], flags: tuple[bool, bool]
) -> None:
    remember([a_round(NOON), a_round(NOON + HOUR, **latest)], warehouse)
    assert warehouse.rows("SELECT is_empty, has_drifted FROM source_health") == [flags]


def test_health_tells_when_a_source_was_last_heard(warehouse: Warehouse) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    remember(
        [
            a_round(now - 3 * HOUR, landed=2),
            a_round(now - HOUR),
            a_round(now - 9 * HOUR, "birch", landed=1),
            a_round(now - HOUR, "birch", error="birch: not done after 5 s"),
        ],
        warehouse,
    )
    columns = "source, rounds, unanswered_rounds, landed_in_week, is_blind, trouble, last_landed_at"
    minute = timedelta(minutes=1)
    assert warehouse.rows(f"SELECT {columns} FROM source_health") == [
        ("birch", 2, 1, 1, True, "birch: not done after 5 s", now - 9 * HOUR + minute),
        ("alder", 2, 0, 2, False, None, now - 3 * HOUR + minute),
    ]
