"""The records of a WARC or ARC file, one at a time; damage costs the records it lies in.

Written here rather than taken from warcio, which holds a header of any length, stops at the first damage
and tells of it on stderr. Sources: the WARC 1.1 standard (ISO 28500:2017), the Internet Archive's ARC
File Format (versions 1 and 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.vocabulary import QuarantineReason
from spiders.archives.unpacked import DamagedError, Unpacked

MAX_LINE = 1 << 14
MAX_HEADERS = 1 << 17
"""Bytes of one record's header."""
_WARC_START = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n?")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ARC_DATE = re.compile(r"\d{8,14}")
_BLANK = (b"\r\n", b"\n", b"\r\r\n")


class Record(NamedTuple):
    """One record; `headers` are WARC's, names in lower case, whatever the file's format."""

    kind: str
    headers: Mapping[str, str]
    block: bytes
    """As much of the content as was to be kept."""
    length: int
    """Bytes of content the record says it has."""
    place: int
    is_cut: bool
    """The file ends within it."""
    is_arc: bool = False


class Damage(NamedTuple):
    """A place in a file where no record can be read."""

    place: int
    reason: QuarantineReason
    detail: str


def read_records(stream: Unpacked, *, keep: int) -> Iterator[Record | Damage]:
    """All records in order, at most `keep` bytes of each one's content."""
    while True:
        try:
            record = _next_record(stream, keep)
        except DamagedError as error:
            yield Damage(error.place, error.reason, error.detail)
            continue
        if record is None:
            return
        yield record


def begins_record(start: bytes) -> bool:
    """Whether a file that begins so is a WARC or ARC file."""
    line = start.lstrip(b"\r\n").partition(b"\n")[0] + b"\n"
    return bool(_WARC_START.fullmatch(line)) or _arc_header(line) is not None


def _next_record(stream: Unpacked, keep: int) -> Record | None:
    line = stream.readline(MAX_LINE)
    while line in _BLANK:
        line = stream.readline(MAX_LINE)
    if not line:
        return None
    place = stream.place if stream.is_gzip else stream.place - len(line)
    arc = None if _WARC_START.fullmatch(line) else _arc_header(line)
    if arc is None and not _WARC_START.fullmatch(line):
        raise _lost(stream, place, "no record begins here")
    headers = arc or _headers(stream, place)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise _lost(stream, place, f"a record without a Content-Length (it says {length[:40]!r})")
    return _with_block(stream, headers, int(length), keep, place, is_arc=arc is not None)


def _with_block(
    stream: Unpacked, headers: Mapping[str, str], length: int, keep: int, place: int, *, is_arc: bool
) -> Record:
    block = stream.read(min(length, keep))
    held = len(block) + stream.skip(length - len(block))
    behind = stream.peek_in_member(len(b"WARC/"))
    if not (is_arc or not behind or behind[:1] in (b"\r", b"\n") or behind == b"WARC/"):
        raise _lost(stream, place, f"a record that does not end after the {length} bytes it says it has")
    kind = headers.get("warc-type", "").lower()
    return Record(kind, headers, block, length, place, is_cut=held < length, is_arc=is_arc)


def _lost(stream: Unpacked, place: int, detail: str) -> DamagedError:
    """Move to the next line that begins a record; the error that tells why it was needed."""
    while line := stream.readline(MAX_LINE):
        if _WARC_START.fullmatch(line) or _arc_header(line):
            stream.put_back(line)
            break
    return DamagedError(place, detail)


def _headers(stream: Unpacked, place: int) -> dict[str, str]:
    headers: dict[str, str] = {}
    name, size = "", 0
    while (line := stream.readline(MAX_LINE)) and line not in _BLANK:
        size += len(line)
        if size > MAX_HEADERS:
            raise _lost(stream, place, f"a record with a header of more than {MAX_HEADERS} bytes")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in (" ", "\t"):  # a folded line
            headers[name] = f"{headers.get(name, '')} {text.strip()}".strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, value.strip())
    return headers


def _arc_header(line: bytes) -> dict[str, str] | None:
    """WARC's headers for the line that begins an ARC record: address, IP, date, type, …, length."""
    fields = line.decode("utf-8", "replace").rstrip("\r\n").split(" ")
    for behind_address in (4, 9):  # versions 1 and 2
        tail = fields[-behind_address:]
        address = " ".join(fields[:-behind_address])
        if len(fields) > behind_address and _ARC_DATE.fullmatch(tail[1]) and _ADDRESS.match(address):
            return {
                "warc-type": "warcinfo" if address.startswith("filedesc:") else "response",
                "warc-target-uri": address,
                "warc-ip-address": tail[0],
                "warc-date": tail[1],
                "content-type": tail[2],
                "content-length": tail[-1],
            }
    return None
