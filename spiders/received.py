"""A response exactly as it came off the wire, before anything decodes it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason

CHUNK = 1 << 20
ZLIB_METHOD = 8


@dataclass(frozen=True)
class Received:
    """Status line, headers and body of one response, content encoding untouched.

    Only the transfer's own chunking is undone: it belongs to the connection, not to the message.
    """

    status: int
    reason: str
    protocol: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    is_cut: bool = False
    """The connection closed before the announced length."""
    ip_address: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def problem(self, max_bytes: int) -> Problem | None:
        """What keeps the body from being read whole: cut off, not packed as its label says, too large."""
        if self.is_cut:
            detail = f"the connection closed after {len(self.body)} bytes"
            return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
        label = (self.header("Content-Encoding") or "").strip().lower()
        if label not in ("gzip", "x-gzip", "deflate") or not self.body:
            return None
        return _packing_problem(self.body, "deflate" if label == "deflate" else "gzip", max_bytes)


def _window(body: bytes, label: str) -> int:
    if label == "gzip":
        return zlib.MAX_WBITS + 16
    has_header = body[0] & 0x0F == ZLIB_METHOD  # some servers leave it away
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _packing_problem(body: bytes, label: str, max_bytes: int) -> Problem | None:
    stream = zlib.decompressobj(_window(body, label))
    unpacked, rest = 0, body
    try:
        while rest and not stream.eof:
            unpacked += len(stream.decompress(rest, CHUNK))
            rest = stream.unconsumed_tail
            if unpacked > max_bytes:
                detail = f"more than {max_bytes} bytes when unpacked"
                return Problem(reason=QuarantineReason.TOO_LARGE, detail=detail)
    except zlib.error as error:
        return Problem(reason=QuarantineReason.UNREADABLE, detail=f"labelled {label}, but: {error}")
    if not stream.eof:
        detail = f"the {label} stream stops after {len(body)} bytes"
        return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
    return None
