"""Writes the WARC files that the tests read: real ones, by warcio, as the spiders write theirs."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.capture import CaptureKind, CaptureNote

FETCHED = datetime(2025, 11, 6, 12, 0, tzinfo=UTC)
URL = "http://wire.example/story"

STORY_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Northgate buys Halden</title>
<meta property="article:published_time" content="2025-11-04T14:05:00Z"></head><body><nav>Home Markets</nav>
<article><h1>Northgate buys Halden</h1>
<p>Northgate Compute said on Tuesday it would buy Halden Data Centers for about $9 billion in cash.</p>
<p>The seller runs 1,300 MW of capacity at nine campuses, most of it let to firms that train models.</p>
</article></body></html>"""


def note(url: str = URL, **fields: Any) -> CaptureNote:
    """What a spider would say about an article of a wire."""
    given = {"source": "wire", "kind": CaptureKind.ARTICLE, "fetched_at": FETCHED, **fields}
    return CaptureNote(url=url, **given)


class Archive:
    """A WARC file being written."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=path.suffix == ".gz")
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, {"software": "a test"}))

    def add(
        self,
        body: bytes | str,
        about: CaptureNote | bytes | None = None,
        *,
        url: str = URL,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
        kind: str = "response",
    ) -> None:
        """A response, and a note about it where one is given."""
        data = body.encode() if isinstance(body, str) else body
        url = about.url if isinstance(about, CaptureNote) else url
        response = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(data),
            length=len(data),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2025-11-06T12:00:00Z"},
        )
        self._writer.write_record(response)
        if about is not None:
            self.add_note(about, refers_to=response.rec_headers.get_header("WARC-Record-ID"))

    def add_note(self, about: CaptureNote | bytes, *, refers_to: str | None = None) -> None:
        """A metadata record; one that refers to nothing is about an address that never answered."""
        payload = about if isinstance(about, bytes) else about.model_dump_json(exclude_defaults=True).encode()
        self._writer.write_record(
            self._writer.create_warc_record(
                about.url if isinstance(about, CaptureNote) else URL,
                "metadata",
                payload=BytesIO(payload),
                length=len(payload),
                warc_content_type="application/json",
                warc_headers_dict={"WARC-Refers-To": refers_to} if refers_to else {},
            )
        )

    def close(self) -> Path:
        """The finished file."""
        self._file.close()
        return self.path


def gzipped(text: str) -> bytes:
    """The same bytes on every run."""
    return gzip.compress(text.encode(), mtime=0)
