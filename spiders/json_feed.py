"""JSON Feed (https://www.jsonfeed.org/version/1.1/) to leads: what some publishers serve beside RSS."""

from __future__ import annotations

import json
from typing import Any

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.feed_dates import legible
from spiders.leads import IndexReading, Lead, article_lead, no_entries, read_entries

START = b"{"
VERSION = "://jsonfeed.org/version/"
BOM = b"\xef\xbb\xbf"


def is_json(body: bytes) -> bool:
    """Whether a feed can be one of JSON; no XML begins so."""
    return body.removeprefix(BOM).lstrip().startswith(START)


def parse_json_feed(body: bytes, *, url: str, country: str | None = None) -> IndexReading:
    """All items, those without a usable address as problems; never raises for bad bytes."""
    try:
        feed = json.loads(body.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        return no_entries(f"JSON, but: {error}")
    # Publishers write www. before it and https without it; a version to come is read as far as it goes.
    if VERSION not in str(feed.get("version", "")).replace("://www.", "://"):
        return no_entries("JSON, but no JSON Feed: no version of it is named")
    items = feed.get("items")
    if not isinstance(items, list):
        return no_entries("a JSON Feed without items")
    language = _text(feed, "language")
    return read_entries([_read_item(item, url, language, country) for item in items])


def _read_item(item: object, feed_url: str, language: str | None, country: str | None) -> Lead | Problem:
    if not isinstance(item, dict):
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"no item: {str(item)[:200]!r}")
    words = _text(item, "summary") or _text(item, "content_text") or _text(item, "content_html")
    stated = _text(item, "date_published") or _text(item, "date_modified")
    return article_lead(
        _text(item, "url") or _address(_text(item, "id")),
        found_in=feed_url,
        title=_text(item, "title"),
        stated_time=legible(stated, language=language, country=country) if stated else None,
        summary=words,
    )


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _address(identity: str | None) -> str | None:
    """An id is best the item's address, but may be anything."""
    return identity if identity and identity.startswith(("http://", "https://")) else None
