"""The older shards of a company's submissions JSON: the same columns, bare, for filings before the recent."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urljoin

from spiders.leads import IndexReading
from spiders.sources.model import Company
from spiders.submissions import Columns, malformed, read_columns


def shard_urls(body: bytes, *, url: str, cik: int, since: date) -> tuple[str, ...]:
    """The shards named by a readable submissions JSON at `url` that hold filings of `since` or later."""
    named = json.loads(body)["filings"].get("files")
    first = since.isoformat()
    name = re.compile(rf"CIK{cik:010d}-submissions-\d{{3,4}}\.json")
    return tuple(
        urljoin(url, file["name"])
        for file in (named if isinstance(named, list) else ())
        if isinstance(file, dict) and name.fullmatch(str(file.get("name"))) and _ends(file) >= first
    )


def _ends(file: dict[str, Any]) -> str:
    last = file.get("filingTo")
    return last if isinstance(last, str) else "9999"


def parse_shard(
    body: bytes,
    *,
    url: str,
    company: Company,
    archive_url: str,
    forms: Collection[str],
    since: date | None,
) -> IndexReading:
    """The filings of the wanted forms since that day; never raises for bad bytes."""
    try:
        columns = Columns.model_validate(json.loads(body))
    except (ValueError, RecursionError) as error:
        return IndexReading(problems=(malformed(error),), is_broken=True)
    return read_columns(
        columns,
        columns.wanted(forms, since),
        url=url,
        cik=company.cik,
        company=company.name,
        archive_url=archive_url,
    )
