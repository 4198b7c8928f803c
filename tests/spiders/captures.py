"""Reads a landing back, the way any WARC reader would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from warcio.archiveiterator import ArchiveIterator

from pipeline.capture import CaptureNote


class Capture(NamedTuple):
    """A note, and the response it is about (status None: there was none)."""

    note: CaptureNote
    status: int | None
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    """The body as received."""
    decoded: bytes
    """The body as a WARC reader unpacks it."""


def read_captures(segments: Iterable[Path]) -> list[Capture]:
    """All captures of some segments, in order; a note must refer to the response before it, or to none."""
    found = []
    for segment in segments:
        raws = _raw_bodies(segment)
        status, headers, raw, decoded, last = None, (), b"", b"", None
        with segment.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    last = record.rec_headers.get_header("WARC-Record-ID")
                    status = int(record.http_headers.get_statuscode())
                    headers = tuple(record.http_headers.headers)
                    raw, decoded = raws[last], record.content_stream().read()
                elif record.rec_type == "metadata":
                    refers_to = record.rec_headers.get_header("WARC-Refers-To")
                    note = CaptureNote.model_validate_json(record.content_stream().read())
                    if refers_to is None:
                        found.append(Capture(note, None, (), b"", b""))
                    else:
                        assert refers_to == last
                        assert record.rec_headers.get_header("WARC-Concurrent-To") == last
                        found.append(Capture(note, status, headers, raw, decoded))
    return found


def _raw_bodies(segment: Path) -> dict[str, bytes]:
    with segment.open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Record-ID"): record.raw_stream.read()
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        }
