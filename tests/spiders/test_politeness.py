"""Robots, rates and refusals, shown at a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from spiders.hosts import read_rests
from spiders.landing import Landing
from spiders.urls import host_of
from tests.spiders.captures import read_captures
from tests.spiders.drill import four_crawls
from tests.spiders.web import Page, Web, rss, running_web

Crawl = Callable[..., CrawlReport]


def pages(web: Web, *names: str) -> None:
    """Puts pages and a feed of them on the web."""
    links = [f"http://news.example/{name}" for name in names]
    web.put("http://news.example/feed", rss(*links), headers={"ETag": '"1"'})
    for link in links:
        web.put(link, "page")


def test_robots_txt_is_obeyed_and_what_it_forbids_is_counted_once(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/robots.txt", "User-agent: *\nDisallow: /private/\n")
    pages(web, "open", "private/a")
    assert [(r.landed, dict(r.refused)) for r in (crawl_feed(), crawl_feed())] == [
        (1, {"robots": 1}),
        (0, {}),
    ]
    assert web.asked().count("http://news.example/open") == 1
    assert not any("private" in url for url in web.asked())


def test_pages_that_wait_for_a_robots_txt_together_all_obey_it(web: Web, crawl_feed: Crawl) -> None:
    links = [f"http://other.example/private/{name}" for name in "abcd"]
    web.put("http://news.example/feed", rss(*links))
    web.put("http://other.example/robots.txt", "User-agent: *\nDisallow: /private/\n")
    assert crawl_feed().refused == {"robots": 4}
    assert web.asked() == ["http://news.example/feed"]


def test_a_redirect_into_a_forbidden_path_is_refused_too(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/robots.txt", "User-agent: *\nDisallow: /private/\n")
    pages(web, "a")
    web.put("http://news.example/a", "", status=302, headers={"Location": "/private/a"})
    web.put("http://news.example/private/a", "secret")
    report = crawl_feed()
    assert (report.landed, report.refused) == (0, {"robots": 1})


def test_a_robots_txt_that_fails_with_5xx_forbids_everything_and_404_nothing(
    web: Web, crawl_feed: Crawl
) -> None:
    pages(web, "a")
    web.put("http://news.example/robots.txt", "User-agent: *\nDisallow:", status=500)
    report = crawl_feed()
    assert (web.asked(), report.quarantined) == ([], {"unavailable": 1})
    assert "robots.txt answered 500" in report.unanswered["http://news.example/feed"]
    web.put("http://news.example/robots.txt", "User-agent: *\nDisallow: /", status=404)
    assert crawl_feed().landed == 1


def test_two_requests_to_a_host_are_as_far_apart_as_the_source_says(web: Web, crawl_feed: Crawl) -> None:
    pages(web, "a", "b", "c")
    crawl_feed(politeness={"seconds": 0.4, "timeout_s": 5})
    gaps = [later.at - earlier.at for earlier, later in pairwise(web.visits)]
    assert len(gaps) == 4
    assert min(gaps) >= 0.35


@pytest.mark.slow
def test_a_longer_crawl_delay_of_robots_txt_wins(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/robots.txt", "User-agent: *\nCrawl-delay: 1.5\n")
    pages(web, "a")
    crawl_feed()
    feed, page = [visit.at for visit in web.visits][1:]
    assert page - feed >= 1.4


@pytest.fixture
def inside() -> Iterator[Web]:
    """A server on loopback that no route leads to: somebody's private machine."""
    with running_web() as inside:
        yield inside


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_a_link_to_a_private_address_is_refused(web: Web, inside: Web, crawl_feed: Crawl, host: str) -> None:
    web.put("http://news.example/feed", rss(f"http://{host}:{inside.port}/admin"))
    report = crawl_feed()
    assert (report.landed, report.refused) == (0, {"private_address": 1})
    assert inside.visits == []


def test_a_redirect_to_a_private_address_is_refused(web: Web, inside: Web, crawl_feed: Crawl) -> None:
    pages(web, "a")
    target = f"http://127.0.0.1:{inside.port}/admin"
    web.put("http://news.example/a", "", status=302, headers={"Location": target})
    assert crawl_feed().refused == {"private_address": 1}
    assert inside.visits == []


def test_a_link_to_a_file_is_a_bad_entry(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("file:///etc/hostname"))
    report = crawl_feed()
    assert (report.quarantined, report.refused) == ({"malformed_entry": 1}, {})
    assert "not an http(s) address" in read_captures(report.segments)[0].note.problems[0].detail


def test_entries_off_the_hosts_of_the_source_are_refused(web: Web, crawl_feed: Crawl) -> None:
    web.put("http://news.example/feed", rss("http://other.example/a"))
    assert crawl_feed(hosts=["news.example"]).refused == {"off_site": 1}
    assert web.asked() == ["http://news.example/feed"]


def test_a_redirect_off_the_hosts_of_the_source_is_refused(web: Web, crawl_feed: Crawl) -> None:
    pages(web, "a")
    web.put("http://news.example/a", "", status=302, headers={"Location": "http://other.example/a"})
    web.put("http://other.example/a", "an advertisement")
    rounds = [crawl_feed(hosts=["news.example"]) for _ in range(2)]
    assert [(report.landed, dict(report.refused)) for report in rounds] == [(0, {"off_site": 1}), (0, {})]
    assert [capture.note.url for capture in read_captures(rounds[0].segments)] == ["http://news.example/feed"]


