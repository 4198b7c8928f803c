"""Archives as other tools write them: WARC by warcio, ARC by hand, WACZ by zipfile."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = (
    "<!doctype html><html><head><title>Northgate buys Halden</title></head><body><article>"
    "<h1>Northgate buys Halden</h1><p>Northgate Compute said on Tuesday it would buy Halden Data Centers for "
    "about $9 billion in cash.</p><p>The seller runs 1,300 MW of capacity at nine campuses.</p>"
    "</article></body></html>"
)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Foreign:
    """A WARC file being written in memory."""

    def __init__(self, *, gzip: bool = True) -> None:
        self._out = BytesIO()
        self._writer = WARCWriter(self._out, gzip=gzip)
        self._writer.write_record(self._writer.create_warcinfo_record("x.warc", {"software": "another"}))
        self.ends = [self._out.tell()]
        """Where each record ends in the file, the warcinfo first."""

    def add(
        self,
        body: bytes | str = PAGE,
        url: str = "http://press.example/1",
        *,
        status: str = "200 OK",
        http: tuple[tuple[str, str], ...] | None = HTML,
        kind: str = "response",
        content_type: str | None = None,
        **warc: str,
    ) -> Foreign:
        """One record; keywords are WARC headers, `Payload_Type="…"` for `WARC-Payload-Type`."""
        data = body.encode() if isinstance(body, str) else body
        headers = {f"WARC-{name.replace('_', '-')}": value for name, value in warc.items()}
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(data),
                length=len(data),
                warc_content_type=content_type or "",
                http_headers=None
                if http is None
                else StatusAndHeaders(status, list(http), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": "2019-05-06T07:08:09Z", **headers},
            )
        )
        self.ends.append(self._out.tell())
        return self

    @property
    def data(self) -> bytes:
        """The file so far."""
        return self._out.getvalue()

    def save(self, path: Path) -> Path:
        """The file on disk."""
        path.write_bytes(self.data)
        return path


def arc(*records: tuple[str, str, bytes]) -> bytes:
    """An ARC file, version 1, of (address, content type, block)."""
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    all_records = [("filedesc://old.arc", "text/plain", about), *records]
    return b"".join(
        f"{url} 192.0.2.1 20080430204825 {kind} {len(block)}\n".encode() + block + b"\n"
        for url, kind, block in all_records
    )


def wacz(path: Path, entries: dict[str, bytes], *, manifest: bytes | None = None) -> Path:
    """A WACZ of some entries, with the datapackage.json that states their digests."""
    resources = [
        {"name": Path(name).name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for name, data in entries.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
    with ZipFile(path, "w", ZIP_STORED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
        file.writestr("datapackage.json", package if manifest is None else manifest)
    return path
