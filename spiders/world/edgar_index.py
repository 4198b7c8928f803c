"""The indexes of the EDGAR look-alike, made from its filings: by day, with listings, and by quarter."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from spiders.world.filings import Company, Filing
from spiders.world.reply import BUILT_AT, Reply, text

Row = tuple[Company, Filing]
FOLDER = "/Archives/edgar"
HEAD = "Description:           Master Index of EDGAR Dissemination Feed\n\n"
COLUMNS = "CIK|Company Name|Form Type|Date Filed|File Name\n"


def index_replies(companies: Sequence[Company]) -> Mapping[str, Reply]:
    """By path: each day's master index, each quarter's listing of those, and its full index in gzip."""
    days: defaultdict[date, list[Row]] = defaultdict(list)
    quarters: defaultdict[str, list[Row]] = defaultdict(list)
    files: defaultdict[str, list[str]] = defaultdict(list)
    replies: dict[str, Reply] = {}
    for company in companies:
        for filing in company.filings:
            days[filing.filed_on].append((company, filing))
    for day, rows in sorted(days.items()):
        quarter, name = f"{day.year}/QTR{(day.month + 2) // 3}", f"master.{day:%Y%m%d}.idx"
        quarters[quarter] += rows
        files[quarter].append(name)
        replies[f"{FOLDER}/daily-index/{quarter}/{name}"] = text(_master(rows, "%Y%m%d"))
    for quarter, names in files.items():
        replies[f"{FOLDER}/daily-index/{quarter}/index.json"] = _listing(quarter, names)
        whole = gzip.compress(_master(quarters[quarter], "%Y-%m-%d").encode(), mtime=0)
        replies[f"{FOLDER}/full-index/{quarter}/master.gz"] = Reply(
            whole, "application/x-gzip", modified_at=BUILT_AT
        )
    return MappingProxyType(replies)


def _master(rows: Sequence[Row], day_style: str) -> str:
    lines = [
        f"{int(company.cik)}|{company.name}|{filing.form}|{filing.filed_on:{day_style}}|"
        f"edgar/data/{int(company.cik)}/{filing.accession}.txt\n"
        for company, filing in rows
    ]
    return HEAD + COLUMNS + "-" * 80 + "\n" + "".join(lines)


def _listing(quarter: str, names: Sequence[str]) -> Reply:
    items = [{"name": name, "type": "file", "href": name} for name in names]
    body = {"directory": {"item": items, "name": f"daily-index/{quarter}/", "parent-dir": "../"}}
    return Reply(json.dumps(body).encode(), "application/json", modified_at=BUILT_AT)
