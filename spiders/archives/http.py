"""The response inside a record as a `Received`: header and body apart, the transfer's chunking undone."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader

from spiders.archives.records import MAX_HEADERS, Record
from spiders.received import Received

_STATUS = re.compile(r"(?P<protocol>HTTP/\d(?:\.\d)?) +(?P<status>\d{3})(?: +(?P<reason>.*))?")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_GZIP_START = b"\x1f\x8b"
_IP = re.compile(r"[0-9A-Fa-f.:]{3,45}")
_CHUNK = 1 << 16


def to_received(record: Record) -> Received | None:
    """The response a record holds, or the resource as if it had been one; None where there is none in it.

    `at` is when this was called: a record's own date may be no time at all.
    """
    ip = record.headers.get("warc-ip-address", "")
    address = ip if _IP.fullmatch(ip) else None
    is_cut = record.is_cut or "warc-truncated" in record.headers
    end = _END_OF_HEAD.search(record.block, 0, MAX_HEADERS) if record.kind == "response" else None
    head = record.block[: end.start()].decode("latin-1").splitlines() if end else []
    found = _STATUS.fullmatch(head[0].strip()) if head else None
    if end is None or found is None:
        if record.kind == "response" and not record.is_arc:
            return None
        # The first ARC files hold bodies alone, as resource records do.
        told = record.headers.get("content-type", "")
        headers = _fields([f"Content-Type: {told}"] if told else [])
        return Received(200, "OK", "HTTP/1.1", headers, record.block, is_cut, address)
    headers, body = _undone(_fields(head[1:]), record.block[end.end() :])
    reason = (found["reason"] or "").strip()
    return Received(int(found["status"]), reason, found["protocol"], headers, body, is_cut, address)


def start_of(received: Received, count: int) -> bytes:
    """The first bytes of the body as they were meant, where its encoding is plain or gzip."""
    if not received.body.startswith(_GZIP_START):
        return received.body[:count]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(received.body, count)
    except zlib.error:
        return b""


def _fields(lines: list[str]) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:  # a folded line
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif colon and name.strip():
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def _undone(headers: tuple[tuple[str, str], ...], body: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers that are true of the body: chunking undone, encodings renamed that others had undone."""
    names = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in names.get("transfer-encoding", ""):
        reader = ChunkedDataReader(BytesIO(body))  # passes through what is not chunked after all
        body = b"".join(iter(lambda: reader.read(_CHUNK), b""))
    if "gzip" in names.get("content-encoding", "") and not body.startswith(_GZIP_START):
        headers = tuple(
            (f"X-Crawl-{name}" if name.lower() in ("content-encoding", "content-length") else name, value)
            for name, value in headers
        )
    return headers, body
