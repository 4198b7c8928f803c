"""The EDGAR look-alike, at the paths of the SEC: submissions JSON, facts, submissions, documents, indexes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from spiders.world.edgar_index import index_replies
from spiders.world.facts import read_facts
from spiders.world.filings import Clock, Company, Filing
from spiders.world.reply import HTML, Ask, Reply, not_found, text

WWW_ROBOTS = """User-agent: *
Allow: /Archives/edgar/data
Disallow: /cgi-bin

#EDGAR look-alike
Disallow: /search/
"""
EASTERN = ZoneInfo("America/New_York")
_SUBMISSIONS = re.compile(r"/submissions/CIK(\d{10})\.json")
_FACTS = re.compile(r"/api/xbrl/companyfacts/CIK(\d{10})\.json")
_WHOLE = re.compile(r"/Archives/edgar/data/(\d+)/(?:\d{18}/)?(\d{10}-\d{2}-\d{6})\.txt")
_PART = re.compile(r"/Archives/edgar/data/(\d+)/(\d{18})/([\w.-]+)")
_DOCUMENT = re.compile(r"<FILENAME>([^\n]+)\n.*?<TEXT>\n(.*?)</TEXT>", re.DOTALL)
_UNDECLARED = Reply(
    b"<h1>Undeclared automated tool</h1><p>Declare your User-Agent as a plain name and address.</p>",
    status=403,
)


class DataSite:
    """`data.edgar.example`: a company's filings, as parallel arrays, and its facts. It has no robots.txt."""

    def __init__(self, companies: tuple[Company, ...], folder: Path) -> None:
        self._replies = MappingProxyType({company.cik: _index(company, folder) for company in companies})
        self._facts = read_facts(folder, companies)

    def answer(self, ask: Ask) -> Reply:
        """The submissions JSON of one company, or its companyfacts."""
        if _is_undeclared(ask):
            return _UNDECLARED
        for address, replies in ((_SUBMISSIONS, self._replies), (_FACTS, self._facts)):
            if asked := address.fullmatch(ask.target):
                return replies.get(asked[1]) or _no_such_key(ask.target)
        return _no_such_key(ask.target)


class ArchiveSite:
    """`www.edgar.example`: the archive of submissions, with the SEC's robots.txt rules."""

    def __init__(self, companies: tuple[Company, ...], folder: Path) -> None:
        self._indexes = index_replies(companies)
        self._bodies: dict[tuple[str, str], tuple[bytes, datetime]] = {}
        for company in companies:
            for filing in company.filings:
                if not filing.is_missing:
                    key = (str(int(company.cik)), filing.accession)
                    self._bodies[key] = (
                        (folder / f"{filing.accession}.txt").read_bytes(),
                        accepted_at(filing),
                    )

    def answer(self, ask: Ask) -> Reply:
        """A whole submission, one document of it, an index, or robots.txt."""
        if _is_undeclared(ask):
            return _UNDECLARED
        if ask.target == "/robots.txt":
            return text(WWW_ROBOTS)
        if index := self._indexes.get(ask.target):
            return index
        if whole := _WHOLE.fullmatch(ask.target):
            return self._whole(whole[1], whole[2]) or _no_such_key(ask.target)
        if part := _PART.fullmatch(ask.target):
            return self._part(part[1], part[2], part[3]) or _no_such_key(ask.target)
        return not_found(ask.target)

    def _whole(self, cik: str, accession: str) -> Reply | None:
        body, modified_at = self._bodies.get((cik, accession), (None, None))
        return None if body is None else Reply(body, "text/plain", modified_at=modified_at)

    def _part(self, cik: str, digits: str, filename: str) -> Reply | None:
        whole = self._whole(cik, f"{digits[:10]}-{digits[10:12]}-{digits[12:]}")
        if whole is None:
            return None
        documents = dict(_DOCUMENT.findall(whole.body.decode()))
        if filename not in documents:
            return None
        kind = HTML if filename.endswith((".htm", ".html")) else "text/plain"
        return Reply(documents[filename].encode(), kind, modified_at=whole.modified_at)


def accepted_at(filing: Filing) -> datetime:
    """When the filing was accepted; the header's time is always the clock of New York."""
    return filing.accepted.replace(tzinfo=EASTERN).astimezone(UTC)


def _index(company: Company, folder: Path) -> Reply:
    listed = [filing for filing in company.filings if not filing.is_unlisted]
    newest_first = sorted(listed, key=lambda filing: filing.accepted, reverse=True)
    rows = [_row(company, filing, folder) for filing in newest_first]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    body = company.profile() | {"filings": {"recent": columns, "files": []}}
    newest = accepted_at(newest_first[0])
    return Reply(json.dumps(body, separators=(",", ":")).encode(), "application/json", modified_at=newest)


def _row(company: Company, filing: Filing, folder: Path) -> dict[str, str | int]:
    path = folder / f"{filing.accession}.txt"
    # Both carry a "Z". For some companies it lies: the clock is New York's (theOGognf/finagg#64).
    accepted = filing.accepted if company.clock is Clock.EASTERN else accepted_at(filing)
    return {
        "accessionNumber": filing.accession,
        "filingDate": filing.filed_on.isoformat(),
        "reportDate": filing.report_on.isoformat() if filing.report_on else "",
        "acceptanceDateTime": f"{accepted:%Y-%m-%dT%H:%M:%S}.000Z",
        "act": "34",
        "form": filing.form,
        "fileNumber": company.file_number,
        "filmNumber": filing.film_number,
        "items": ",".join(filing.items),
        "core_type": "XBRL" if filing.is_inline_xbrl else filing.form,
        "size": 0 if filing.is_missing else path.stat().st_size,
        "isXBRL": int(filing.is_inline_xbrl),
        "isInlineXBRL": int(filing.is_inline_xbrl),
        "primaryDocument": filing.primary_document,
        "primaryDocDescription": filing.description,
    }


def _is_undeclared(ask: Ask) -> bool:
    # The SEC refuses a User-Agent that is missing or carries a URL.
    return not ask.user_agent.strip() or "://" in ask.user_agent


def _no_such_key(path: str) -> Reply:
    key = path.removeprefix("/").replace("&", "&amp;").replace("<", "&lt;")
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Key>{key}</Key></Error>'
    return Reply(body.encode(), "application/xml", status=404)
