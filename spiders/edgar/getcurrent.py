"""EDGAR's `getcurrent` (Atom) to filings: every form within minutes, but robots.txt forbids it.

One accession gives one entry for each party, all with the same id; pages overlap when filings arrive between
two requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import ACCESSION_IN, Filed

TITLE = re.compile(r"^(?P<form>.+?) - (?P<company>.*) \((?P<cik>\d{10})\) \((?P<role>[^()]+)\)$", re.DOTALL)
PAGE = 100
MAX_PAGES = 20
"""Of 100 entries: two thousand are more than two hours of a busy day."""
OVERLAP = timedelta(minutes=10)
"""What one answer lacked, the next may have with an earlier time."""
REASON = (
    "its file says `getcurrent: true`, while robots.txt of www.sec.gov has `Disallow: /cgi-bin`: EDGAR does "
    "not want programs there. The structured RSS feeds and submissions JSON, which it leaves open, find the "
    "same filings minutes later."
)
FILED = re.compile(r"Filed:(?:</b>)?\s*(\d{4}-\d{2}-\d{2})")


def read_getcurrent(body: bytes) -> Iterator[Filed | Problem]:
    """One Filed for each entry, so several for one accession; never raises for bad bytes."""
    feed = feedparser.parse(
        BytesIO(body), response_headers={"content-type": "application/atom+xml"}, sanitize_html=False
    )
    entries = feed.get("entries", [])
    if not entries and not feed.get("version"):
        why = str(feed.get("bozo_exception") or "no Atom")
        yield Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"no filings to be had: {why}"[:500])
    yield from map(_read_entry, entries)


def page_url(archive_url: str, number: int) -> str:
    """The address of the n-th hundred of entries, newest first, counted from 0."""
    query = f"action=getcurrent&count={PAGE}&start={PAGE * number}&type=&owner=include&output=atom"
    return f"{archive_url}/cgi-bin/browse-edgar?{query}"


def reaches(filed: Sequence[Filed], since: datetime | None) -> bool:
    """Whether a page goes back to that time, so that no further one is needed."""
    times = [datetime.fromisoformat(one.stated_time) for one in filed if one.stated_time]
    zoned = [time for time in times if time.tzinfo is not None]
    return since is not None and bool(zoned) and min(zoned) < since - OVERLAP


def _read_entry(entry: Mapping[str, Any]) -> Filed | Problem:
    stated = str(entry["title"]) if "title" in entry else ""
    title = TITLE.match(stated)
    accession = ACCESSION_IN.search(str(entry["id"]) if "id" in entry else "")
    if title is None or accession is None:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"no filing: entry {stated[:200]!r}")
    tags = entry["tags"] if "tags" in entry else []  # noqa: SIM401 - feedparser's .get() differs
    filed = FILED.search(str(entry["summary"]) if "summary" in entry else "")
    return Filed(
        accession=accession[1],
        cik=int(title["cik"]),
        form=(tags[0].get("term") if tags else None) or title["form"],
        company=title["company"].strip() or None,
        filed_on=_day(filed[1]) if filed else None,
        stated_time=_moment(str(entry["updated"]) if "updated" in entry else ""),
        role=title["role"],
    )


def _moment(stated: str) -> str | None:
    try:
        datetime.fromisoformat(stated)
    except ValueError:
        return None
    return stated


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None
