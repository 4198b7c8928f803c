"""JSON Feed (https://www.jsonfeed.org/version/1.1/) to leads: what some publishers serve beside RSS."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.leads import MAX_SUMMARY, IndexReading, Lead
from spiders.urls import canonical_url

START = b"{"
VERSION = "://jsonfeed.org/version/"
BOM = b"\xef\xbb\xbf"


def is_json(body: bytes) -> bool:
    """Whether a feed can be one of JSON; no XML begins so."""
    return body.removeprefix(BOM).lstrip().startswith(START)


def parse_json_feed(body: bytes, *, url: str) -> IndexReading:
    """All items, those without a usable address as problems; never raises for bad bytes."""
    try:
        feed = json.loads(body.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        return _broken(f"JSON, but: {error}")
    # Publishers write www. before it and https without it; a version to come is read as far as it goes.
    if VERSION not in str(feed.get("version", "")).replace("://www.", "://"):
        return _broken("JSON, but no JSON Feed: no version of it is named")
    items = feed.get("items")
    if not isinstance(items, list):
        return _broken("a JSON Feed without items")
    readings = [_read_item(item, url) for item in items]
    leads = {reading.url: reading for reading in readings if isinstance(reading, Lead)}
    problems = tuple(reading for reading in readings if isinstance(reading, Problem))
    return IndexReading(leads=tuple(leads.values()), problems=problems, entries=len(items))


def _read_item(item: object, feed_url: str) -> Lead | Problem:
    if not isinstance(item, dict):
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"no item: {str(item)[:200]!r}")
    title = _text(item, "title")
    link = _text(item, "url") or _address(_text(item, "id"))
    named = f"entry {title!r}" if title else "entry without a title"
    if link is None:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named} has no link")
    try:
        address = canonical_url(urljoin(feed_url, link))
    except ValueError as error:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named}: {error}")
    words = _text(item, "summary") or _text(item, "content_text") or _text(item, "content_html") or ""
    return Lead(
        url=address,
        kind=CaptureKind.ARTICLE,
        found_in=feed_url,
        title=title,
        stated_time=_text(item, "date_published") or _text(item, "date_modified"),
        summary=words[:MAX_SUMMARY] or None,
    )


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _address(identity: str | None) -> str | None:
    """An id is best the item's address, but may be anything."""
    return identity if identity and identity.startswith(("http://", "https://")) else None


def _broken(why: str) -> IndexReading:
    problem = Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"no entries to be had: {why}"[:500])
    return IndexReading(problems=(problem,), is_broken=True)
