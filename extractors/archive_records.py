"""The records of a WARC file that matter: responses, what is noted about them, and what is neither."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders

from extractors.content_encoding import GZIP_MAGIC

_DISCARDED = 1 << 20
_MAX_DIGITS = 20
_MAX_NOTE = 1 << 20
"""Bytes of a metadata record that are read; a note of a spider takes some hundreds."""


class Response(NamedTuple):
    """A response record as it lies in the archive; `length` is what it should have, in bytes."""

    id: str
    url: str
    stated_date: str
    status: int
    headers: Mapping[str, str]
    raw: bytes
    length: int | None

    @property
    def fetched_at(self) -> datetime | None:
        """The stated date in UTC; None where it is none."""
        try:
            moment = datetime.fromisoformat(self.stated_date)
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


class Metadata(NamedTuple):
    """A metadata record; `refers` is the id of the response that it is about, "" for none."""

    id: str
    refers: str
    json: bytes


class Unread(NamedTuple):
    """A record that cannot be read, and why; those after it can."""

    detail: str


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc] # warcio ships no types
    """Of responses without an address warcio reads no headers either, instead of failing on them."""

    def load_http_headers(self, rec_type: str, uri: str | None, *rest: object) -> StatusAndHeaders | None:
        return super().load_http_headers(rec_type, uri or "", *rest)


def is_count(stated: str) -> bool:
    """Whether a header's value is a number of bytes, or a status, that `int` reads."""
    return stated.isascii() and stated.isdecimal() and len(stated) < _MAX_DIGITS


def read_records(segment: Path, max_bytes: int) -> Iterator[Response | Metadata | Unread]:
    """Response records, those without an address as Unread, and metadata records that hold JSON.

    Raises EOFError at the end of an archive that breaks off.
    """
    last = 0
    with segment.open("rb") as file:
        archive = ArchiveIterator(file)
        archive.loader = _Loader(verify_http=False, arc2warc=False)
        for record in archive:
            last = archive.offset  # asking get_record_offset() would read past the body
            if record.rec_type in ("response", "resource"):
                named = record.rec_headers.get_header("WARC-Target-URI")
                yield _response(record, max_bytes) if named else _without_address(last)
            elif record.rec_type == "metadata":
                header = record.rec_headers.get_header
                refers = header("WARC-Refers-To") or header("WARC-Concurrent-To") or ""
                if "json" in (header("Content-Type") or ""):
                    # A longer one is cut, and so no note: it costs a row, not memory.
                    yield Metadata(header("WARC-Record-ID") or "", refers, record.raw_stream.read(_MAX_NOTE))
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


def _response(record: ArcWarcRecord, max_bytes: int) -> Response:
    header = record.rec_headers.get_header
    http = record.http_headers
    headers: dict[str, str] = {}
    for name, value in http.headers if http else ():
        headers.setdefault(name.lower(), value)
    if http is None and (content_type := header("Content-Type")):
        headers["content-type"] = content_type
    length = record.payload_length if record.payload_length >= 0 else record.length
    return Response(
        id=header("WARC-Record-ID") or "",
        url=header("WARC-Target-URI"),
        stated_date=header("WARC-Date") or "",
        status=_status(http.get_statuscode() if http else None),
        headers=headers,
        raw=record.raw_stream.read(max_bytes + 1),
        length=length,
    )


def _without_address(place: int) -> Unread:
    return Unread(f"the record at byte {place} states no WARC-Target-URI")


def _status(code: str | None) -> int:
    return int(code) if code and is_count(code) else 200
