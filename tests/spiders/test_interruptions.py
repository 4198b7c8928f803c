"""Crawls that are cut short: hosts that stall, transfers that break, spiders that die."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import CrawlError, SlowCrawlError
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from spiders.crawl import crawl
from spiders.rounds import read_rounds
from tests.spiders.captures import read_captures
from tests.spiders.web import Web, rss

Crawl = Callable[..., CrawlReport]

ODD_PAGE = """
from spiders.round import Round
from spiders.run import main

take_page = Round.take_page

async def take(self, lead, url, received):
    if url.endswith("/b"):
        raise KeyError("odd")
    await take_page(self, lead, url, received)

Round.take_page = take
main()
"""
"""A spider that has no rule for one page."""


def test_a_transfer_that_breaks_off_is_retried_then_landed_with_a_label(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", "only the beginn", announced=400)
    report = crawl_feed()
    assert report.quarantined == {"truncated": 1}
    assert web.asked().count("http://news.example/a") == 3
    assert read_captures(report.segments)[1].raw == b"only the beginn"


def test_a_spider_that_dies_is_an_error_with_the_end_of_its_log(
    web: Web, settings: Settings, crawl_feed: Crawl
) -> None:
    settings.data_dir.mkdir()
    settings.ledger_path.write_text("not a database, and long enough to be one: " + "x" * 200)
    with pytest.raises(
        CrawlError, match=r"news: the spider ended with status 1(.|\n)*file is not a database"
    ):
        crawl_feed()


def test_a_spider_that_fails_midway_tells_what_landed_and_that_it_failed(
    web: Web, settings: Settings, crawl_feed: Crawl
) -> None:
    links = [f"http://news.example/{name}" for name in "abc"]
    web.put("http://news.example/feed", rss(*links))
    for link in links:
        web.put(link, "page")
    with pytest.raises(CrawlError, match=r"while reading an answer \(KeyError\)") as failed:
        crawl_feed(runner=(sys.executable, "-c", ODD_PAGE))
    (remembered,) = read_rounds(settings.ledger_path)
    assert remembered.error is not None
    assert remembered.error.startswith("news: the spider ended with status 1: ")
    assert "(KeyError)" in remembered.error
    assert remembered.report is not None
    assert (remembered.report.answered, remembered.report.landed) == (1, 2)
    assert failed.value.report == remembered.report
    pages = [c.note.url for c in read_captures(remembered.report.segments)][1:]
    assert sorted(pages) == [links[0], links[2]]


@pytest.mark.slow
def test_a_spider_that_takes_too_long_is_stopped_and_its_landing_kept(
    web: Web, settings: Settings, crawl_feed: Crawl
) -> None:
    crawl_feed(politeness={"seconds": 2, "timeout_s": 5})
    web.put("http://news.example/feed", rss("http://news.example/a", "http://news.example/b"))
    web.put("http://news.example/a", "page")
    web.put("http://news.example/b", "page")
    with pytest.raises(SlowCrawlError, match=r"not done after 5 s"):
        crawl("news", settings, timeout_s=5)
    captures = read_captures(sorted(settings.landing_dir.glob("news/*.warc.gz")))
    landed = [capture.note.url for capture in captures if capture.status == 200]
    assert "http://news.example/feed" in landed
    assert list(settings.landing_dir.glob("news/*.part")) == []
    first, second = read_rounds(settings.ledger_path)
    assert first.report is not None
    assert (first.report.answered, first.error) == (0, None)
    assert second.error == "news: not done after 5 s"
    assert second.report is not None
    assert (second.report.answered, second.report.landed) == (1, len(landed) - 1)


@pytest.mark.slow
def test_a_page_that_drips_for_ever_does_not_hold_the_round(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/drip", "http://news.example/a"))
    web.put("http://news.example/drip", b"x" * 300, drip_s=0.1)
    web.put("http://news.example/a", "page")
    report = crawl_feed(politeness={"seconds": 0, "timeout_s": 0.2})
    assert (report.landed, report.quarantined) == (1, {"unavailable": 1})


@pytest.mark.slow
def test_after_a_kill_the_next_round_recovers_what_had_landed_and_fetches_the_rest(
    web: Web, settings: Settings, crawl_feed: Crawl, tmp_path: Path
) -> None:
    links = [f"http://news.example/{name}" for name in "abc"]
    crawl_feed()
    for link in links:
        web.put(link, "page")
    pid = tmp_path / "pid"
    web.put(links[1], "page", before=lambda: os.kill(int(pid.read_text()), signal.SIGKILL))
    web.put("http://news.example/feed", rss(*links), headers={"ETag": '"1"'})
    command = ("sh", "-c", f"echo $$ > {pid}; exec {sys.executable} -m spiders.run")
    with pytest.raises(CrawlError, match="the spider ended with status -9"):
        crawl("news", settings, runner=command)
    [part] = settings.landing_dir.glob("news/*.part")
    web.put(links[1], "page")
    web.visits.clear()
    report = crawl("news", settings)
    assert not part.exists()
    assert len(report.segments) == 2
    recovered, fetched = ([c.note.url for c in read_captures([path])] for path in report.segments)
    assert recovered[0] == "http://news.example/feed"
    assert links[1] in fetched
    assert sorted([*recovered[1:], *fetched]) == links
    assert report.not_modified == 1


def test_a_host_that_never_answers_leaves_a_note_without_a_response(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://nowhere.invalid/a"))
    report = crawl_feed()
    assert report.quarantined == {"unavailable": 1}
    capture = read_captures(report.segments)[1]
    assert capture.status is None
    assert capture.note.url == "http://nowhere.invalid/a"
