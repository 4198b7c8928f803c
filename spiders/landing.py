"""The landing: responses as received, in WARC segments `landing/<source>/<date>-<n>.warc.gz`.

A segment is written as `….warc.gz.part` and renamed when it is closed, so whoever lists `*.warc.gz` sees
complete segments only. Each record is a gzip member of its own and reaches the disk before the ledger
learns of it. So after a crash the `.part` holds whole pairs and at most one unfinished pair at its end:
the next round of the same source cuts that off, renames the rest, reports it as a segment of its own and
tells the ledger what is in it; what was cut off is not in the ledger and is fetched again.

In a segment: one `warcinfo`, then for each capture a `response` (raw body, original status line and
headers; a `Transfer-Encoding` becomes `X-Crawl-Transfer-Encoding`, because the chunking is already undone)
and a `metadata` record with a CaptureNote as JSON, which names the response in `WARC-Refers-To` and
`WARC-Concurrent-To`. The address of both is the one that answered, after redirects. A `metadata` record
without them is a note about an address that never answered, or was not asked because of what its publisher
wants: then it holds what the feed said (kind `headline`).
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pydantic import ValidationError
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.capture import CaptureNote
from pipeline.errors import CrawlError
from spiders.received import Received

PART = ".part"
SUFFIX = ".warc.gz"
MAX_SEGMENT_BYTES = 256 << 20
MAX_NOTE_BYTES = 1 << 20
"""What is looked at of a record that a crash left: notes are far shorter, bodies are only counted."""
CHUNK = 1 << 16


class Landing:
    """One source's folder in the landing, open for one round; a context manager.

    Raises CrawlError on entering when another round of the same source holds the folder.
    """

    def __init__(self, folder: Path, *, max_segment_bytes: int = MAX_SEGMENT_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_segment_bytes
        self._lock: IO[bytes] | None = None
        self._part: IO[bytes] | None = None
        self._writer: WARCWriter | None = None
        self._written = self._on_disk = 0
        """Captures, counted."""
        self._syncing: asyncio.Task[None] | None = None
        self.segments: list[Path] = []
        """Segments this round completed, those left by a crashed one included."""
        self.recovered: list[CaptureNote] = []
        """What those left by a crashed one hold."""

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self._folder / ".lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise CrawlError(f"another round is writing to {self._folder}; wait for it to end") from error
        for part in sorted(self._folder.glob(f"*{PART}")):
            if (notes := recover(part)) is not None:
                self.segments.append(part.with_suffix(""))
                self.recovered += notes
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close_segment()
        if self._lock is not None:
            self._lock.close()

    def write(self, note: CaptureNote, received: Received | None) -> None:
        """Lands one capture, on the disk when this returns; None for an address that gave no response."""
        self._append(note, received)
        self._sync()
        self._close_if_full()

    async def write_aside(self, note: CaptureNote, received: Received) -> None:
        """The same, but others work while the disk does; those that come meanwhile share its next turn."""
        self._append(note, received)
        mine = self._written
        self._close_if_full()
        while self._on_disk < mine:
            self._syncing = self._syncing or asyncio.create_task(self._sync_aside())
            await asyncio.shield(self._syncing)

    def _append(self, note: CaptureNote, received: Received | None) -> None:
        out, writer = self._open_segment()
        headers = {"WARC-Date": _warc_date(note.fetched_at)}
        if received is not None:
            response = _response_record(writer, note.url, received)
            writer.write_record(response)
            record_id = response.rec_headers.get_header("WARC-Record-ID")
            headers |= {"WARC-Refers-To": record_id, "WARC-Concurrent-To": record_id}
        payload = note.model_dump_json(exclude_defaults=True).encode()
        writer.write_record(
            writer.create_warc_record(
                note.url,
                "metadata",
                payload=BytesIO(payload),
                length=len(payload),
                warc_content_type="application/json",
                warc_headers_dict=headers,
            )
        )
        out.flush()
        self._written += 1

    def _sync(self) -> None:
        if self._part is not None and self._on_disk < self._written:
            os.fsync(self._part.fileno())  # the ledger will now say that this need not be fetched again
            self._on_disk = self._written

    async def _sync_aside(self) -> None:
        try:
            if self._part is not None:  # closed in between, it is on the disk
                written, copy = self._written, os.dup(self._part.fileno())  # it may be closed meanwhile
                await asyncio.to_thread(_to_disk, copy)
                self._on_disk = max(self._on_disk, written)
        finally:
            self._syncing = None

    def _close_if_full(self) -> None:
        if self._part is not None and self._part.tell() > self._max_bytes:
            self.close_segment()

    def close_segment(self) -> None:
        """Makes what was written visible to readers; without anything written, does nothing."""
        if self._part is None:
            return
        self._sync()
        self._part.close()
        part = Path(self._part.name)
        self.segments.append(part.rename(part.with_suffix("")))
        self._part = self._writer = None

    def _open_segment(self) -> tuple[IO[bytes], WARCWriter]:
        if self._part is None or self._writer is None:
            path = _free_name(self._folder)
            self._part = path.open("xb")
            self._writer = WARCWriter(self._part, gzip=True)
            # No host name or user: a segment may travel.
            about = {"software": "gigawatch", "format": "WARC File Format 1.0", "isPartOf": self._folder.name}
            self._writer.write_record(self._writer.create_warcinfo_record(path.with_suffix("").name, about))
        return self._part, self._writer


def _to_disk(copy: int) -> None:
    try:
        os.fsync(copy)
    finally:
        os.close(copy)


def recover(part: Path) -> tuple[CaptureNote, ...] | None:
    """Completes a segment that a crash left: cuts an unfinished capture off its end and renames it.

    Returns the notes of what it holds; None, and leaves nothing, when that is no whole capture.
    """
    whole, notes = 0, []
    with part.open("rb") as file:
        for end, json in _captures(file):
            whole = end
            with suppress(ValidationError):  # of another version of ours: then it is fetched again
                notes.append(CaptureNote.model_validate_json(json))
    if not whole:
        part.unlink()
        return None
    with part.open("r+b") as file:
        file.truncate(whole)
        os.fsync(file.fileno())  # the ledger will be told of it
    part.rename(part.with_suffix(""))
    return tuple(notes)


def _captures(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where each whole capture ends, and its note as JSON."""
    for end, member in _members(file):
        head, _, body = member.partition(b"\r\n\r\n")
        if b"\r\nWARC-Type: metadata\r\n" in head + b"\r\n":
            yield end, body


