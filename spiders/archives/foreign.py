"""One record from elsewhere to a capture of ours, or to the reason why it is passed over."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipeline.capture import CaptureKind, CaptureNote, Problem
from pipeline.ids import content_id
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier
from spiders.archives.http import start_of, to_received
from spiders.archives.records import Damage, Record
from spiders.received import Received
from spiders.sources import Source
from spiders.urls import canonical_url, host_of

READ = frozenset({"text/html", "application/xhtml+xml", "application/pdf", "text/plain"})
"""Media types of which documents are made."""
UNTOLD = frozenset({"", "application/octet-stream", "application/unknown", "unknown"})
"""What stands where the type is not known."""
OTHER_TYPES = ("image", "video", "audio", "font", "css", "javascript", "json", "xml")
"""Parts of media types by which what is passed over is counted; further ones are "other_type"."""
OTHER_RECORDS = frozenset({"warcinfo", "request", "metadata", "revisit", "conversion", "continuation"})
WHOLE = frozenset({200, 203})
EARLIEST_YEAR = 1990
MAX_AHEAD = timedelta(days=2)
_PAGE_START = re.compile(rb"\s*(?:%PDF-|<!doctype html|<html)", re.IGNORECASE)
_SUBMISSION_START = re.compile(rb"<SEC-DOCUMENT>|<SEC-HEADER>|<SUBMISSION>|PRIVACY-ENHANCED MESSAGE")
_START = 2000
_UNREADABLE = QuarantineReason.UNREADABLE


class Origin(NamedTuple):
    """Where records come from, and what is known beforehand of who published them."""

    source: str
    archive: str
    """The file's name, and the name inside of it where it is a WACZ."""
    fingerprint: str
    """Tells it from other files of that name."""
    publishers: Mapping[str, Source]
    """The sources we crawl, by host: what they are does not depend on who archived them."""
    max_bytes: int


class Foreign(NamedTuple):
    """A capture to be landed; `key` is the same for the same bytes from the same address."""

    note: CaptureNote
    received: Received | None
    key: str


def to_foreign(record: Record, origin: Origin) -> Foreign | str:
    """The capture a record is, with its problems; or in a word why it is none that is read."""
    if record.kind not in ("response", "resource"):
        return record.kind if record.kind in OTHER_RECORDS else "other_record"
    address = record.headers.get("warc-target-uri", "").strip("<> ")
    if not address.lower().startswith(("http:", "https:")):
        return "no_web_address"
    received = to_received(record)
    if received is None:
        return _damaged(origin, record.place, _UNREADABLE, f"{address[:200]}: no HTTP response")
    if received.status not in WHOLE:
        return f"answered_{received.status}"
    if other := _other_type(record, received):
        return other
    if not received.body and not record.is_cut:
        return "empty"
    try:
        url = canonical_url(address)
    except ValueError as error:
        return _damaged(origin, record.place, _UNREADABLE, str(error))
    return _capture(record, received, url, origin)


def to_damaged(damage: Damage, origin: Origin) -> Foreign:
    """A place in the archive where nothing can be read, as a note that stands alone."""
    return _damaged(origin, damage.place, damage.reason, damage.detail)


def _damaged(origin: Origin, place: int, reason: QuarantineReason, detail: str) -> Foreign:
    url = f"file:{origin.archive}?{origin.fingerprint}#{place}"
    problem = Problem(reason=reason, detail=detail)
    note = CaptureNote(
        source=origin.source,
        url=url,
        kind=CaptureKind.ARTICLE,
        fetched_at=datetime.now(UTC),
        problems=(problem,),
    )
    return Foreign(note, None, content_id("record", url, reason, detail))


