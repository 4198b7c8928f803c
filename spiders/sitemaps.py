"""Sitemaps to leads: news and plain ones, indexes of them, gzipped or not, in XML or as lines of text."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.feeds import parse_feed
from spiders.leads import IndexAsk, IndexReading, Lead
from spiders.urls import canonical_url

GZIP = b"\x1f\x8b"
MAX_PARTS = 50
"""Sitemaps followed out of one index: one of a news site has a part per day or month, newest wanted."""
SUBSCRIBERS = frozenset({"subscription", "registration"})
"""`news:access` of an article that not everybody may read."""
FEEDS = frozenset({"rss", "feed", "RDF"})
LINE = re.compile(r"\s*https?://\S+\s*")


class _Unpacked(NamedTuple):
    body: bytes
    problem: Problem | None = None


class _Entry(NamedTuple):
    """One `<url>` or `<sitemap>`; texts as they stand."""

    loc: str
    title: str | None = None
    stated_time: str | None = None
    access: str = ""


def parse_sitemap(body: bytes, *, url: str, since: datetime, max_bytes: int) -> IndexReading:
    """What a sitemap names, entries stated to be older than `since` passed over; never raises for bad bytes.

    An index gives its parts as `further`, the newest where there are many. One that is not well-formed is
    used as far as it goes, less the entry it breaks off in. Times and titles are kept as stated.
    """
    unpacked = _unpacked(body, max_bytes)
    root, fault = _parsed(unpacked.body)
    if root is None:
        reading = _of_lines(unpacked.body, url) or _broken(f"neither XML nor a list of addresses: {fault}")
    elif _name(root) in FEEDS:
        return parse_feed(unpacked.body, url=url)
    elif _name(root) not in ("urlset", "sitemapindex"):
        reading = _broken(f"a <{_name(root)}> is no sitemap")
    else:
        # What a parser mends at the end of a broken text may be half an address.
        reading = _of_tree(root, url, since, drop_last=bool(fault or unpacked.problem))
        if fault:
            problem = _malformed(f"not well-formed, {reading.entries} entries used: {fault}")
            reading = _with_problem(reading, problem)
    return _with_problem(reading, unpacked.problem) if unpacked.problem else reading


def _unpacked(body: bytes, max_bytes: int) -> _Unpacked:
    """A `.xml.gz` unpacked, at most `max_bytes` of it; anything else as it is."""
    if not body.startswith(GZIP):
        return _Unpacked(body)
    stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
    try:
        found = stream.decompress(body, max_bytes)
    except zlib.error as error:
        return _Unpacked(b"", Problem(reason=QuarantineReason.UNREADABLE, detail=f"gzip, but: {error}"))
    if stream.eof:
        return _Unpacked(found)
    if stream.unconsumed_tail:
        detail = f"more than {max_bytes} bytes when unpacked"
        return _Unpacked(found, Problem(reason=QuarantineReason.TOO_LARGE, detail=detail))
    detail = f"the gzip stream stops after {len(body)} bytes"
    return _Unpacked(found, Problem(reason=QuarantineReason.TRUNCATED, detail=detail))


def _parsed(body: bytes) -> tuple[etree._Element | None, str]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)
    # A relative namespace name and the like are warnings: nothing was lost.
    faults = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.ERROR]
    return root, f"line {faults[0].line}: {faults[0].message}" if faults else ""


def _of_tree(root: etree._Element, url: str, since: datetime, *, drop_last: bool) -> IndexReading:
    # Pages and parts by their own names, for some lists hold both.
    elements = [child for child in root if _name(child) in ("url", "sitemap")]
    if drop_last:
        elements = elements[:-1]
    passed_over: Counter[str] = Counter()
    problems: list[Problem] = []
    good: dict[str, dict[str, _Entry]] = {"url": {}, "sitemap": {}}
    for number, element in enumerate(elements, 1):
        kind, entry = _name(element), _entry(element)
        try:
            address = canonical_url(entry.loc)
        except ValueError as error:
            named = f"{kind} {number}" + (f" ({entry.title!r})" if entry.title else "")
            why = str(error) if entry.loc else "no address"
            problems.append(Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named}: {why}"[:500]))
            continue
        if (at := _time(entry)) and at < since:
            passed_over["too_old"] += 1
        else:
            good[kind][address] = entry
    parts = _newest(good["sitemap"])
    if rest := len(good["sitemap"]) - len(parts):
        passed_over["too_many_sitemaps"] = rest
    return IndexReading(
        leads=tuple(_lead(address, entry, url) for address, entry in good["url"].items()),
        further=tuple(IndexAsk(url=address) for address in parts),
        problems=tuple(problems),
        entries=len(elements),
        passed_over=passed_over,
    )


def _entry(element: etree._Element) -> _Entry:
    """Fields by local name: real sitemaps get their namespaces wrong."""
    texts = {_name(child): _text(child) for child in element}
    news = next((child for child in element if _name(child) == "news"), ())
    told = {_name(child): _text(child) for child in news}
    return _Entry(
        loc=texts.get("loc") or _text(element),
        title=told.get("title") or None,
        stated_time=told.get("publication_date") or texts.get("lastmod") or None,
        access=told.get("access", ""),
    )


def _newest(entries: dict[str, _Entry]) -> list[str]:
    if len(entries) <= MAX_PARTS:
        return list(entries)
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(entries, key=lambda address: _time(entries[address]) or never, reverse=True)[:MAX_PARTS]


def _time(entry: _Entry) -> datetime | None:
    """Only to tell old from new; a time nobody can read is no reason to pass something over."""
    try:
        at = datetime.fromisoformat(entry.stated_time or "")
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _lead(address: str, entry: _Entry, found_in: str) -> Lead:
    return Lead(
        url=address,
        kind=CaptureKind.ARTICLE,
        found_in=found_in,
        title=entry.title,
        stated_time=entry.stated_time,
        is_for_subscribers=entry.access.lower() in SUBSCRIBERS,
    )


def _of_lines(body: bytes, url: str) -> IndexReading | None:
    """A sitemap of one address a line, None where it is something else."""
    lines = [line for line in body.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    if not lines or not LINE.fullmatch(lines[0]):
        return None
    leads: dict[str, Lead] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        try:
            address = canonical_url(line)
        except ValueError as error:
            detail = f"line {number}: {error}"[:500]
            problems.append(Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=detail))
        else:
            leads[address] = _lead(address, _Entry(line), url)
    return IndexReading(leads=tuple(leads.values()), problems=tuple(problems), entries=len(lines))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _with_problem(reading: IndexReading, problem: Problem) -> IndexReading:
    problems = (problem, *reading.problems)
    return reading.model_copy(update={"problems": problems, "is_broken": True})


def _broken(why: str) -> IndexReading:
    return IndexReading(problems=(_malformed(why),), is_broken=True)


def _malformed(detail: str) -> Problem:
    return Problem(reason=QuarantineReason.MALFORMED_FEED, detail=detail[:500])
