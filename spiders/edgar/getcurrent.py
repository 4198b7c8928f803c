"""EDGAR's `getcurrent` (Atom) to filings: every form within minutes, but robots.txt forbids it.

One accession gives one entry for each party, all with the same id; pages overlap when filings arrive between
two requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import feedparser

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import ACCESSION_IN, Filed

TITLE = re.compile(r"^(?P<form>.+?) - (?P<company>.*) \((?P<cik>\d{10})\) \((?P<role>[^()]+)\)$", re.DOTALL)
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
        stated_time=str(entry["updated"]) if "updated" in entry else None,
        role=title["role"],
    )


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None
