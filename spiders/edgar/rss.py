"""EDGAR's structured RSS (`/Archives/edgar/*.rss.xml`) to filings: the newest ones, minutes after acceptance.

One item for each filing and co-filer; forms without XBRL, such as 6-K, are not in it. It says no items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import feedparser

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import ACCESSION_IN, Filed


def read_rss(body: bytes, *, content_type: str = "application/xml") -> Iterator[Filed | Problem]:
    """All filings of the feed, and a problem for each item that names none; never raises for bad bytes."""
    # As a stream: feedparser takes bare bytes for a file name first.
    feed = feedparser.parse(
        BytesIO(body), response_headers={"content-type": content_type}, sanitize_html=False
    )
    entries = feed.get("entries", [])
    if not entries and not feed.get("version"):
        why = str(feed.get("bozo_exception") or "no RSS")
        yield Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"no filings to be had: {why}"[:500])
    yield from map(_read_item, entries)


def _read_item(item: Mapping[str, Any]) -> Filed | Problem:
    accession = ACCESSION_IN.fullmatch(_stated(item, "edgar_accessionnumber"))
    cik, form = _stated(item, "edgar_ciknumber"), _stated(item, "edgar_formtype")
    if accession is None or not (cik.isascii() and cik.isdecimal()) or len(cik) > 10 or not form:
        title = _stated(item, "title")[:200]
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"no filing: item {title!r}")
    return Filed(
        accession=accession[1],
        cik=int(cik),
        form=form,
        company=_stated(item, "edgar_companyname") or None,
        filed_on=_day(_stated(item, "edgar_filingdate")),
        # With its zone; `acceptanceDatetime` is the same clock of New York without one.
        stated_time=_stated(item, "published") or _stated(item, "edgar_acceptancedatetime") or None,
    )


def _stated(item: Mapping[str, Any], name: str) -> str:
    value = item[name] if name in item else ""  # noqa: SIM401 - feedparser's .get() answers for others too
    return value.strip() if isinstance(value, str) else ""


def _day(stated: str) -> date | None:
    try:
        return datetime.strptime(stated, "%m/%d/%Y").date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None