def _members(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where each whole gzip member ends, and how it begins; memory holds neither the file nor a member."""
    packed = file.read(CHUNK)
    while packed:
        stream, start = zlib.decompressobj(zlib.MAX_WBITS + 16), b""
        while not stream.eof:
            packed = packed or file.read(CHUNK)
            try:
                piece = stream.decompress(packed, CHUNK)
            except zlib.error:
                return
            if not packed and not piece and not stream.eof:
                return
            packed = stream.unconsumed_tail
            start += piece[: MAX_NOTE_BYTES - len(start)]
        packed = stream.unused_data or file.read(CHUNK)
        yield file.tell() - len(packed), start


def _free_name(folder: Path) -> Path:
    today = datetime.now(UTC).date().isoformat()
    taken = [path.name.removeprefix(f"{today}-").split(".")[0] for path in folder.glob(f"{today}-*{SUFFIX}*")]
    number = max((int(name) for name in taken if name.isdecimal()), default=0) + 1
    return folder / f"{today}-{number:03d}{SUFFIX}{PART}"


def _response_record(writer: WARCWriter, url: str, received: Received) -> ArcWarcRecord:
    headers = {"WARC-Date": _warc_date(received.at)}
    if received.ip_address:
        headers["WARC-IP-Address"] = received.ip_address
    if received.is_cut:
        headers["WARC-Truncated"] = "disconnect"
    http_headers = _HeadersAsReceived(
        f"{received.status} {received.reason}".strip(),
        [(_header_name(name), value) for name, value in received.headers],
        protocol=received.protocol,
    )
    return writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(received.body),
        length=len(received.body),
        http_headers=http_headers,
        warc_headers_dict=headers,
    )


class _HeadersAsReceived(StatusAndHeaders):  # type: ignore[misc] # warcio ships no types
    """Written byte for byte; warcio would percent-encode what is not ASCII, and fails where it cannot."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "latin-1")


def _header_name(name: str) -> str:
    return "X-Crawl-Transfer-Encoding" if name.lower() == "transfer-encoding" else name


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
