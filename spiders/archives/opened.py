"""A file that is a web archive, as the WARC or ARC files it holds: one, or those of a WACZ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile

from pipeline.errors import BadArchiveError
from pipeline.vocabulary import QuarantineReason
from spiders.archives.records import MAX_LINE, Damage, Record, begins_record, read_records
from spiders.archives.unpacked import DamagedError, Readable, Unpacked
from spiders.archives.wacz import Entry, stated_digests, warc_entries

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")

Progress = Callable[[int, int], None]
"""Called with how many bytes of a file are done, and how many there are."""


class Part(NamedTuple):
    """One WARC or ARC file; `name` tells it from the others of the same WACZ."""

    name: str
    size: int
    open: Callable[[], Readable]
    digest: str | None = None
    """The SHA-256 that its WACZ states."""


@contextmanager
def opened(archive: Path) -> Iterator[tuple[Part, ...]]:
    """The parts of a WARC, ARC or WACZ file; its content tells which it is, not its name.

    Raises BadArchiveError for a file that is none of them, and for a WACZ that nobody should open.
    """
    size = archive.stat().st_size
    with archive.open("rb") as file:
        is_zip = file.read(4) in _ZIP_STARTS
        file.seek(0)
        if not is_zip:
            _refuse_other(archive, file)
            yield (Part(archive.name, size, lambda: file),)
            return
        try:
            wacz = ZipFile(file)
        except (BadZipFile, OSError, ValueError) as error:
            raise BadArchiveError(f"{archive}: a zip file that cannot be read: {error}") from error
        with wacz:
            yield _parts(archive, wacz, size)


def read_part(part: Part, *, keep: int, on_progress: Progress) -> Iterator[Record | Damage]:
    """The records of a part, with at most `keep` bytes of each; then what is wrong with it as a whole."""
    file = part.open()
    stream = Unpacked(file)
    for item in read_records(stream, keep=keep):
        yield item
        on_progress(stream.place, part.size)
    if isinstance(file, Entry):
        if file.damage is not None:
            detail = f"the WACZ cannot be read further here: {file.damage}"
            yield Damage(stream.place, QuarantineReason.TRUNCATED, detail)
        elif not file.is_as_stated(part.digest):
            detail = "it has not the checksums that the WACZ states: damaged, or changed since"
            yield Damage(0, QuarantineReason.UNREADABLE, detail)


def _parts(archive: Path, wacz: ZipFile, size: int) -> tuple[Part, ...]:
    try:
        entries, digests = warc_entries(wacz, size), stated_digests(wacz)
    except BadArchiveError as error:
        raise BadArchiveError(f"{archive}: {error}") from error
    return tuple(
        Part(
            f"{archive.name}/{entry.filename}",
            entry.file_size,
            lambda entry=entry: Entry(wacz, entry),  # type: ignore[misc]  # the loop's own value
            digests.get(entry.filename),
        )
        for entry in entries
    )


def _refuse_other(archive: Path, file: IO[bytes]) -> None:
    try:
        start = Unpacked(file).peek(MAX_LINE)
    except DamagedError:
        start = None  # damaged in its first bytes; what comes behind may be whole
    if start is not None and not begins_record(start):
        raise BadArchiveError(f"{archive}: no WARC, ARC or WACZ file")
    file.seek(0)
