"""WARC segments to captures: what was received, and what the spider knew about it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from extractors.content_encoding import GZIP_MAGIC, decoded_body
from extractors.text.unreadable import UnreadableError
from pipeline.capture import CaptureKind, CaptureNote
from pipeline.document import Quarantined
from pipeline.vocabulary import QuarantineReason, Tier

_WARC_MAGIC = b"WARC/"
_DISCARDED = 1 << 20
_MAX_NOTE = 1 << 20
"""Bytes of a metadata record that are read; a note of a spider takes some hundreds."""
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


class _Response(NamedTuple):
    """A response record as it lies in the archive; `length` is what it should have, in bytes."""

    id: str
    url: str
    fetched_at: datetime
    status: int
    headers: Mapping[str, str]
    raw: bytes
    length: int | None


class _Metadata(NamedTuple):
    """A metadata record; `refers` is the id of the response that it is about, "" for none."""

    id: str
    refers: str
    json: bytes


def read_captures(segment: Path, *, max_bytes: int) -> Iterator[Capture | Quarantined]:
    """Captures of a WARC file in order, one at a time; what cannot be read comes as a Quarantined row.

    A response is followed by its `metadata` record (CaptureNote as JSON); one that names no response is
    about an address that never answered or a bare headline. Archives made elsewhere have none: their note
    is built from the record, with the file's name as source. A file that breaks off gives what stands
    before the break and a TRUNCATED row.
    """
    with segment.open("rb") as file:
        start = file.read(len(_WARC_MAGIC))
    if start and not start.startswith((GZIP_MAGIC, _WARC_MAGIC)):
        yield _of_segment(segment, QuarantineReason.UNREADABLE, "this is no WARC file")
        return
    waiting: _Response | None = None
    try:
        for item in _responses_and_notes(segment, max_bytes):
            if isinstance(item, _Response):
                if waiting:
                    yield from _captured(waiting, None, segment, max_bytes)
                waiting = item
            elif waiting and item.refers == waiting.id:
                yield from _captured(waiting, item.json, segment, max_bytes)
                waiting = None
            elif not item.refers:
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


def _responses_and_notes(segment: Path, max_bytes: int) -> Iterator[_Response | _Metadata]:
    """Response records, and metadata records that hold JSON.

    Raises EOFError at the end of an archive that breaks off.
    """
    last = 0
    with segment.open("rb") as file:
        archive = ArchiveIterator(file)
        for record in archive:
            last = archive.offset  # asking get_record_offset() would read past the body
            if record.rec_type in ("response", "resource"):
                yield _response(record, max_bytes)
            elif record.rec_type == "metadata":
                header = record.rec_headers.get_header
                refers = header("WARC-Refers-To") or header("WARC-Concurrent-To") or ""
                if "json" in (header("Content-Type") or ""):
                    # A longer one is cut, and so no note: it costs a row, not memory.
                    yield _Metadata(header("WARC-Record-ID") or "", refers, record.raw_stream.read(_MAX_NOTE))
    if not _ends_whole(segment, last):
        raise EOFError("its last record is cut off")


def _ends_whole(segment: Path, last: int) -> bool:
    """Whether the gzip members from the last record on are all complete: warcio passes over a cut one."""
    with segment.open("rb") as file:
        file.seek(last)
        data = file.read(_DISCARDED)
        if not data.startswith(GZIP_MAGIC):
            return True
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            while data:
                stream.decompress(data, _DISCARDED)
                if stream.eof:
                    data = stream.unused_data or file.read(_DISCARDED)
                    stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if data else stream
                else:
                    data = stream.unconsumed_tail or file.read(_DISCARDED)
        except zlib.error:
            return False
    return stream.eof


def _response(record: ArcWarcRecord, max_bytes: int) -> _Response:
    header = record.rec_headers.get_header
    http = record.http_headers
    headers: dict[str, str] = {}
    for name, value in http.headers if http else ():
        headers.setdefault(name.lower(), value)
    if http is None and (content_type := header("Content-Type")):
        headers["content-type"] = content_type
    length = record.payload_length if record.payload_length >= 0 else record.length
    return _Response(
        id=header("WARC-Record-ID") or "",
        url=header("WARC-Target-URI") or "",
        fetched_at=_warc_date(header("WARC-Date")),
        status=_status(http.get_statuscode() if http else None),
        headers=headers,
        raw=record.raw_stream.read(max_bytes + 1),
        length=length,
    )


def _warc_date(stated: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _status(code: str | None) -> int:
    return int(code) if code and code.isdigit() else 200


def _captured(
    response: _Response, note_json: bytes | None, segment: Path, max_bytes: int
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


def _is_cut(response: _Response) -> bool:
    """Whether the record, or the response it holds, is shorter than it says."""
    if response.length is not None and len(response.raw) < response.length:
        return True
    declared = response.headers.get("content-length", "")
    encoded = {"content-encoding", "transfer-encoding"} & response.headers.keys()
    return not encoded and declared.isdigit() and len(response.raw) < int(declared)


def _standing_alone(metadata: _Metadata, segment: Path) -> Iterator[Capture | Quarantined]:
    """A headline, or the problems of a note without response; other tools' metadata is passed over."""
    try:
        note = CaptureNote.model_validate_json(metadata.json)
    except ValidationError:
        return
    if note.kind is CaptureKind.HEADLINE:
        yield Capture(note, 0, None, b"", f"{segment.name}#{metadata.id.strip('<>')}")
    else:
        yield from Capture(note, 0, None, b"", segment.name).told_problems()


def _note(response: _Response, note_json: bytes | None, segment: Path) -> tuple[CaptureNote, str | None]:
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
        fetched_at=response.fetched_at,
        tier=Tier.FILING if kind == CaptureKind.SUBMISSION else Tier.PRESS,
    )
    return note, problem


def _guessed_kind(response: _Response) -> CaptureKind:
    content_type = response.headers.get("content-type", "").lower()
    start = response.raw[:2000]
    if _SUBMISSION_START.search(start) and "html" not in content_type:
        return CaptureKind.SUBMISSION
    if "json" in content_type:
        return CaptureKind.INDEX
    if _FEED_START.search(start) or re.search(r"rss|atom|rdf", content_type):
        return CaptureKind.FEED
    return CaptureKind.ARTICLE
