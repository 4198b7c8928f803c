"""What became of each recorded file after a crawl, and the tables that say so."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.captures import Capture, read_captures
from extractors.documents import to_documents
from pipeline.capture import CaptureKind
from pipeline.document import Quarantined
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from pipeline.vocabulary import QuarantineReason
from tests.measures.real import table
from tests.measures.served import DATA, Served, content, key

MAX_BYTES = 20_000_000
TAGS = re.compile(r"<(?:\w+:)?(item|entry|url|sitemap)[\s>]")
SHOWN = 60


class Ledger(NamedTuple):
    """What the ledger says, by address."""

    states: Mapping[str, tuple[str, str]]
    """State and last outcome."""
    entries: Mapping[str, int]
    """Of each feed and index that was read."""


def captures_of(reports: Mapping[str, CrawlReport]) -> list[Capture | Quarantined]:
    """What a round landed."""
    segments = [segment for report in reports.values() for segment in report.segments]
    return [one for segment in segments for one in read_captures(segment, max_bytes=MAX_BYTES)]


def read_ledger(settings: Settings) -> Ledger:
    """States and entries by address."""
    with sqlite3.connect(settings.ledger_path) as db:
        states = db.execute("select url, state, coalesce(last_outcome, '') from addresses").fetchall()
        entries = db.execute("select url, entries from indexes where entries is not null").fetchall()
    return Ledger(
        {key(url): (state, outcome) for url, state, outcome in states},
        {key(url): count for url, count in entries},
    )


def outcomes(
    every: Sequence[Served], captures: Sequence[Capture | Quarantined], ledger: Ledger, asked: set[str]
) -> Iterator[tuple[Served, str]]:
    """What became of each recorded file."""
    told: dict[str, str] = {}
    for one in captures:
        if isinstance(one, Quarantined):
            told.setdefault(key(one.url), f"quarantined: {one.reason}")
        elif one.note.kind is not CaptureKind.HEADLINE:
            told.setdefault(key(one.note.url), _landed(one))
    for one in every:
        yield one, _outcome(key(one.url), told, ledger, asked)


def _landed(capture: Capture) -> str:
    told = [p for p in capture.note.problems if p.reason is not QuarantineReason.MALFORMED_ENTRY]
    return f"quarantined: {told[0].reason}" if told else "landed"


def _outcome(at: str, told: Mapping[str, str], ledger: Ledger, asked: set[str]) -> str:
    state, why = ledger.states.get(at, ("", ""))
    if at.endswith("/robots.txt"):
        return "read as robots.txt" if at in asked else "not linked"
    if at in told:
        return told[at]
    if state == "refused":
        return f"refused: {why}"
    if state == "landed":
        return "landed"
    if state:
        return f"owed: {why or 'not settled'}"
    return "LEFT NO TRACE" if at in asked else "not linked"


def print_outcomes(found: Sequence[tuple[Served, str]], *, show: bool) -> None:
    """Recorded files by folder and by what became of them, and the names of those not landed."""
    kinds = sorted({what for _, what in found})
    folders = sorted({_folder(one) for one, _ in found})
    counts = Counter((_folder(one), what) for one, what in found)
    lines = [[name, *(counts[name, kind] or "" for kind in kinds)] for name in folders]
    table(f"{len(found)} recorded files after the first crawl", ("folder", *kinds), lines)
    unusual = [(what, one.name, one.url) for one, what in found if not what.startswith(("landed", "read as"))]
    unusual = sorted(unusual)[: None if show else SHOWN]
    table("of these not landed", ("", "file", "address"), unusual)


def print_problems(every: Sequence[Served], captures: Sequence[Capture | Quarantined]) -> None:
    """What the spiders noted of recorded files."""
    names = {key(one.url): one.name for one in every}
    lines = [
        (problem.reason.value, name.rpartition("/")[2], problem.detail[:90])
        for one in captures
        if isinstance(one, Capture) and (name := names.get(key(one.note.url)))
        for problem in one.note.problems
    ]
    table("Noted of recorded files", ("reason", "file", "detail"), sorted(lines))


def _folder(one: Served) -> str:
    return "/".join(one.name.split("/")[:2])


def print_entries(every: Sequence[Served], ledger: Ledger) -> None:
    """Feeds and sitemaps of which more or fewer entries were read than a plain count of tags finds."""
    lines, alike = [], 0
    for one in every:
        if one.source in ("feeds", "sitemaps") and not one.name.endswith(".json"):
            body = content(DATA / one.name)
            text = body.replace(b"\x00", b"").decode("latin-1")  # so that tags of UTF-16 are found, too
            wanted = ("item", "entry") if one.source == "feeds" else ("item", "entry", "url", "sitemap")
            tags = sum(tag in wanted for tag in TAGS.findall(text))
            if "<" not in text:  # a list of addresses
                tags = len(text.split())
            read = ledger.entries.get(key(one.url))
            alike += tags == (read or 0)
            if tags != (read or 0):
                lines.append((one.name, tags, "none" if read is None else read))
    table(f"Entries of feeds and sitemaps: {alike} files alike", ("differs", "tags", "entries"), lines)


def print_reading(captures: Sequence[Capture | Quarantined], recorded: set[str]) -> None:
    """What the readers make of the recorded pages, filings and facts that landed."""
    counts: Counter[tuple[str, str]] = Counter()
    silent = []
    for one in captures:
        if isinstance(one, Quarantined) or key(one.note.url) not in recorded:
            continue
        kind = one.note.kind.value
        counts[kind, "captures"] += 1
        if kind in ("feed", "index"):
            continue
        reading = to_documents(one)
        counts[kind, "documents"] += len(reading.documents) + len(reading.tables)
        for row in reading.quarantined:
            counts[kind, row.reason.value] += 1
        if not (reading.documents or reading.tables or reading.quarantined):
            silent.append((kind, one.note.url))
    heads = ["captures", "documents", *sorted({what for _, what in counts} - {"captures", "documents"})]
    lines = [[kind, *(counts[kind, head] for head in heads)] for kind in sorted({kind for kind, _ in counts})]
    table("Recorded files as they were read from the landing", ("kind", *heads), lines)
    table("of these neither document nor reason", ("kind", "address"), silent)
