"""Sitemaps to leads, and no bytes that make it raise."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture import CaptureKind
from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexAsk, IndexReading
from spiders.sitemap_spider import MOST_ASKED, affordable
from spiders.sitemaps import MAX_PARTS, parse_sitemap

URL = "http://news.example/news-sitemap.xml"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)


def article(path: str, title: str, at: str, more: str = "") -> str:
    """An entry of a news sitemap."""
    return (
        f"<url><loc>http://news.example/{escape(path)}</loc><lastmod>2026-02-02</lastmod><news:news>"
        f"<news:publication><news:name>The News</news:name></news:publication>{more}"
        f"<news:publication_date>{at}</news:publication_date><news:title>{escape(title)}</news:title>"
        "</news:news><image:image><image:loc>http://news.example/x.jpg</image:loc></image:image></url>\n"
    )


def read(body: str | bytes, max_bytes: int = 100_000) -> IndexReading:
    content = body if isinstance(body, bytes) else body.encode()
    return parse_sitemap(content, url=URL, since=SINCE, max_bytes=max_bytes)


def urls(reading: IndexReading) -> list[str]:
    return [lead.url for lead in reading.leads]


def reasons(reading: IndexReading) -> list[QuarantineReason]:
    return [problem.reason for problem in reading.problems]


def test_a_news_sitemap_gives_title_and_publication_date_as_stated() -> None:
    body = HEAD + article("a?x=1&y=2", "Lease & loan", "2026-01-05T08:00:00-05:00") + "</urlset>"
    [lead] = read(body).leads
    assert (lead.url, lead.found_in) == ("http://news.example/a?x=1&y=2", URL)
    assert (lead.title, lead.stated_time) == ("Lease & loan", "2026-01-05T08:00:00-05:00")
    assert lead.kind is CaptureKind.ARTICLE


def test_what_is_old_is_passed_over_and_counted_and_what_is_for_subscribers_is_marked() -> None:
    body = HEAD + article("old", "Old", "2025-12-31T23:59:59Z") + article("new", "New", "soon")
    body += article("paid", "Paid", "2026-01-05", "<news:access>Subscription</news:access>") + "</urlset>"
    reading = read(body)
    assert urls(reading) == ["http://news.example/new", "http://news.example/paid"]
    assert [lead.is_for_subscribers for lead in reading.leads] == [False, True]
    assert reading.passed_over == {"too_old": 1}
    assert (reading.entries, reading.problems, reading.is_broken) == (3, (), False)


def test_an_index_gives_its_parts_and_of_many_the_newest() -> None:
    parts = "".join(
        f"<sitemap><loc>http://news.example/{n}.xml.gz</loc>"
        f"<lastmod>2026-01-{n % 28 + 1:02}</lastmod></sitemap>"
        for n in range(MAX_PARTS + 6)
    )
    reading = read(f"<sitemapindex>{parts}<sitemap>http://news.example/bare.xml</sitemap></sitemapindex>")
    assert reading.leads == ()
    assert len(reading.further) == MAX_PARTS
    assert reading.further[0].url == "http://news.example/27.xml.gz"
    assert reading.passed_over == {"too_many_sitemaps": 7}
    few = read("<sitemapindex><sitemap> http://news.example/bare.xml </sitemap></sitemapindex>")
    assert [ask.url for ask in few.further] == ["http://news.example/bare.xml"]


def test_a_part_among_pages_and_a_page_among_parts_are_followed() -> None:
    both = "<url><loc>http://news.example/page</loc></url><sitemap><loc>http://news.example/b.xml</loc></sitemap>"
    for root in ("urlset", "sitemapindex"):
        reading = read(f"<{root}>{both}</{root}>")
        assert (urls(reading), reading.entries) == (["http://news.example/page"], 2)
        assert [ask.url for ask in reading.further] == ["http://news.example/b.xml"]


def test_a_bad_entry_is_a_problem_with_its_reason_and_the_others_stay() -> None:
    body = HEAD + "<url><loc>ftp://news.example/f</loc></url><url><lastmod>2026-01-02</lastmod></url>"
    reading = read(body + article("a", "A", "2026-01-05") + "</urlset>")
    assert urls(reading) == ["http://news.example/a"]
    assert [problem.detail for problem in reading.problems] == [
        "url 1: not an http(s) address: 'ftp://news.example/f'",
        "url 2: no address",
    ]
    assert not reading.is_broken


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        ("<url><loc>http://news.example/hal", 2),
        ("</urlset", 1),
        ("<url><loc>http://news.example/&c</loc></url>", 2),
    ],
)
def test_one_that_is_not_well_formed_is_used_less_what_it_breaks_off_in(tail: str, kept: int) -> None:
    body = HEAD + article("a", "A", "2026-01-05") + article("b", "B", "2026-01-06")
    reading = read(body + tail)
    assert urls(reading) == ["http://news.example/a", "http://news.example/b"][:kept]
    assert (reasons(reading), reading.is_broken) == ([QuarantineReason.MALFORMED_FEED], True)


def test_gzip_is_unpacked_a_cut_one_used_as_far_as_it_goes_and_a_bomb_bounded() -> None:
    body = (HEAD + "".join(article(str(n * 7919), f"No {n}", "2026-01-05") for n in range(50))).encode()
    whole = gzip.compress(body + b"</urlset>", mtime=0)
    assert len(read(whole).leads) == 50
    cut = read(whole[:-200])
    assert 0 < len(cut.leads) < 50
    assert set(urls(cut)) < set(urls(read(whole)))
    assert QuarantineReason.TRUNCATED in reasons(cut)
    small = read(whole, max_bytes=1000)
    assert QuarantineReason.TOO_LARGE in reasons(small)
    assert len(small.leads) < 5
    assert reasons(read(whole[:9] + b"\xff\xff\xff")) == [
        QuarantineReason.UNREADABLE,
        QuarantineReason.MALFORMED_FEED,
    ]


def test_a_list_of_addresses_and_a_feed_are_sitemaps_too() -> None:
    assert urls(read("\ufeffhttp://news.example/a\n\nhttp://news.example/b\n")) == [
        "http://news.example/a",
        "http://news.example/b",
    ]
    feed = "<rss version='2.0'><channel><item><link>http://news.example/c</link></item></channel></rss>"
    assert urls(read(feed)) == ["http://news.example/c"]


@pytest.mark.parametrize("body", ["", "Please log in", "<html><p>Please log in</p></html>", "\x00\x01", "{}"])
def test_what_is_no_sitemap_is_one_problem(body: str) -> None:
    reading = read(body)
    assert (reading.leads, reading.further, reading.is_broken) == ((), (), True)
    assert reasons(reading) == [QuarantineReason.MALFORMED_FEED]


def test_entities_are_not_expanded() -> None:
    bomb = "<!DOCTYPE u [<!ENTITY a 'aaaaaaaaaa'><!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
    reading = read(f"{bomb}<urlset><url><loc>http://news.example/&f;&a;</loc></url></urlset>")
    assert urls(reading) in ([], ["http://news.example/"])


PIECES = st.sampled_from(
    ["<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", "http://a.example/b", "<lastmod>", "\n",
     "<sitemapindex>", "<sitemap>", "<news:news xmlns:news='n'>", "<![CDATA[", "]]>", "&", "&amp;", "\x00",
     "9999-99"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join) | st.binary(max_size=60))
def test_no_bytes_make_it_raise_and_nothing_is_lost_without_a_word(body: str | bytes) -> None:
    content = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    reading = parse_sitemap(content, url=URL, since=SINCE, max_bytes=1000)
    assert len(reading.leads) + len(reading.further) <= reading.entries
    assert reading.leads or reading.further or reading.problems or reading.passed_over or not reading.entries
    packed = parse_sitemap(gzip.compress(content, mtime=0), url=URL, since=SINCE, max_bytes=1000)
    if not content.startswith(b"\x1f\x8b") and len(content) < 1000:
        assert packed == reading


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("cc_sitemap-news.xml", 2),
        ("cc_shinpaideshou-news-sitemap.xml", 3),
        ("cc_hebdenbridgetimes-articles-sitemap.xml", 74),
        ("cc_sitemap.badns.xml", 2),
        ("cc_sitemap.index.xml", 15),
        ("cc_sitemap.txt.gz", 5),
        ("cc_xmlSitemap.gz", 5),
        ("cc_atom.xml", 1),
        ("tr_sitemap.xml.gz", 84),
        ("tr_sitemap2.xml", 2),
        ("tr_sitemap-hreflang.xml", 4),
    ],
)
def test_recorded_sitemaps_give_what_they_list(shared: Path, name: str, entries: int) -> None:
    body = (shared / "data" / "feeds" / "sitemaps" / name).read_bytes()
    always = datetime(1990, 1, 1, tzinfo=UTC)
    reading = parse_sitemap(body, url=URL, since=always, max_bytes=10_000_000)
    passed_over = sum(reading.passed_over.values())
    assert (reading.entries, reading.problems) == (entries, ())
    assert len(reading.leads) + len(reading.further) + passed_over == entries


def test_parts_of_parts_are_asked_until_a_round_has_enough() -> None:
    asks = [IndexAsk(url=f"http://news.example/{number}.xml") for number in range(9)]
    asked = {asks[0].url, *map(str, range(MOST_ASKED - 4))}
    fresh, left = affordable(asks, asked)
    assert [ask.url for ask in fresh] == [ask.url for ask in asks[1:4]]
    assert left == 5
    assert affordable(asks, {*map(str, range(MOST_ASKED + 1))}) == ((), 9)