def _capture(record: Record, received: Received, url: str, origin: Origin) -> Foreign:
    stated = record.headers.get("warc-date", "")
    fetched_at = _moment(stated)
    problems = [_problem(record, received, origin.max_bytes)]
    if fetched_at is None:
        problems.append(
            Problem(
                reason=QuarantineReason.ABSURD_DATE, detail=f"captured at {stated[:60]!r}, says its record"
            )
        )
    note = CaptureNote(
        source=origin.source,
        url=url,
        fetched_at=fetched_at or received.at,
        found_in=f"file:{origin.archive}#{record.place}",
        problems=tuple(problem for problem in problems if problem),
        **_sort(received, url, origin),
    )
    key = content_id("record", url, hashlib.sha256(received.body).hexdigest())
    if _is_too_large(record, origin.max_bytes):
        return Foreign(note, None, key)
    return Foreign(note, replace(received, at=note.fetched_at), key)


def _sort(received: Received, url: str, origin: Origin) -> dict[str, object]:
    """What sort of text it is, and how near to the deal whoever published it stands."""
    start = start_of(received, _START)
    if _SUBMISSION_START.search(start) and "html" not in _media(received):
        return {
            "kind": CaptureKind.SUBMISSION,
            "tier": Tier.FILING,
            "document_kind": DocumentKind.FILING,
            "country": "US",
        }
    publisher = origin.publishers.get(host_of(url))
    if publisher is None:
        return {"kind": CaptureKind.ARTICLE}
    return {
        "kind": CaptureKind.ARTICLE,
        "tier": publisher.tier,
        "document_kind": publisher.document_kind,
        "country": publisher.country,
    }


def _problem(record: Record, received: Received, max_bytes: int) -> Problem | None:
    """What keeps the body from being read whole, the gravest first."""
    if _is_too_large(record, max_bytes):
        detail = f"a record of {record.length} bytes, where {max_bytes} are read"
        return Problem(reason=QuarantineReason.TOO_LARGE, detail=detail)
    if record.is_cut:
        detail = f"the archive ends after {len(record.block)} of the record's {record.length} bytes"
        return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
    if why := record.headers.get("warc-truncated"):
        detail = f"archived only as far as {len(received.body)} bytes (WARC-Truncated: {why[:40]})"
        return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
    if "warc-segment-number" in record.headers:
        detail = "one of several segments of a capture, which are not put together"
        return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
    if not _has_its_digest(record):
        detail = "its content is not that of which the record states the digest"
        return Problem(reason=_UNREADABLE, detail=detail)
    return received.problem(max_bytes)


def _is_too_large(record: Record, max_bytes: int) -> bool:
    return record.length > len(record.block) and not record.is_cut and len(record.block) > max_bytes


def _has_its_digest(record: Record) -> bool:
    """Whether the block has the digest its record states; one of another sort says nothing."""
    algorithm, _, stated = record.headers.get("warc-block-digest", "").partition(":")
    if algorithm.lower() not in ("sha1", "sha256") or not stated:
        return True
    found = hashlib.new(algorithm.lower(), record.block, usedforsecurity=False)
    spelt = (found.hexdigest(), b32encode(found.digest()).decode().rstrip("="))
    return stated.lower().rstrip("=") in {spelling.lower() for spelling in spelt}


def _other_type(record: Record, received: Received) -> str | None:
    """None for a capture that is read, else the word under which it is counted."""
    media = _media(received)
    if media in UNTOLD:
        media = _media_type(record.headers.get("warc-identified-payload-type", ""))
    if media in READ or (media in UNTOLD and _PAGE_START.match(start_of(received, _START))):
        return None
    if media in UNTOLD:
        return "untold_type"
    return next((part for part in OTHER_TYPES if part in media), "other_type")


def _media(received: Received) -> str:
    return _media_type(received.header("Content-Type") or "")


def _media_type(stated: str) -> str:
    return stated.partition(";")[0].strip().lower()


def _moment(stated: str) -> datetime | None:
    """A record's date in UTC: ISO 8601 in WARC, 14 digits (or the first 8 to 13) in ARC."""
    try:
        if stated.isdigit():
            moment = datetime.strptime(stated.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(stated)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= EARLIEST_YEAR and moment < datetime.now(UTC) + MAX_AHEAD else None
