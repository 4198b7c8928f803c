"""A file, gzipped or not, as plain bytes: a bounded piece at a time, and past damage to the next record.

Archives are gzipped record by record, so a damaged member costs its own records only. Sources: RFC 1952
(members), the WARC 1.1 standard, annex D (a member per record).
"""

from __future__ import annotations

import re
import zlib
from typing import Protocol

from pipeline.errors import GigawatchError
from pipeline.vocabulary import QuarantineReason

CHUNK = 1 << 16
GZIP_START = b"\x1f\x8b\x08"
RECORD_START = re.compile(rb"WARC/|[a-z][a-z0-9+.-]{1,15}:")
"""How the content of a member begins that holds records: WARC's version, or ARC's address."""
_TRIED = 24
_HEAD = 1 << 10
"""Packed bytes that surely give the first `_TRIED` unpacked ones."""


class DamagedError(GigawatchError):
    """Bytes at `place` of a file cannot be read; what is read next begins behind them."""

    def __init__(
        self, place: int, detail: str, reason: QuarantineReason = QuarantineReason.UNREADABLE
    ) -> None:
        super().__init__(detail)
        self.place = place
        self.detail = detail
        self.reason = reason


class Readable(Protocol):
    """A file, as far as it is read here."""

    def read(self, count: int, /) -> bytes:
        """The next bytes; none at the end."""


class Unpacked:
    """Reads a file once, forward. Every method raises DamagedError where a gzip member is damaged."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._packed = file.read(CHUNK)
        self._taken = len(self._packed)
        self.is_gzip = self._packed.startswith(GZIP_START[:2])
        self._since = self._packed
        """What was read since the member began, or since the last piece of the file was read."""
        self._member: zlib._Decompress | None = None
        self._ready = bytearray()
        self.place = 0
        """Offset in the file of the gzip member, or of the byte, that comes next."""

    def peek(self, count: int) -> bytes:
        """The next bytes, which stay unread; fewer at the end."""
        while len(self._ready) < count and self._fill():
            pass
        return bytes(self._ready[:count])

    def read(self, count: int) -> bytes:
        """The next bytes; fewer at the end only."""
        return self._take(len(self.peek(count)))

    def readline(self, limit: int) -> bytes:
        """The rest of a line with its end; a longer one comes in pieces of `limit` bytes."""
        end = self._ready.find(b"\n", 0, limit)
        while end < 0 and len(self._ready) < limit and self._fill():
            end = self._ready.find(b"\n", 0, limit)
        return self._take(end + 1 if end >= 0 else min(limit, len(self._ready)))

    def put_back(self, data: bytes) -> None:
        """Bytes just read are read again."""
        self._ready[:0] = data
        self._moved(-len(data))

    def skip(self, count: int) -> int:
        """Pass over bytes without holding them; how many there were."""
        left = count
        while left and (data := self.read(min(left, CHUNK))):
            left -= len(data)
        return count - left

    def peek_in_member(self, count: int) -> bytes:
        """As `peek`, but no further than to the end of the gzip member, where its checksum is compared."""
        while len(self._ready) < count and not self._is_between_members and self._fill():
            pass
        return bytes(self._ready[:count])

    @property
    def _is_between_members(self) -> bool:
        return self.is_gzip and self._member is None

    def _take(self, count: int) -> bytes:
        data = bytes(self._ready[:count])
        del self._ready[:count]
        self._moved(count)
        return data

    def _moved(self, count: int) -> None:
        if not self.is_gzip:
            self.place += count

    def _fill(self) -> bool:
        """Unpack some more; False at the end of the file."""
        if not self._packed and (piece := self._next_piece()):
            self._since = self._packed = piece
        if not self.is_gzip:
            self._ready += self._packed
            had_more, self._packed = bool(self._packed), b""
            return had_more
        if self._member is None:
            had_more = bool(self._packed)
            self._begin_member()
            return had_more
        try:
            out = self._member.decompress(self._packed, CHUNK)
        except zlib.error as error:
            raise self._damaged(str(error).partition(": ")[2] or str(error)) from error
        if not (self._packed or out or self._member.eof):
            # Not always at its end: what is damaged may seem to go on through those behind it.
            raise self._damaged("it breaks off", QuarantineReason.TRUNCATED)
        self._ready += out
        if self._member.eof:
            self._packed, self._member = self._member.unused_data, None
        else:
            self._packed = self._member.unconsumed_tail
        return True

    def _begin_member(self) -> None:
        self._packed = self._packed.lstrip(b"\0")  # padding, as tapes and some tools leave it
        if self._packed:
            self.place = self._taken - len(self._packed)
            self._since = self._packed
            self._member = zlib.decompressobj(zlib.MAX_WBITS + 16)

    def _next_piece(self) -> bytes:
        data = self._file.read(CHUNK)
        self._taken += len(data)
        return data

    def _damaged(self, detail: str, reason: QuarantineReason = QuarantineReason.UNREADABLE) -> DamagedError:
        """Move to the next member that holds a record; the error that tells of the one that does not."""
        error = DamagedError(self.place, f"a damaged gzip member: {detail}", reason)
        self._member = None
        self._ready.clear()
        self._packed = self._from_next_record(self._since)
        return error

    def _from_next_record(self, data: bytes) -> bytes:
        data, is_end = data[1:], False
        while True:
            at = data.find(GZIP_START)
            data = data[at:] if at >= 0 else data[1 - len(GZIP_START) :]
            if len(data) < _HEAD and not is_end:
                piece = self._next_piece()
                data, is_end = data + piece, not piece
            elif at < 0 or _holds_record(data[:_HEAD]):
                return data if at >= 0 else b""
            else:
                data = data[1:]


def _holds_record(data: bytes) -> bool:
    try:
        start = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data, _TRIED)
    except zlib.error:
        return False
    return bool(RECORD_START.match(start))
