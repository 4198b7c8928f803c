"""Texts in EDGAR's formats, for the tests of what reads them."""

from __future__ import annotations

import json

NAMESPACE = 'xmlns:edgar="http://www.sec.gov/Archives/edgar"'


def item(accession: str, form: str, *, cik: int = 9990001, company: str = "Northgate Corp") -> str:
    """One item of a structured RSS feed."""
    folder = f"http://www.edgar.example/Archives/edgar/data/{cik}/{accession.replace('-', '')}"
    return f"""<item><title>{company} ({cik:010d}) (Filer)</title><link>{folder}/{accession}-index.htm</link>
<description>{form}</description><pubDate>Thu, 19 Feb 2026 16:10:07 EST</pubDate>
<edgar:xbrlFiling {NAMESPACE}><edgar:companyName>{company}</edgar:companyName>
<edgar:formType>{form}</edgar:formType><edgar:filingDate>02/19/2026</edgar:filingDate>
<edgar:cikNumber>{cik:010d}</edgar:cikNumber><edgar:accessionNumber>{accession}</edgar:accessionNumber>
<edgar:acceptanceDatetime>20260219161007</edgar:acceptanceDatetime>
<edgar:xbrlFiles><edgar:xbrlFile edgar:sequence="1" edgar:type="{form}" /></edgar:xbrlFiles>
</edgar:xbrlFiling></item>"""


def rss(*items: str) -> str:
    """A structured RSS feed."""
    channel = f"<channel><title>New</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'


def submissions(*filings: tuple[str, str, str], files: tuple[dict[str, object], ...] = ()) -> str:
    """A submissions JSON of filings (accession, form, day), newest first."""
    return json.dumps({"name": "NORTHGATE CORP", "filings": {"recent": columns(*filings), "files": files}})


def columns(*filings: tuple[str, str, str]) -> dict[str, list[str]]:
    """The same as bare columns, which is what an older shard holds."""
    return {
        "accessionNumber": [accession for accession, _, _ in filings],
        "form": [form for _, form, _ in filings],
        "filingDate": [day for _, _, day in filings],
        "acceptanceDateTime": [f"{day}T21:10:07.000Z" for _, _, day in filings],
        "items": ["" for _ in filings],
    }


def source(**fields: object) -> dict[str, object]:
    """A source file that watches one company at `data.edgar.example` and `www.edgar.example`."""
    return {
        "name": "filings",
        "title": "Filings",
        "kind": "edgar",
        "tier": "filing",
        "document_kind": "filing",
        "live": False,
        "every_minutes": 15,
        "expected_items": 1,
        "politeness": {"seconds": 0},
        "data_url": "http://data.edgar.example",
        "archive_url": "http://www.edgar.example",
        "watch": [{"cik": 9990001, "name": "Northgate"}],
        "forms": ["8-K", "8-K/A"],
    } | fields
