"""Real crawls of a tiny real web, one subprocess each."""

from __future__ import annotations

import gzip
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.capture import CaptureKind
from pipeline.errors import BadSettingError, NotFoundError
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from pipeline.vocabulary import QuarantineReason
from spiders.crawl import crawl
from tests.spiders.captures import read_captures
from tests.spiders.web import Page, Web, rss

Crawl = Callable[..., CrawlReport]


def test_a_response_lands_as_received_with_what_the_feed_said(web: Web, crawl_feed: Crawl) -> None:
    packed = gzip.compress(b"<p>Nine billion dollars.</p>", mtime=0)
    web.put("http://news.example/feed", rss("http://news.example/a?utm_source=feed"), headers={"ETag": '"1"'})
    web.put(
        "http://news.example/a",
        packed,
        headers={"Content-Type": "text/html", "Content-Encoding": "gzip", "X-Odd-Case": "kept"},
    )
    report = crawl_feed(country="GB")
    assert (report.landed, report.quarantined, report.refused) == (1, {}, {})
    feed, page = read_captures(report.segments)
    assert feed.note.kind is CaptureKind.FEED
    assert page.note.kind is CaptureKind.ARTICLE
    assert page.raw == packed
    assert page.decoded == b"<p>Nine billion dollars.</p>"
    assert ("X-Odd-Case", "kept") in page.headers
    assert page.note.url == "http://news.example/a"
    assert page.note.found_in == "http://news.example/feed"
    assert page.note.title == "Story at http://news.example/a?utm_source=feed"
    assert page.note.country == "GB"


def test_a_second_round_lands_nothing_and_asks_only_whether_the_feed_is_still_the_same(
    web: Web, crawl_feed: Crawl
) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"), headers={"ETag": '"1"'})
    web.put("http://news.example/a", "page")
    crawl_feed()
    web.visits.clear()
    second = crawl_feed()
    assert (second.landed, second.not_modified, second.segments) == (0, 1, ())
    assert web.asked() == ["http://news.example/feed"]


