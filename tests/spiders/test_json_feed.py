"""JSON Feeds to leads, through the same door as RSS."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vocabulary import QuarantineReason
from spiders.feeds import parse_feed
from spiders.leads import MAX_SAID

URL = "https://news.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


def feed(*items: object, version: str = VERSION) -> bytes:
    """A feed of these items."""
    return json.dumps({"version": version, "title": "News", "items": items}).encode()


def test_items_give_leads_with_what_they_say() -> None:
    full = {
        "id": "7",
        "url": "/2026/racks?utm_source=feed",
        "external_url": "https://elsewhere.example/",
        "title": " Racks & <chips> ",
        "content_html": "<p>" + "x" * MAX_SAID,
        "date_published": "2026-11-20T08:00:00-05:00",
        "date_modified": "2026-11-21T08:00:00-05:00",
    }
    bare = {"id": "https://news.example/8", "summary": "Two gigawatts.", "content_text": "More."}
    reading = parse_feed(feed(full, bare), url=URL, content_type="application/feed+json")
    first, second = reading.leads
    assert (reading.entries, reading.problems) == (2, ())
    assert (first.url, first.title) == ("https://news.example/2026/racks", "Racks & <chips>")
    assert (first.stated_time, first.found_in) == ("2026-11-20T08:00:00-05:00", URL)
    assert first.summary == full["content_html"][:MAX_SAID]
    assert (second.url, second.title, second.stated_time) == ("https://news.example/8", None, None)
    assert second.summary == "Two gigawatts."


def test_an_item_without_an_address_is_a_problem_and_costs_no_other() -> None:
    items = (
        {"id": "1", "title": "Nowhere"},
        "text",
        {"url": "ftp://a.example/"},
        {"url": "https://a.example/"},
    )
    reading = parse_feed(feed(*items), url=URL)
    assert [lead.url for lead in reading.leads] == ["https://a.example/"]
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_ENTRY] * 3
    assert "'Nowhere' has no link" in reading.problems[0].detail
    assert not reading.is_broken


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"version": "https://jsonfeed.org/version/1"', "JSON, but: "),
        (b'{"items": []}', "no version"),
        (feed(version="https://jsonfeed.example/version/1"), "no version"),
        (b'\xef\xbb\xbf {"version": "https://jsonfeed.org/version/1", "items": {}}', "without items"),
        (b'{"a":' * 100_000, "JSON, but: "),
    ],
)
def test_what_is_no_json_feed_is_malformed(body: bytes, why: str) -> None:
    reading = parse_feed(body, url=URL)
    [problem] = reading.problems
    assert reading.is_broken
    assert problem.reason is QuarantineReason.MALFORMED_FEED
    assert why in problem.detail


@given(st.dictionaries(st.sampled_from(["id", "url", "title", "summary", "date_published"]), VALUES))
def test_every_item_is_a_lead_or_a_problem(item: dict[str, object]) -> None:
    reading = parse_feed(feed(item), url=URL)
    assert len(reading.leads) + len(reading.problems) == reading.entries == 1


def test_recorded_json_feeds_give_every_item(shared: Path) -> None:
    folder = shared / "data" / "feeds"
    for name in ("as_served/json_feed.json", "as_served/tr_feed.json", "feedparser/json_feed_example.json"):
        path = folder / name
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        reading = parse_feed(body, url=URL)
        assert reading.entries == len(json.loads(body)["items"]) > 0, name
        assert len(reading.leads) == reading.entries, name
