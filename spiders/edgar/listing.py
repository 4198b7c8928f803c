"""EDGAR's daily and full index (master, form, company, crawler; plain or .gz) to the filings they list.

Daily files write the date as YYYYMMDD, quarterly ones as YYYY-MM-DD.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BufferedIOBase, BytesIO
from typing import cast

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import ACCESSION_IN, Filed

GZIP = b"\x1f\x8b"
MAX_BYTES = 400_000_000
"""Unpacked; a quarter's full index has about 40 MB."""
MAX_LINE = 4096
RULE = re.compile(rb"^-{20,}\s*$")
FIXED = re.compile(
    r"^(?P<left>\S.*?)\s+(?P<cik>\d{1,10})\s+(?P<date>\d{8}|\d{4}-\d\d-\d\d)\s+(?P<file>\S+)\s*$"
)
GAP = re.compile(r"\s{2,}")
DAILY = re.compile(rb"(?<![\w.])(master|form|company|crawler)\.(\d{6}|\d{8})\.idx(\.gz)?(?![\w.])")
PREFERRED = (b"master", b"form", b"company", b"crawler")


def daily_files(directory: bytes) -> dict[date, str]:
    """The best index file of each day that a listing of a quarter's directory (JSON or HTML) names."""
    found: dict[date, tuple[int, str]] = {}
    for match in DAILY.finditer(directory):
        day = _date(match[2].decode())
        if day is not None:
            rank = PREFERRED.index(match[1])
            found[day] = min(found.get(day, (99, "")), (rank, match[0].decode()))
    return {day: name for day, (_, name) in sorted(found.items())}


def day_of(url: str) -> date | None:
    """The day of a daily index; None for a quarter's."""
    match = DAILY.search(url.encode())
    return _date(match[2].decode()) if match else None


def read_listing(body: bytes, *, max_bytes: int = MAX_BYTES) -> Iterator[Filed | Problem]:
    """All filings of an index, and a problem for each line that is none; never raises for bad bytes."""
    try:
        yield from _read(_Lines(body, max_bytes))
    except (OSError, EOFError, zlib.error) as error:
        reason = QuarantineReason.TRUNCATED if isinstance(error, EOFError) else QuarantineReason.UNREADABLE
        yield Problem(reason=reason, detail=f"an index in gzip, but: {error}"[:300])
    except OverflowError as error:
        yield Problem(reason=QuarantineReason.TOO_LARGE, detail=str(error))


class _Lines:
    def __init__(self, body: bytes, max_bytes: int) -> None:
        packed = body.startswith(GZIP)
        self._file = cast(BufferedIOBase, gzip.GzipFile(fileobj=BytesIO(body))) if packed else BytesIO(body)
        self._left = self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[bytes]:
        while line := self._file.readline(MAX_LINE):
            self._left -= len(line)
            if self._left < 0:
                raise OverflowError(f"an index of more than {self._max_bytes} bytes")
            yield line


def _read(lines: _Lines) -> Iterator[Filed | Problem]:
    header, before, seen_rule = "", "", False
    for line in lines:
        text = line.decode("latin-1").rstrip()
        if RULE.match(line):
            header, seen_rule = header or before, True
        elif seen_rule and text:
            yield _row(text, header)
        elif text:
            before = text
    if not seen_rule:
        yield Problem(reason=QuarantineReason.MALFORMED_FEED, detail="no index of filings: no dashed rule")


def _row(text: str, header: str) -> Filed | Problem:
    found = _columns(text, header)
    accession = ACCESSION_IN.search(found["file"]) if found else None
    day = _date(found["date"]) if found else None
    if not found or not accession or not day or not found["form"] or not found["cik"].isascii():
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"no filing: {text[:200]!r}")
    return Filed(
        accession=accession[1],
        cik=int(found["cik"]),
        form=found["form"],
        company=found["company"] or None,
        filed_on=day,
    )


def _columns(text: str, header: str) -> dict[str, str] | None:
    if "|" in header:
        parts = [part.strip() for part in text.split("|")]
        names = ("cik", "company", "form", "date", "file")
        return dict(zip(names, parts, strict=True)) if len(parts) == 5 and parts[0].isdecimal() else None
    match = FIXED.match(text)
    if match is None:
        return None
    company, form = _company_and_form(match["left"], header)
    return {**match.groupdict(), "company": company, "form": form}


def _company_and_form(left: str, header: str) -> tuple[str, str]:
    # By the gap first: long forms ("SCHEDULE 13G/A") stand beyond their column, long names fill theirs.
    gaps = list(GAP.finditer(left))
    if header.startswith("Form"):
        at = gaps[0].start() if gaps else max(header.find("Company"), 0)
        return left[at:].strip(), left[:at].strip()
    at = gaps[-1].start() if gaps else max(header.find("Form"), 0)
    return left[:at].strip(), left[at:].strip()


def _date(stated: str) -> date | None:
    form = {6: "%y%m%d", 8: "%Y%m%d"}.get(len(stated), "%Y-%m-%d")
    try:
        return datetime.strptime(stated, form).date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None