def test_an_unchanged_feed_without_validators_is_not_archived_again(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", "page")
    crawl_feed()
    assert crawl_feed().segments == ()


def test_a_chunked_body_lands_whole_and_readers_are_not_told_to_dechunk_it(
    web: Web, crawl_feed: Crawl
) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", "5\r\nlooks like a chunk", chunked=True)
    page = read_captures(crawl_feed().segments)[1]
    assert page.raw == page.decoded == b"5\r\nlooks like a chunk"
    assert ("X-Crawl-Transfer-Encoding", "chunked") in page.headers


def test_a_redirect_lands_under_the_address_that_answered_and_only_once(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/old"))
    web.put("http://news.example/old", "", status=301, headers={"Location": "http://other.example/new"})
    web.put("http://other.example/new", "page")
    first = crawl_feed()
    assert [c.note.url for c in read_captures(first.segments)][1:] == ["http://other.example/new"]
    web.put("http://news.example/feed", rss("http://news.example/old", "http://other.example/new"))
    assert crawl_feed().landed == 0


@pytest.mark.slow
def test_a_missing_story_is_noted_once_and_given_up_after_three_rounds(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/gone"), headers={"ETag": '"1"'})
    rounds = [crawl_feed() for _ in range(4)]
    assert [r.quarantined for r in rounds] == [{"not_found": 1}, {}, {}, {}]
    assert web.asked().count("http://news.example/gone") == 3
    capture = read_captures(rounds[0].segments)[1]
    assert capture.status == 404
    assert capture.decoded == b"no such page"
    assert [p.reason for p in capture.note.problems] == [QuarantineReason.NOT_FOUND]


def test_a_503_that_heals_within_the_retries_is_no_problem(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.pages["http://news.example/a"] = [Page(status=503), Page(status=503), Page(b"page")]
    report = crawl_feed()
    assert (report.landed, report.quarantined) == (1, {})


@pytest.mark.slow
def test_a_503_that_lasts_is_noted_and_fetched_in_a_later_round(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"), headers={"ETag": '"1"'})
    web.put("http://news.example/a", "busy", status=503)
    assert crawl_feed().quarantined == {"unavailable": 1}
    web.put("http://news.example/a", "page")
    healed = crawl_feed()
    assert (healed.landed, healed.not_modified) == (1, 1)
    [page] = read_captures(healed.segments)
    assert page.decoded == b"page"
    assert page.note.title == "Story at http://news.example/a"
    assert page.note.problems == ()


def test_truncated_gzip_lands_as_received_and_is_labelled(web: Web, crawl_feed: Crawl) -> None:
    half = gzip.compress(bytes(range(256)) * 40, mtime=0)[:150]
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", half, headers={"Content-Encoding": "gzip"})
    report = crawl_feed()
    assert (report.landed, report.quarantined) == (1, {"truncated": 1})
    assert read_captures(report.segments)[1].raw == half
    again = crawl_feed()
    assert (again.landed, again.quarantined) == (0, {})
    web.put("http://news.example/a", "whole")
    whole = crawl_feed()
    assert [(c.raw, c.note.problems) for c in read_captures(whole.segments)] == [(b"whole", ())]


def test_what_is_labelled_gzip_and_is_none_still_lands(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", "plain words", headers={"Content-Encoding": "gzip"})
    report = crawl_feed()
    assert (report.landed, report.quarantined) == (1, {"unreadable": 1})
    assert read_captures(report.segments)[1].raw == b"plain words"


def test_a_page_that_is_no_html_lands_too(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a.pdf"))
    web.put("http://news.example/a.pdf", b"%PDF-1.7\n\xff\xfe", headers={"Content-Type": "application/pdf"})
    assert read_captures(crawl_feed().segments)[1].raw == b"%PDF-1.7\n\xff\xfe"


def test_a_page_above_the_limit_is_not_fetched_whole(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    web.put("http://news.example/a", b"x" * 20_000_001)
    report = crawl_feed()
    assert (report.landed, report.quarantined) == (0, {"too_large": 1})


def test_a_broken_feed_and_a_bad_entry_are_problems_of_the_feed_and_noted_once(
    web: Web, crawl_feed: Crawl
) -> None:
    web.put("http://news.example/feed", "<html><p>Please log in</p></html>")
    broken = [crawl_feed(), crawl_feed()]
    assert [r.quarantined for r in broken] == [{"malformed_feed": 1}, {}]
    web.put("http://news.example/a", "page")
    web.put(
        "http://news.example/feed",
        rss("http://news.example/a", extra="<item><title>No way in</title><pubDate>soon</pubDate></item>"),
    )
    healed = crawl_feed()
    assert (healed.landed, healed.quarantined) == (1, {"malformed_entry": 1})
    [problem] = read_captures(healed.segments)[0].note.problems
    assert problem.detail == "entry 'No way in' has no link"


def test_headline_only_sources_keep_the_feed_and_leave_the_pages(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a"))
    report = crawl_feed(headline_only=True)
    assert (report.landed, report.refused) == (1, {})
    assert web.asked() == ["http://news.example/feed"]
    [feed, headline] = read_captures(report.segments)
    assert (feed.note.kind, headline.status) == (CaptureKind.FEED, None)
    said = (headline.note.kind, headline.note.url, headline.note.title, headline.note.found_in)
    assert said == (
        CaptureKind.HEADLINE,
        "http://news.example/a",
        "Story at http://news.example/a",
        "http://news.example/feed",
    )


def test_more_pages_than_a_round_may_ask_for_wait_for_the_next(web: Web, crawl_feed: Crawl) -> None:
    links = [f"http://news.example/{n}" for n in range(3)]
    web.put("http://news.example/feed", rss(*links), headers={"ETag": '"1"'})
    for link in links:
        web.put(link, "page")
    assert [crawl_feed(pages_per_round=2).landed for _ in range(3)] == [2, 1, 0]


def test_a_live_source_is_not_crawled_without_a_contact(
    settings: Settings, web: Web, crawl_feed: Crawl
) -> None:
    with pytest.raises(BadSettingError, match=r"GIGAWATCH_CONTACT is not set.*live source.*Name email"):
        crawl_feed(live=True)
    assert web.visits == []
    assert not settings.ledger_path.exists()


def test_the_user_agent_is_the_plain_contact(web: Web, settings: Settings, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss())
    crawl_feed()
    named = settings.model_copy(update={"contact": "Example Research desk@example.org"})
    crawl("news", named)
    agents = [visit.headers["User-Agent"] for visit in web.visits]
    assert agents == ["Gigawatch", "Gigawatch", *["Example Research desk@example.org"] * 2]
    assert {visit.headers["Accept-Encoding"] for visit in web.visits} == {"gzip, deflate"}


def test_an_unknown_source_is_named_with_those_there_are(settings: Settings, crawl_feed: Crawl) -> None:
    crawl_feed()
    with pytest.raises(NotFoundError, match="no source 'nws'; there are news"):
        crawl("nws", settings)


def test_the_ledger_says_when_a_source_answered_and_with_how_much(
    web: Web, settings: Settings, crawl_feed: Crawl
) -> None:
    web.put("http://news.example/feed", rss("http://news.example/a", "http://news.example/b"))
    crawl_feed()
    with sqlite3.connect(settings.ledger_path) as db:
        [(url, entries, answered_at)] = db.execute("select url, entries, answered_at from indexes").fetchall()
    assert (url, entries) == ("http://news.example/feed", 2)
    assert answered_at.endswith("+00:00")


def test_a_feed_cut_short_is_used_as_far_as_it_goes_and_asked_for_again(web: Web, crawl_feed: Crawl) -> None:
    packed = gzip.compress(rss(*(f"http://news.example/{n * 7919}" for n in range(40))).encode(), mtime=0)
    web.put("http://news.example/feed", packed[:-60], headers={"Content-Encoding": "gzip", "ETag": '"1"'})
    report = crawl_feed(headline_only=True)
    assert report.quarantined == {"truncated": 1}
    assert report.landed in range(20, 40)
    web.put("http://news.example/feed", packed, headers={"Content-Encoding": "gzip", "ETag": '"1"'})
    whole = crawl_feed(headline_only=True)
    assert whole.not_modified == 0
    assert report.landed + whole.landed == 40


def test_a_feed_that_does_not_answer_is_told_of_every_round(web: Web, crawl_feed: Crawl) -> None:
    urls = [f"http://news.example/{name}" for name in ("feed", "broken")] + ["http://nowhere.invalid/feed"]
    web.put(urls[0], rss("http://news.example/a"), headers={"ETag": '"1"'})
    web.put("http://news.example/a", "page")
    web.put(urls[1], "", status=401)
    for news in ({"unavailable": 2}, {}):
        report = crawl_feed(urls=urls)
        assert (report.answered, report.quarantined) == (1, news)
        assert report.unanswered[urls[1]] == "answered 401 Unauthorized"
        assert "CannotResolveHostError" in report.unanswered[urls[2]]
        assert len(report.unanswered) == 2


def test_a_feed_that_robots_txt_forbids_is_one_without_an_answer(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/robots.txt", "User-agent: *\nDisallow: /feed\n")
    report = crawl_feed()
    assert report.unanswered == {"http://news.example/feed": "not asked: robots"}
    assert (report.answered, report.refused) == (0, {"robots": 1})


def test_a_spider_is_not_told_our_settings(
    settings: Settings, crawl_feed: Crawl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIGAWATCH_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("OTHER", "kept")
    crawl_feed()
    command = ("sh", "-c", f"env > {tmp_path}/environment; exec {sys.executable} -m spiders.run")
    crawl("news", settings, runner=command)
    told = (tmp_path / "environment").read_text()
    assert "OTHER=kept" in told
    assert "GIGAWATCH_" not in told
