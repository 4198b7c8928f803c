"""Documents of which only the headline was read: what a feed said of pages that are not to be read."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture, read_captures
from extractors.documents import to_documents
from extractors.text.access import is_for_subscribers, to_summary
from pipeline.capture import CaptureKind
from pipeline.document import Quarantined, TimeSource
from pipeline.vocabulary import DocumentKind, QuarantineReason
from tests.extractors.archives import STORY_PAGE, Archive, note

SAID = {
    "title": "Northgate buys Halden for $9 billion",
    "summary": "<p>The seller runs <b>1,300&nbsp;MW</b> at nine campuses.</p>",
    "stated_time": "Tue, 04 Nov 2025 14:05:00 GMT",
}


def page(access: str) -> str:
    """The story with something said of its access in its head."""
    return STORY_PAGE.replace("</head>", f"{access}</head>")


def linked(json: str) -> str:
    return page(f'<script type="application/ld+json">{json}</script>')


SOLD = linked('{"@type": "NewsArticle", "isAccessibleForFree": false}')


def test_a_headline_is_landed_read_and_marked(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "wire" / "2025-11-06-001.warc.gz")
    archive.add_note(note(kind=CaptureKind.HEADLINE, **SAID))
    archive.add(STORY_PAGE, note("http://wire.example/free"))
    captures = list(read_captures(archive.close(), max_bytes=10_000))
    assert not any(isinstance(capture, Quarantined) for capture in captures)
    documents = [
        document
        for capture in captures
        if isinstance(capture, Capture)
        for document in to_documents(capture).documents
    ]
    headline, free = documents
    assert (
        headline.text == "Northgate buys Halden for $9 billion\n\nThe seller runs 1,300 MW at nine campuses."
    )
    assert (headline.kind, headline.url) == (DocumentKind.HEADLINE, "http://wire.example/story")
    assert headline.published_at == datetime(2025, 11, 4, 14, 5, tzinfo=UTC)
    assert headline.published_from is TimeSource.FEED
    assert (headline.capture or "").startswith("2025-11-06-001.warc.gz#urn:uuid:")
    assert free.kind is DocumentKind.ARTICLE


def test_of_a_page_for_subscribers_only_what_the_feed_said_is_read() -> None:
    (document,) = to_documents(Capture(note(**SAID), 200, "text/html", SOLD.encode(), "s#1")).documents
    assert document.kind is DocumentKind.HEADLINE
    assert "it would buy" not in document.text
    assert document.text.startswith("Northgate buys Halden for $9 billion")


@pytest.mark.parametrize(("record", "said"), [(None, SAID), ("s#1", {})])
def test_own_copies_and_archives_without_a_feed_are_read_whole(
    record: str | None, said: dict[str, str]
) -> None:
    (document,) = to_documents(Capture(note(**said), 200, "text/html", SOLD.encode(), record)).documents
    assert document.kind is DocumentKind.ARTICLE
    assert "it would buy Halden Data Centers for about $9 billion" in document.text


def test_a_headline_without_words_is_a_row() -> None:
    reading = to_documents(Capture(note(kind=CaptureKind.HEADLINE), 0, None, b"", "s#1"))
    assert reading.documents == ()
    assert [row.reason for row in reading.quarantined] == [QuarantineReason.EMPTY]


@pytest.mark.parametrize(
    ("html", "sold"),
    [
        (SOLD, True),
        (linked('[{"@graph": [{"@type": "WebPage", "isAccessibleForFree": "False"}]}]'), True),
        (linked('{"@type": "Article", "isAccessibleForFree": "http://schema.org/False"}'), True),
        (linked('{"@type": "Article", "mainEntityOfPage": {"isAccessibleForFree": false}}'), True),
        (page('<meta content="false" itemprop="isAccessibleForFree">'), True),
        (linked('{"@type": "NewsArticle", "isAccessibleForFree": true}'), False),
        (linked('{"isAccessibleForFree": true, "hasPart": {"isAccessibleForFree": false}}'), False),
        (linked('{"isAccessibleForFree": false'), False),
        (page('<meta itemprop="isAccessibleForFree" content="true">'), False),
        (STORY_PAGE, False),
        (page("<p>isAccessibleForFree: false is what such a page says.</p>"), False),
    ],
)
def test_only_a_page_that_says_so_itself_is_for_subscribers(html: str, sold: bool) -> None:
    assert is_for_subscribers(html) is sold


def test_recorded_pages_say_so(shared: Path) -> None:
    told = {
        name: is_for_subscribers(gzip.decompress((shared / "data/html/fundus" / name).read_bytes()).decode())
        for name in (
            "ca/FinancialPost_2026_06_06.html.gz",
            "us/BusinessInsider_2025_04_01.html.gz",
            "us/Reuters_2024_03_07.html.gz",
            "us/TechCrunch_2024_04_28.html.gz",
            "uk/TheGuardian_2024_02_24.html.gz",
            "us/CNBC_2023_04_28.html.gz",
        )
    }
    assert list(told.values()) == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (None, ""),
        ("  ", ""),
        ("Plain words.", "Plain words."),
        ("AT&amp;T leases 5 MW", "AT&T leases 5 MW"),
        ("<p>One.</p><p>Two <a href='x'>linked</a>.</p>", "One.\nTwo linked."),
        ("<!-- only this -->", ""),
        ("cut off <a hre", "cut off"),
    ],
)
def test_a_summary_loses_its_markup(markup: str | None, text: str) -> None:
    assert to_summary(markup) == text


@given(st.text(st.sampled_from('<>&;!-/"ap \n\x00'), max_size=60))
def test_no_summary_and_no_page_breaks_the_reading(markup: str) -> None:
    assert "\x00" not in to_summary(markup)
    assert is_for_subscribers(markup) is False
    assert is_for_subscribers(linked(f'{{"isAccessibleForFree": "{markup}')) is False
