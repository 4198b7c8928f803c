"""RSS, Atom and JSON Feed bytes to leads; times and titles are kept as stated."""

from __future__ import annotations

import html
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import feedparser
from feedparser.exceptions import CharacterEncodingOverride, ThingsNobodyCaresAboutButMe
from w3lib.html import remove_tags

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.feed_charset import guessed_charset
from spiders.json_feed import is_json, parse_json_feed
from spiders.leads import MAX_SUMMARY, IndexReading, Lead
from spiders.urls import canonical_url

FALLBACKS = frozenset({"windows-1252", "iso-8859-2"})
"""Which feedparser reads a text in that is not in the charset it names, whatever it is in."""
MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def parse_feed(body: bytes, *, url: str, content_type: str | None = None) -> IndexReading:
    """All entries of a feed, those without a usable link as problems; never raises for bad bytes.

    A feed that is not well-formed but still gives entries is used; one that gives none is a problem.
    """
    if is_json(body):
        return parse_json_feed(body, url=url)
    feed = _parsed(body, {"content-location": url, "content-type": content_type or "application/xml"})
    entries = feed.get("entries", [])
    fault = feed.get("bozo_exception")
    if isinstance(fault, ThingsNobodyCaresAboutButMe):  # a wrong Content-Type or charset label, got over
        fault = None
    if not entries and (fault or not feed.get("version")):
        why = str(fault or "neither RSS nor Atom")
        problem = Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"no entries to be had: {why}"[:500])
        return IndexReading(problems=(problem,), is_broken=True)
    readings = [_read_entry(entry, url) for entry in entries]
    leads = {reading.url: reading for reading in readings if isinstance(reading, Lead)}
    problems = tuple(reading for reading in readings if isinstance(reading, Problem))
    return IndexReading(leads=tuple(leads.values()), problems=problems, entries=len(entries))


def _parsed(body: bytes, headers: dict[str, str]) -> feedparser.FeedParserDict:
    # As a stream: feedparser takes bare bytes for a file name first.
    feed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    fell_back = isinstance(feed.get("bozo_exception"), CharacterEncodingOverride)
    if fell_back and feed.get("encoding") in FALLBACKS and (charset := guessed_charset(body)):
        headers = headers | {"content-type": f"application/xml; charset={charset}"}
        feed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    return feed


def _read_entry(entry: Mapping[str, Any], feed_url: str) -> Lead | Problem:
    title = _title(entry)
    link = _stated(entry, "link")
    named = f"entry {title!r}" if title else "entry without a title"
    if link is None:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named} has no link")
    try:
        url = canonical_url(link)
    except ValueError as error:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named}: {error}")
    return Lead(
        url=url,
        kind=CaptureKind.ARTICLE,
        found_in=feed_url,
        title=title,
        stated_time=_stated(entry, "published") or _stated(entry, "updated"),
        summary=(_stated(entry, "summary") or "")[:MAX_SUMMARY] or None,
    )


def _title(entry: Mapping[str, Any]) -> str | None:
    """The title as plain text, where the feed says or shows that it is markup."""
    title = _stated(entry, "title")
    if title is None or entry.get("title_detail", {}).get("type") not in MARKUP:
        return title
    return html.unescape(remove_tags(title)).strip() or None


def _stated(entry: Mapping[str, Any], name: str) -> str | None:
    # feedparser answers "updated" from "published" with a warning; `in` sees only what is there.
    value = entry[name] if name in entry else None  # noqa: SIM401 - .get() would fall back too
    return value.strip() or None if isinstance(value, str) else None
