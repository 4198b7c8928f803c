"""Cadence: a source is left alone until it is due, and asked at once where anything is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture import CaptureKind
from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from spiders.cadence import due_times, waiting
from spiders.leads import Lead
from spiders.ledger import Ledger, State
from spiders.sources import Source, load_sources
from tests.spiders.web import Web, feed_source, rss

FEED = "https://news.example/feed"
PAGE = Lead(url="https://news.example/1", kind=CaptureKind.ARTICLE, found_in=FEED)


def news(minutes: int = 60) -> Source:
    return feed_source(every_minutes=minutes, urls=[FEED])


def test_without_a_ledger_everything_is_due_and_none_is_made(tmp_path: Path) -> None:
    ledger = tmp_path / "data" / "crawl.sqlite"
    assert due_times([news()], ledger) == {"news": None}
    assert not ledger.parent.exists()


def test_an_answer_puts_the_next_off_by_most_of_a_cadence(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        ledger.answered("news", FEED)
        ledger.answered("other", "https://other.example/feed")
    due = due_times([news(60), news(10).model_copy(update={"name": "new"})], tmp_path / "crawl.sqlite")
    assert due["new"] is None
    assert due["news"] is not None
    # Four fifths of an hour: a round once an hour must find it due, though it answered some seconds in.
    assert timedelta(minutes=47, seconds=59) < due["news"] - before < timedelta(minutes=49)


def test_pages_never_asked_for_make_a_source_due_and_failed_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with Ledger(path) as ledger:
        ledger.answered("news", FEED)
        ledger.add_leads("news", [PAGE])
        assert due_times([news()], path) == {"news": None}
        ledger.settle("news", PAGE, State.PENDING, "answered 503")
        assert due_times([news()], path)["news"] is not None


def test_pages_of_a_host_without_a_turn_hurry_nobody(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    more = PAGE.model_copy(update={"url": "https://news.example/2"})
    with Ledger(path) as ledger:
        ledger.answered("news", FEED)
        ledger.add_leads("news", [PAGE, more])
        ledger.put_off(PAGE)
        assert due_times([news()], path)["news"] is not None
        assert ledger.pending("news") == [PAGE, more]
        ledger.add_leads("news", [PAGE.model_copy(update={"url": "https://other.example/1"})])
        assert due_times([news()], path) == {"news": None}


def test_a_source_whose_pages_only_rest_keeps_its_cadence(
    web: Web, settings: Settings, crawl_feed: Callable[..., CrawlReport]
) -> None:
    web.put("http://other.example/robots.txt", "User-agent: *\nCrawl-delay: 4000\n")
    links = [f"http://other.example/{number}" for number in range(3)]
    web.put("http://news.example/feed", rss(*links))
    web.put(links[0], "page")
    web.put(links[1], "page")
    report = crawl_feed()
    assert (report.landed, report.refused) == (1, {"asked_to_rest": 2})
    due = due_times(load_sources(settings.sources_dir), settings.ledger_path)
    assert list(waiting(due)) == ["news"]


def test_a_crawl_makes_its_source_wait(
    web: Web, settings: Settings, crawl_feed: Callable[..., CrawlReport]
) -> None:
    web.put("http://news.example/feed", rss("http://news.example/1"))
    web.put("http://news.example/1", "<html><p>Words.</p></html>")
    crawl_feed()
    due = due_times(load_sources(settings.sources_dir), settings.ledger_path)
    assert list(waiting(due)) == ["news"]


def test_a_ledger_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    path.write_text("no database at all, but long enough to be taken for one" * 10)
    with pytest.raises(CrawlError, match=r"crawl\.sqlite cannot be read"):
        due_times([news()], path)


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TIMES = st.none() | st.integers(-100, 100).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), TIMES))
def test_whoever_waits_is_due_later_and_the_soonest_stands_first(due: dict[str, datetime | None]) -> None:
    later = waiting(due, NOW)
    assert list(later.values()) == sorted(later.values())
    assert {name for name in due if name not in later} == {
        name for name, at in due.items() if at is None or at <= NOW
    }
