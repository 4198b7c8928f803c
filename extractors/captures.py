"""WARC segments to captures: what was received, and what the spider knew about it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from warcio.exceptions import ArchiveLoadFailed

from extractors.archive_records import Metadata, Response, Unread, is_count, read_records
from extractors.content_encoding import GZIP_MAGIC, decoded_body
from extractors.text.unreadable import UnreadableError
from pipeline.capture import CaptureKind, CaptureNote, Problem
from pipeline.document import Quarantined
from pipeline.vocabulary import QuarantineReason, Tier

_WARC_MAGIC = b"WARC/"
_UNKNOWN_DATE = datetime.fromtimestamp(0, UTC)
_SUBMISSION_START = re.compile(rb"<SEC-DOCUMENT>|<SEC-HEADER>|<SUBMISSION>|PRIVACY-ENHANCED MESSAGE")
_FEED_START = re.compile(rb"<rss\b|<feed\b|<rdf:RDF\b|<urlset\b|<sitemapindex\b", re.IGNORECASE)


class Capture(NamedTuple):
    """One archived response; `body` is decoded from its transfer and content encodings.

    Of a bare headline there is no response: its status is 0, its body empty, all it says is in the note.
    """

    note: CaptureNote
    status: int
    content_type: str | None
    body: bytes
    record: str | None
    """`<segment>#<WARC record id>`; None for a file given by hand."""

    def quarantined(self, reason: QuarantineReason, detail: str, *, url: str | None = None) -> Quarantined:
        """A row about this capture, or about the address `url` it names."""
        return Quarantined(
            source=self.note.source,
            url=url or self.note.url,
            reason=reason,
            detail=detail,
            capture=self.record,
            seen_at=self.note.fetched_at,
        )

    @property
    def landed_at(self) -> datetime | None:
        """When it was fetched; None for a file given by hand."""
        return self.note.fetched_at if self.record else None

    def told_problems(self) -> Iterator[Quarantined]:
        """What the spider noticed, a row each."""
        for problem in self.note.problems:
            yield self.quarantined(problem.reason, problem.detail, url=problem.url)

    def is_told(self, reason: QuarantineReason) -> bool:
        """Whether the spider noticed that about the capture itself."""
        return any(p.reason == reason and p.url in (None, self.note.url) for p in self.note.problems)


def read_captures(segment: Path, *, max_bytes: int) -> Iterator[Capture | Quarantined]:
    """Captures of a WARC file in order, one at a time; what cannot be read comes as a Quarantined row.

    A response is followed by its `metadata` record (CaptureNote as JSON); one that names no response is
    about an address that never answered or a bare headline. Archives made elsewhere have none: their note
    is built from the record, with the file's name as source. A file that breaks off gives what stands
    before the break and a TRUNCATED row; a record without an address costs a row, not those after it.
    """
    with segment.open("rb") as file:
        start = file.read(len(_WARC_MAGIC))
    if start and not start.startswith((GZIP_MAGIC, _WARC_MAGIC)):
        yield _of_segment(segment, QuarantineReason.UNREADABLE, "this is no WARC file")
        return
    waiting: Response | None = None
    try:
        for item in read_records(segment, max_bytes):
            if isinstance(item, Response):
                if waiting:
                    yield from _captured(waiting, None, segment, max_bytes)
                waiting = item
            elif isinstance(item, Metadata) and waiting and item.refers == waiting.id:
                yield from _captured(waiting, item.json, segment, max_bytes)
                waiting = None
            elif isinstance(item, Unread) or not item.refers:
                yield from _standing_alone(item, segment)
        if waiting:
            yield from _captured(waiting, None, segment, max_bytes)
    except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
        if waiting:
            yield from _captured(waiting, None, segment, max_bytes)
        yield _of_segment(segment, QuarantineReason.TRUNCATED, f"the archive cannot be read further: {error}")


def segment_stem(segment: Path) -> str:
    """The name without `.warc.gz` or `.warc`."""
    return re.sub(r"\.warc(\.gz)?$", "", segment.name)


def _of_segment(segment: Path, reason: QuarantineReason, detail: str) -> Quarantined:
    return Quarantined(
        source=segment_stem(segment),
        url=f"file:{segment.name}",
        reason=reason,
        detail=detail.strip(),
        capture=segment.name,
        seen_at=datetime.fromtimestamp(segment.stat().st_mtime, UTC),
    )


def _captured(
    response: Response, note_json: bytes | None, segment: Path, max_bytes: int
) -> Iterator[Capture | Quarantined]:
    note, note_problem = _note(response, note_json, segment)
    empty = Capture(
        note=note,
        status=response.status,
        content_type=response.headers.get("content-type"),
        body=b"",
        record=f"{segment.name}#{response.id.strip('<>')}",
    )
    if note_problem:
        yield empty.quarantined(QuarantineReason.UNREADABLE, note_problem)
    try:
        body = decoded_body(response.raw, response.headers, max_bytes=max_bytes)
    except UnreadableError as error:
        yield from empty.told_problems()
        if not empty.is_told(error.reason):
            yield empty.quarantined(error.reason, error.detail)
        return
    if not body.is_whole or _is_cut(response):
        # Half a text can tell half a deal, so a cut body gives no document; a new fetch will.
        yield from empty.told_problems()
        if not empty.is_told(QuarantineReason.TRUNCATED):
            detail = f"the body breaks off after {len(body.data)} bytes"
            yield empty.quarantined(QuarantineReason.TRUNCATED, detail)
        return
    yield empty._replace(body=body.data)


def _is_cut(response: Response) -> bool:
    """Whether the record, or the response it holds, is shorter than it says."""
    if response.length is not None and len(response.raw) < response.length:
        return True
    declared = response.headers.get("content-length", "")
    encoded = {"content-encoding", "transfer-encoding"} & response.headers.keys()
    return not encoded and is_count(declared) and len(response.raw) < int(declared)


def _standing_alone(item: Metadata | Unread, segment: Path) -> Iterator[Capture | Quarantined]:
    """A headline, or the problems of a note without response; other tools' metadata is passed over."""
    if isinstance(item, Unread):
        yield _of_segment(segment, QuarantineReason.UNREADABLE, item.detail)
        return
    try:
        note = CaptureNote.model_validate_json(item.json)
    except ValidationError:
        return
    if note.kind is CaptureKind.HEADLINE:
        yield Capture(note, 0, None, b"", f"{segment.name}#{item.id.strip('<>')}")
    else:
        yield from Capture(note, 0, None, b"", segment.name).told_problems()


