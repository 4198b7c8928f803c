"""RSS, Atom and JSON Feed bytes to leads; times and titles are kept as stated."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, NamedTuple

import feedparser
from feedparser.exceptions import CharacterEncodingOverride, ThingsNobodyCaresAboutButMe
from w3lib.html import remove_tags

from pipeline.capture import Problem
from spiders.feed_charset import guessed_charset
from spiders.feed_dates import legible
from spiders.json_feed import is_json, parse_json_feed
from spiders.leads import IndexReading, Lead, article_lead, no_entries, read_entries

FALLBACKS = frozenset({"windows-1252", "iso-8859-2"})
"""Which feedparser reads a text in that is not in the charset it names, whatever it is in."""
HALF_CHARACTER = re.compile(
    rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7(?:[0-2]\d\d|3(?:[0-3]\d|4[0-3]))));?"
)
"""A reference to half of a character (U+D800 to U+DFFF), at which feedparser breaks off."""
MOST_ATTRIBUTES = 1_000
_TOO_MANY_ATTRIBUTES = re.compile(
    rb"<[^\s<>!?/]++(?:\s++[^\s=<>]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){%d}" % (MOST_ATTRIBUTES + 1)
)
"""In well-formed XML, the only sort where what feedparser builds on compares each attribute with all."""
MARKUP = frozenset({"text/html", "application/xhtml+xml"})


class _Home(NamedTuple):
    """What a feed's entries are read by."""

    base: str | None
    language: str | None
    country: str | None


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, country: str | None = None
) -> IndexReading:
    """All entries of a feed, those without a usable link as problems; never raises for bad bytes.

    `country` is that of its source, whose way of writing days it has where its language does not tell.
    A feed that is not well-formed but still gives entries is used; one that gives none is a problem.
    """
    if is_json(body):
        return parse_json_feed(body, url=url, country=country)
    # Without the zeros, UTF-16 reads as ASCII where it matters.
    if _TOO_MANY_ATTRIBUTES.search(body.replace(b"\0", b"")):
        return no_entries(f"an element of more than {MOST_ATTRIBUTES:,} attributes")
    feed = _parsed(body, {"content-location": url, "content-type": content_type or "application/xml"})
    entries = feed.get("entries", [])
    fault = feed.get("bozo_exception")
    if isinstance(fault, ThingsNobodyCaresAboutButMe):  # a wrong Content-Type or charset label, got over
        fault = None
    if not entries and (fault or not feed.get("version")):
        return no_entries(str(fault or "neither RSS nor Atom"))
    home = _Home(feed["feed"].get("title_detail", {}).get("base"), _stated(feed["feed"], "language"), country)
    return read_entries([_read_entry(entry, url, home) for entry in entries])


def _parsed(body: bytes, headers: dict[str, str]) -> feedparser.FeedParserDict:
    body = HALF_CHARACTER.sub(b"&#xFFFD;", body)
    # As a stream: feedparser takes bare bytes for a file name first.
    feed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    fell_back = isinstance(feed.get("bozo_exception"), CharacterEncodingOverride)
    if fell_back and feed.get("encoding") in FALLBACKS and (charset := guessed_charset(body)):
        headers = headers | {"content-type": f"application/xml; charset={charset}"}
        feed = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    return feed


def _read_entry(entry: Mapping[str, Any], feed_url: str, home: _Home) -> Lead | Problem:
    stated = _stated(entry, "published") or _stated(entry, "updated")
    return article_lead(
        _stated(entry, "link"),
        found_in=feed_url,
        title=_title(entry),
        stated_time=legible(stated, language=home.language, country=home.country) if stated else None,
        summary=_stated(entry, "summary"),
        base=home.base,
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
