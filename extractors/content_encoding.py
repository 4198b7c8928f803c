"""HTTP bodies as received to the bytes that were meant, within a bound."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from warcio.bufferedreaders import ChunkedDataReader

from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

_CHUNK = 1 << 16
_MAX_MEMBERS = 1_000
"""Members of one gzip stream: each costs a copy of what comes behind it."""
GZIP_MAGIC = b"\x1f\x8b"
_AUTO_WINDOW = zlib.MAX_WBITS | 32
"""Window bits that take both gzip and zlib streams."""


class _Decompressor(Protocol):
    def take(self, data: bytes, room: int) -> bytes:
        """At most about `room` bytes more."""

    def is_complete(self) -> bool:
        """Whether the stream came to its own end."""


class Body(NamedTuple):
    """Decoded bytes; `is_whole` is False where the stream broke off before its end."""

    data: bytes
    is_whole: bool


def decoded_body(raw: bytes, headers: Mapping[str, str], *, max_bytes: int) -> Body:
    """Undo Transfer-Encoding and Content-Encoding; header names in lower case.

    Raises UnreadableError: TOO_LARGE beyond `max_bytes` (so a decompression bomb costs no more than
    that), UNREADABLE for an encoding nobody here speaks or a stream damaged in the middle.
    """
    _refuse_large(raw, max_bytes)
    data, is_whole = raw, True
    if "chunked" in headers.get("transfer-encoding", "").lower():
        # Passes through what a crawler has already put together.
        chunks = ChunkedDataReader(io.BytesIO(raw))
        data = b"".join(iter(lambda: chunks.read(_CHUNK), b""))
    encodings = [name.strip() for name in headers.get("content-encoding", "").lower().split(",")]
    for encoding in reversed([name for name in encodings if name not in ("", "identity", "none")]):
        body = _decode(data, encoding, max_bytes)
        data, is_whole = body.data, is_whole and body.is_whole
    return Body(data, is_whole)


def gunzipped(data: bytes, *, max_bytes: int) -> Body:
    """A gzip file's content, all members; errors as for decoded_body."""
    return _drained(data, _Zlib, max_bytes)


def _decode(data: bytes, encoding: str, max_bytes: int) -> Body:
    if encoding in ("gzip", "x-gzip"):
        # Archives written after a decoding proxy keep the header but not the encoding.
        return _drained(data, _Zlib, max_bytes) if data.startswith(GZIP_MAGIC) else Body(data, True)
    if encoding == "deflate":
        # RFC 9110 means a zlib stream; many servers send the bare one.
        is_zlib = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return _drained(data, _Zlib if is_zlib else _BareDeflate, max_bytes)
    if encoding == "br":
        return _drained(data, _brotli(), max_bytes)
    raise UnreadableError(QuarantineReason.UNREADABLE, f"content encoding {encoding!r} is not supported")


def _refuse_large(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise UnreadableError(QuarantineReason.TOO_LARGE, f"more than {max_bytes} bytes")


def _drained(data: bytes, opened: Callable[[], _Decompressor], max_bytes: int) -> Body:
    stream = opened()
    try:
        out = stream.take(data, max_bytes + 1)
    except Exception as error:  # zlib.error, brotli.error: neither has a common base
        raise UnreadableError(QuarantineReason.UNREADABLE, f"damaged compression: {error}") from error
    _refuse_large(out, max_bytes)
    return Body(out, stream.is_complete())


class _Zlib:
    """gzip members one after another, or a zlib stream."""

    window = _AUTO_WINDOW

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(self.window)

    def take(self, data: bytes, room: int) -> bytes:
        members: list[bytes] = []
        while True:
            if len(members) == _MAX_MEMBERS:
                raise ValueError(f"more than {_MAX_MEMBERS} gzip members")
            members.append(self._stream.decompress(data, room))
            room -= len(members[-1])
            data = self._stream.unused_data
            if not self._stream.eof or not data.startswith(GZIP_MAGIC) or room <= 0:
                return members[0] if len(members) == 1 else b"".join(members)
            self._stream = zlib.decompressobj(self.window)

    def is_complete(self) -> bool:
        return self._stream.eof


class _BareDeflate(_Zlib):
    window = -zlib.MAX_WBITS


def _brotli() -> Callable[[], _Decompressor]:
    try:
        import brotli  # type: ignore[import-untyped]  # ships no types
    except ImportError:
        raise UnreadableError(QuarantineReason.UNREADABLE, "content encoding 'br' needs brotli") from None

    class _Brotli:
        def __init__(self) -> None:
            self._stream = brotli.Decompressor()

        def take(self, data: bytes, room: int) -> bytes:
            out = bytearray(self._stream.process(data, output_buffer_limit=room))
            while len(out) < room and not self._stream.can_accept_more_data():
                out += self._stream.process(b"", output_buffer_limit=room - len(out))
            return bytes(out)

        def is_complete(self) -> bool:
            return bool(self._stream.is_finished())

    return _Brotli
