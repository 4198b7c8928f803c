"""EDGAR's companyfacts: all that one company tagged in XBRL, in one answer that is archived as a snapshot.

It shows current values only, so what was known when is kept by archiving each answer that differs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexReading
from spiders.ledger import Ledger
from spiders.sources import Source

_PATH = re.compile(r"/api/xbrl/companyfacts/CIK(\d{10})\.json$")


def facts_url(data_url: str, cik: int) -> str:
    """Where the facts of one company are."""
    return f"{data_url}/api/xbrl/companyfacts/CIK{cik:010d}.json"


def due_facts(source: Source, ledger: Ledger) -> Iterator[str]:
    """The facts of the watch list that have not answered for as long as the source says, or never."""
    if source.facts_every_minutes is None or source.data_url is None:
        return
    since = datetime.now(UTC) - timedelta(minutes=source.facts_every_minutes)
    for company in source.watch:
        url = facts_url(source.data_url, company.cik)
        last = ledger.answered_at(url)
        if company.facts and (last is None or last <= since):
            yield url


def is_facts(url: str) -> bool:
    """Whether facts are what an address holds."""
    return _PATH.search(url) is not None


def parse_facts(body: bytes, *, url: str) -> IndexReading:
    """No leads; what is no companyfacts answer of the company asked for is broken. Never raises."""
    asked = _PATH.search(url)
    try:
        found = json.loads(body)
        if not isinstance(found, dict) or not isinstance(found.get("facts"), dict):
            raise ValueError("no object with facts")
        if asked and int(found["cik"]) != int(asked[1]):
            raise ValueError(f"of CIK {found['cik']}")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        detail = f"not the companyfacts asked for: {error}"[:500]
        problem = Problem(reason=QuarantineReason.MALFORMED_FEED, detail=detail)
        return IndexReading(problems=(problem,), is_broken=True)
    return IndexReading(kind=CaptureKind.FACTS)