def _note(response: Response, note_json: bytes | None, segment: Path) -> tuple[CaptureNote, str | None]:
    problem = None
    if note_json is not None:
        try:
            return CaptureNote.model_validate_json(note_json), None
        except ValidationError as error:
            # Other tools write JSON metadata too; only a note that was meant as one is a broken one.
            first = error.errors()[0]
            if b'"fetched_at"' in note_json:
                problem = f"metadata record: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    kind = _guessed_kind(response)
    note = CaptureNote(
        source=segment_stem(segment),
        url=response.url,
        kind=kind,
        fetched_at=response.fetched_at or _UNKNOWN_DATE,
        tier=Tier.FILING if kind == CaptureKind.SUBMISSION else Tier.PRESS,
        problems=() if response.fetched_at else (_undated(response),),
    )
    return note, problem


def _undated(response: Response) -> Problem:
    detail = f"captured at {response.stated_date[:60]!r}, says its record"
    return Problem(reason=QuarantineReason.ABSURD_DATE, detail=detail)


def _guessed_kind(response: Response) -> CaptureKind:
    content_type = response.headers.get("content-type", "").lower()
    start = response.raw[:2000]
    if _SUBMISSION_START.search(start) and "html" not in content_type:
        return CaptureKind.SUBMISSION
    if "json" in content_type:
        return CaptureKind.INDEX
    if _FEED_START.search(start) or re.search(r"rss|atom|rdf", content_type):
        return CaptureKind.FEED
    return CaptureKind.ARTICLE
