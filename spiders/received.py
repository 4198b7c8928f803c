"""A response exactly as it came off the wire, before anything decodes it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason

CHUNK = 1 << 20


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
        """What keeps the body from being read whole: cut off, no gzip in spite of its label, too large."""
        if self.is_cut:
            detail = f"the connection closed after {len(self.body)} bytes"
            return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
        if (self.header("Content-Encoding") or "").strip().lower() not in ("gzip", "x-gzip") or not self.body:
            return None
        return _gzip_problem(self.body, max_bytes)


def _gzip_problem(body: bytes, max_bytes: int) -> Problem | None:
    stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
    unpacked, rest = 0, body
    try:
        while rest and not stream.eof:
            unpacked += len(stream.decompress(rest, CHUNK))
            rest = stream.unconsumed_tail
            if unpacked > max_bytes:
                detail = f"more than {max_bytes} bytes when unpacked"
                return Problem(reason=QuarantineReason.TOO_LARGE, detail=detail)
    except zlib.error as error:
        return Problem(reason=QuarantineReason.UNREADABLE, detail=f"labelled gzip, but: {error}")
    if not stream.eof:
        detail = f"the gzip stream stops after {len(body)} bytes"
        return Problem(reason=QuarantineReason.TRUNCATED, detail=detail)
    return None