def test_a_routed_https_address_is_asked_in_plain_http_and_stays_https_in_the_archive(
    web: Web, crawl_feed: Crawl
) -> None:
    web.put("http://news.example/feed", rss("https://news.example/a"))
    web.put("http://news.example/a", "page")
    assert read_captures(crawl_feed().segments)[1].note.url == "https://news.example/a"


def test_two_rounds_of_one_source_at_the_same_time_are_refused(settings: Settings, crawl_feed: Crawl) -> None:
    with (
        Landing(settings.landing_dir / "news"),
        pytest.raises(CrawlError, match="another round is writing to"),
    ):
        crawl_feed()


def test_a_feed_that_asks_to_come_back_later_is_left_for_the_next_round(web: Web, crawl_feed: Crawl) -> None:
    pages(web, "a")
    web.put("http://news.example/a", "slow down", status=429)
    assert crawl_feed().quarantined == {"unavailable": 1}
    assert web.asked().count("http://news.example/a") == 1


@pytest.mark.parametrize("status", [403, 429])
def test_a_host_that_turns_us_away_is_left_alone_by_every_source_and_process_for_ten_minutes(
    web: Web, settings: Settings, crawl_feed: Crawl, status: int
) -> None:
    pages(web, "a")
    web.put("http://news.example/a", "go away", status=status)
    web.put("http://other.example/feed", rss("http://news.example/b"))
    crawl_feed()
    visits = len(web.visits)
    [rest] = read_rests(settings.data_dir / "hosts.sqlite")
    assert (rest.host, rest.why) == ("news.example", str(status))
    assert rest.until - rest.since == timedelta(minutes=10)
    report = crawl_feed(urls=["http://other.example/feed", "http://news.example/feed"])
    assert report.unanswered == {"http://news.example/feed": "not asked: asked_to_rest"}
    assert {host_of(visit.url) for visit in web.visits[visits:]} == {"other.example"}
    web.put("http://news.example/a", "page")
    web.put("http://news.example/b", "page")
    (settings.data_dir / "hosts.sqlite").unlink()  # ten minutes later
    assert crawl_feed().landed == 2


OPEN = ("news.example", "data.edgar.example")
MANY = 16
"""Pages of each host: as many as Scrapy has under way in all, for a spider that is closed drops the rest."""


@pytest.mark.parametrize(
    ("paths", "status", "pages_each", "refused", "quarantined"),
    [
        (["robots.txt"], 429, 2, {"asked_to_rest": 2}, {}),
        (["robots.txt"], 503, 2, {}, {"unavailable": 2}),
        (["1", "2"], 429, MANY, {"asked_to_rest": 1}, {"unavailable": 1}),
    ],
)
def test_one_host_that_turns_us_away_holds_back_its_own_pages_and_no_others(
    web: Web,
    crawl_feed: Crawl,
    paths: list[str],
    status: int,
    pages_each: int,
    refused: object,
    quarantined: object,
) -> None:
    links = [f"http://other.example/{number}" for number in (1, 2)]
    links += [f"http://{host}/{number}" for host in OPEN for number in range(pages_each)]
    web.put("http://news.example/feed", rss(*links))
    for link in links:
        web.put(link, "page")
    for path in paths:
        web.put(f"http://other.example/{path}", "busy", status=status)
    report = crawl_feed()
    assert report.landed == len(OPEN) * pages_each
    assert (report.refused, report.quarantined) == (refused, quarantined)
    assert sum(url.startswith("http://other.example") for url in web.asked()) == len(paths) - 1


def test_a_feed_that_is_turned_away_leaves_the_pages_of_the_other_feeds(web: Web, crawl_feed: Crawl) -> None:
    links = [f"http://other.example/{number}" for number in range(2 * MANY)]
    for link in links:
        web.put(link, "page")
    web.put("http://news.example/feed", "busy", status=429)
    web.put("http://other.example/feed", rss(*links))
    report = crawl_feed(urls=["http://other.example/feed", "http://news.example/feed"])
    assert (report.landed, list(report.unanswered)) == (len(links), ["http://news.example/feed"])


def test_a_short_retry_after_is_waited_for(web: Web, crawl_feed: Crawl) -> None:
    pages(web, "a")
    busy = Page(b"busy", 503, {"Retry-After": "2"})
    web.pages["http://news.example/a"] = [busy, Page(b"page")]
    assert crawl_feed().landed == 1
    first, second = [visit.at for visit in web.visits if visit.url.endswith("/a")]
    assert second - first >= 1.9


@pytest.mark.slow
def test_four_crawls_of_one_host_ask_it_no_faster_than_one(web: Web, settings: Settings) -> None:
    gaps = [later.at - earlier.at for earlier, later in pairwise(four_crawls(web, settings, 0.1))]
    assert len(gaps) == 4 * 4 - 1
    assert min(gaps) >= 0.099
