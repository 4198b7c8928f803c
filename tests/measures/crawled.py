"""Two crawls of a local server that holds the recorded files, and what became of each of them.

`python -m tests.measures.crawled [--show]`

Hosts are the real ones, reached through the setting for routes. Sources: EDGAR with a listing of the recorded
filings, single days of its indexes, feeds, sitemaps, pages and files (which a feed names), a story of each
host whose robots.txt was recorded, and error pages. Pages that nobody recorded are stand-ins. Between the two
crawls two companies' indexes and getcurrent change; a host that asked for a rest has had it. Further tables
count what became of each recorded file; whatever was asked for and left no trace is named.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from extractors.captures import Capture
from pipeline.capture import CaptureKind
from pipeline.document import Quarantined
from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport
from pipeline.settings import Settings, read_settings
from spiders.crawl import crawl
from spiders.edgar.span import Span
from spiders.sources.model import DEAL_FORMS
from tests.measures.accounted import (
    captures_of,
    outcomes,
    print_entries,
    print_outcomes,
    print_problems,
    print_reading,
    read_ledger,
)
from tests.measures.real import SHARED, table, there
from tests.measures.served import (
    ARCHIVE_URL,
    DATA_URL,
    LISTED_URL,
    STORY,
    Served,
    earlier,
    feed_of,
    filings,
    hosts_named,
    key,
    later,
    listing,
    otherwise,
    served,
)
from tests.spiders.web import Page, Web, running_web

LINKED = ("pages", "files", "robots", "errors")
"""Sources of one feed, written here, that names their addresses."""
DAYS = (date(2018, 12, 31), date(2020, 3, 18), date(2022, 10, 3))
MAX_BYTES = 20_000_000
TAGS = re.compile(r"<(?:\w+:)?(item|entry|url|sitemap)[\s>]")
DATA = SHARED / "data"


COMPANY = re.compile(r"^https://data\.sec\.gov/.*(submissions|companyfacts)/CIK(\d{10})\.json$")


class Round(NamedTuple):
    """What the crawls of a round reported, and which addresses each asked the server for."""

    reports: dict[str, CrawlReport]
    asked: dict[str, list[str]]
    failed: dict[str, str]
    """Crawls that ended without a report."""

    @property
    def addresses(self) -> set[str]:
        """All that were asked for."""
        return {url for urls in self.asked.values() for url in urls}


def crawl_all(web: Web, settings: Settings, days: Sequence[date]) -> Round:
    """All sources, and these days of the indexes."""
    done = Round({}, {}, {})
    spans = {f"edgar, index of {day}": Span(first=day, last=day) for day in days}
    for name in ("edgar", *spans, "feeds", "sitemaps", *LINKED):
        before = len(web.visits)
        try:
            source = "edgar" if name in spans else name
            done.reports[name] = crawl(source, settings, span=spans.get(name))
        except CrawlError as error:
            done.failed[name] = str(error)
        done.asked[name] = [visit.url for visit in web.visits[before:]]
    return done


def write_sources(every: Sequence[Served], folder: Path) -> None:
    """A source file for each of our sources."""
    folder.mkdir()
    for name in LINKED:
        _write(folder, name, kind="feed", urls=[_feed_url(name)])
    of = {name: [one.url for one in every if one.source == name] for name in ("feeds", "sitemaps")}
    _write(folder, "feeds", kind="feed", urls=of["feeds"])
    _write(folder, "sitemaps", kind="sitemap", urls=of["sitemaps"], max_age_days=3650)
    names = {int(row["cik"]): row["company"] or "Unknown" for row in filings()}
    facts = set()
    for one in every:
        if one.source == "edgar" and (
            found := re.search(r"/(submissions|companyfacts)/CIK(\d{10})\.", one.url)
        ):
            names.setdefault(int(found[2]), "Recorded")
            facts |= {int(found[2])} if found[1] == "companyfacts" else set()
    _write(
        folder,
        "edgar",
        kind="edgar",
        tier="filing",
        document_kind="filing",
        data_url=DATA_URL,
        archive_url=ARCHIVE_URL,
        feeds=[LISTED_URL],
        getcurrent=True,
        latest_per_company=3,
        facts_every_minutes=360,
        forms=sorted({*DEAL_FORMS, *(row["form"] for row in filings())}),
        watch=[{"cik": cik, "name": name, "facts": cik in facts} for cik, name in sorted(names.items())],
    )


def _write(folder: Path, name: str, **fields: object) -> None:
    source = {
        "name": name,
        "title": name,
        "tier": "press",
        "document_kind": "article",
        "live": False,
        "every_minutes": 15,
        "expected_items": 0,
        "politeness": {"seconds": 0, "timeout_s": 30},
        "pages_per_round": 5000,
    }
    (folder / f"{name}.yml").write_text(yaml.safe_dump(source | fields), encoding="utf-8")


def _feed_url(name: str) -> str:
    return f"https://{name}.example/feed.xml"


def put_all(web: Web, every: Sequence[Served]) -> None:
    """Puts every file at its address, and the feeds that name what no recorded feed does."""
    web.otherwise = otherwise
    web.pages = {key(one.url): one.page for one in every}
    for name in LINKED:
        of_source = [one.url for one in every if one.source == name]
        urls = [url.replace("/robots.txt", STORY) for url in of_source]
        web.pages[key(_feed_url(name))] = Page(feed_of(urls), headers={"ETag": f'"{name}"'})
    web.pages[key(LISTED_URL)] = Page(listing(), headers={"ETag": '"listing"'})
    base = f"{ARCHIVE_URL}/Archives/edgar/daily-index"
    for quarter, file in {"2020/QTR1": "form.20200318.idx", "2022/QTR4": "company.20221003.idx"}.items():
        web.put(key(f"{base}/{quarter}/index.json"), json.dumps({"directory": {"item": [{"name": file}]}}))


def print_round(title: str, done: Round) -> None:
    """Counts of a round by source."""
    heads = (
        "source",
        "answers",
        "of these robots.txt",
        "304",
        "same again",
        "landed",
        "refused",
        "quarantined",
    )
    lines = [
        (
            name,
            report.fetched,
            sum(url.endswith("/robots.txt") for url in done.asked[name]),
            report.not_modified,
            report.answered - report.not_modified - _changed(report),
            report.landed,
            _counted(report.refused),
            _counted(report.quarantined),
        )
        for name, report in done.reports.items()
    ]
    table(title, heads, lines)
    for name, why in done.failed.items():
        print(f"{name} FAILED: {why}")  # noqa: T201


def print_news(captures: Sequence[Capture | Quarantined]) -> None:
    """What a later round landed."""
    kinds = Counter(
        (one.note.source, one.note.kind.value, "with a problem" if one.note.problems else "whole")
        for one in captures
        if isinstance(one, Capture)
    )
    lines = [(*what, count) for what, count in sorted(kinds.items())]
    table("What the second crawl landed", ("source", "kind", "", "captures"), lines)


def _changed(report: CrawlReport) -> int:
    """Feeds and indexes that were landed as they came."""
    landed = (one for one in captures_of({"": report}) if isinstance(one, Capture) and one.status == 200)
    return sum(one.note.kind in (CaptureKind.FEED, CaptureKind.INDEX, CaptureKind.FACTS) for one in landed)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items())) or "-"


def _measure(web: Web, folder: Path, *, show: bool) -> None:
    every = served()
    settings = read_settings(
        data_dir=folder / "data",
        sources_dir=folder / "sources",
        routes=dict.fromkeys(hosts_named(every), web.address),
    )
    write_sources(every, folder / "sources")
    put_all(web, every)
    before = earlier()
    web.pages |= before
    first = crawl_all(web, settings, DAYS)
    print_round("First crawl", first)
    captures = captures_of(first.reports)
    ledger = read_ledger(settings)
    print_outcomes(list(outcomes(every, captures, ledger, first.addresses)), show=show)
    print_problems(every, captures)
    print_entries(every, ledger)
    print_reading(captures, {key(one.url) for one in every})
    web.pages |= {at: one.page for one in every if (at := key(one.url)) in before} | later()
    for rests in settings.data_dir.glob("hosts.sqlite*"):
        rests.unlink()
    second = crawl_all(web, settings, ())
    print_round("Second crawl", second)
    print_news(captures_of(second.reports))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="name all files that did not land")
    options = parser.parse_args(arguments)
    if there(DATA):
        with tempfile.TemporaryDirectory() as folder, running_web() as web:
            _measure(web, Path(folder), show=options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
