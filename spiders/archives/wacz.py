"""The WARC files inside a WACZ, opened where they lie; nothing is unpacked to disk.

Source: Web Archive Collection Zipped (WACZ) 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from copy import copy
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import crc32

from pipeline.errors import BadArchiveError

MANIFEST = "datapackage.json"
MAX_MANIFEST = 16 << 20
MAX_ENTRIES = 100_000
MAX_RATIO = 200
"""Bytes unpacked for each packed one; archives of pages come to 20, a bomb of zeros to 1,000."""
SMALL = 10 << 20
"""Entries up to here may have any ratio."""
WARCS = (".warc", ".warc.gz", ".arc", ".arc.gz")
NESTED = (".wacz", ".zip", ".jar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".7z", ".rar")
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1
DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises for an entry it cannot read."""


def warc_entries(wacz: ZipFile, size: int) -> tuple[ZipInfo, ...]:
    """The archives in a WACZ of `size` bytes, by name.

    Raises BadArchiveError, before any of them is opened, for what no honest WACZ has: names that lead out
    of it, archives in archives, entries that are encrypted, unpack beyond all measure or overlap, or no
    datapackage.json.
    """
    entries = [entry for entry in wacz.infolist() if not entry.is_dir()]
    if len(wacz.infolist()) > MAX_ENTRIES:
        raise BadArchiveError(f"holds {len(wacz.infolist())} entries, more than {MAX_ENTRIES}")
    for entry in entries:
        if why := _refusal(entry):
            raise BadArchiveError(f"{entry.filename[:200]!r} {why}")
    if sum(entry.compress_size for entry in entries) > size:
        raise BadArchiveError("its entries overlap: together they are larger than the file")
    if len({entry.filename for entry in entries}) < len(entries):
        raise BadArchiveError("two of its entries have the same name")
    if MANIFEST not in wacz.namelist():
        raise BadArchiveError(f"has no {MANIFEST}: a zip file, but no WACZ")
    found = [entry for entry in entries if entry.filename.lower().endswith(WARCS)]
    if not found:
        raise BadArchiveError("holds no WARC file")
    return tuple(sorted(found, key=lambda entry: entry.filename))


def stated_digests(wacz: ZipFile) -> Mapping[str, str]:
    """SHA-256 of the entries by name, as datapackage.json states them.

    Raises BadArchiveError where that is no JSON of the expected shape.
    """
    try:
        with wacz.open(MANIFEST) as file:
            package = json.loads(file.read(MAX_MANIFEST + 1))
        resources = package["resources"]
        stated = {str(told["path"]): str(told.get("hash", "")).lower() for told in resources}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadZipFile, zlib.error) as error:
        raise BadArchiveError(f"its {MANIFEST} cannot be read: {error}") from error
    return {path: told.removeprefix("sha256:") for path, told in stated.items() if told.startswith("sha256:")}


class Entry:
    """One entry as a file that is read once, forward; it ends where its packing is damaged."""

    def __init__(self, wacz: ZipFile, entry: ZipInfo) -> None:
        self._hash = hashlib.sha256()
        self._crc = 0
        self._stated_crc = entry.CRC
        self.damage: str | None = None
        """Why it ended before its end."""
        unchecked = copy(entry)
        del unchecked.CRC  # zipfile would compare it too, and keep back the last piece where it differs
        try:
            self._file: IO[bytes] | None = wacz.open(unchecked)
        except DAMAGED as error:
            self._file, self.damage = None, str(error)

    def read(self, count: int = -1) -> bytes:
        """As a file does."""
        if self._file is None:
            return b""
        try:
            data = self._file.read(count)
        except DAMAGED as error:
            self._file, self.damage = None, str(error)
            return b""
        self._hash.update(data)
        self._crc = crc32(data, self._crc)
        return data

    def is_as_stated(self, digest: str | None) -> bool:
        """Whether what has been read has the zip's CRC-32 and, where one is stated, that SHA-256."""
        return self._crc == self._stated_crc and digest in (None, self._hash.hexdigest())


def _refusal(entry: ZipInfo) -> str | None:
    name = entry.orig_filename
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "is an absolute path"
    if "\\" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        return "leads out of the archive"
    if name.lower().endswith(NESTED):
        return "is an archive in the archive"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.file_size > SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
        return f"would unpack from {entry.compress_size} to {entry.file_size} bytes"
    return None
