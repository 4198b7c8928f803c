"""An EDGAR submission: its SGML header and the documents it carries, as filed."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from extractors.text.normalise import one_line
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

NEW_YORK = ZoneInfo("America/New_York")
"""EDGAR's clock, on which acceptance times are stamped."""

_MARKER = re.compile(r"<SEC-DOCUMENT>|<(?:SEC|IMS)-HEADER>|^<SUBMISSION>|^<DOCUMENT>\s+<TYPE>", re.MULTILINE)
_DOCUMENT = re.compile(r"^<DOCUMENT>[ \t]*\n(.*?)(?:^</DOCUMENT>|(?=^<DOCUMENT>[ \t]*\n)|\Z)", re.M | re.S)
_TEXT = re.compile(r"^<TEXT>[ \t]*\n?(.*?)(?:^</TEXT>|\Z)", re.MULTILINE | re.DOTALL)
_PART_TAG = re.compile(r"^<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>(.*)$", re.MULTILINE)
_WRAPPER = re.compile(r"\s*<(PDF|XBRL|XML|JSON|ZIP|EXCEL)>[ \t]*\n?", re.IGNORECASE)
_COLON_KEY = re.compile(r"[A-Z][A-Z0-9 /.-]*")
_TAG_KEY = re.compile(r"<([A-Z][A-Z0-9-]*)")
_ENVELOPED = re.compile(r"\A\s*-----BEGIN PRIVACY-ENHANCED MESSAGE-----")
_ENVELOPE_END = re.compile(r"^-----END PRIVACY-ENHANCED MESSAGE-----", re.MULTILINE)
_DASH_ESCAPE = re.compile(r"^- (?=-)", re.MULTILINE)  # RFC 1421, 4.3.2.4
_UU_BEGIN = re.compile(r"^begin [0-7]{3} \S*[ \t]*\n", re.MULTILINE)
_UU_END = re.compile(r"^end[ \t]*$", re.MULTILINE)

# The two forms of the header name the same things differently.
_FIELDS = {
    "ACCESSION NUMBER": "accession",
    "CONFORMED SUBMISSION TYPE": "form",
    "TYPE": "form",
    "ITEM INFORMATION": "item",
    "ITEMS": "item",
    "ACCEPTANCE DATETIME": "accepted",
    "FILED AS OF DATE": "filed",
    "FILING DATE": "filed",
    "CONFORMED PERIOD OF REPORT": "period",
    "PERIOD": "period",
    "COMPANY CONFORMED NAME": "company",
    "CONFORMED NAME": "company",
    "CENTRAL INDEX KEY": "cik",
    "CIK": "cik",
}
_OWNERS = frozenset({"REPORTING OWNER", "FILED BY"})
_PARTIES = frozenset({"FILER", "ISSUER", "SUBJECT COMPANY", "FILED FOR", "SERIAL COMPANY", "DEPOSITOR"})


class Header(NamedTuple):
    """What the SGML header says; times in UTC, `items` as stated (numbers or titles)."""

    accession: str
    form: str | None
    items: tuple[str, ...]
    accepted_at: datetime | None
    accepted_as_stated: str | None
    filed_on: datetime | None
    """Midnight in New York of the filing date, in UTC."""
    filed_as_stated: str | None
    period: date | None
    """The period of report: the day of the earliest event (8-K), the last day reported on (10-K)."""
    company: str | None
    cik: str | None


class Part(NamedTuple):
    """One <DOCUMENT> as filed; `content` is what stands in <TEXT>, without the wrapper named by `wrapper`."""

    type: str
    sequence: str | None
    filename: str | None
    description: str | None
    wrapper: str | None
    content: str
    is_whole: bool = True
    """False where the file ends before the document does."""

    def embedded(self) -> bytes | None:
        """The bytes of a uuencoded file, None where the part is text.

        Raises UnreadableError: UNREADABLE for damaged encoding.
        """
        begin = _UU_BEGIN.search(self.content)
        end = _UU_END.search(self.content, begin.end()) if begin else None
        if begin is None or end is None:
            return None
        lines = self.content[begin.end() : end.start()].splitlines()
        try:
            return b"".join(_unencoded(line) for line in lines if line.strip())
        except binascii.Error as error:
            raise UnreadableError(QuarantineReason.UNREADABLE, f"uuencoded part: {error}") from error


class Submission(NamedTuple):
    """A header, if there is one, and the documents in the order filed."""

    header: Header | None
    parts: tuple[Part, ...]


def is_submission(text: str) -> bool:
    """Whether a text is a submission in one of EDGAR's forms, by its SGML."""
    return _MARKER.search(text[:5000]) is not None or _has_header(text[:2000])


def split_submission(text: str) -> Submission:
    """Split a whole submission; takes .txt with SEC-HEADER, dissemination .nc, and PEM envelopes.

    Never fails: what has no header gets None, what has no <DOCUMENT> no parts.
    """
    is_enveloped = _ENVELOPED.match(text) is not None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_enveloped:
        text = _DASH_ESCAPE.sub("", _ENVELOPE_END.split(text, maxsplit=1)[0])
    first = _DOCUMENT.search(text)
    head = text[: first.start()] if first else text
    return Submission(_header(head), tuple(_part(found) for found in _DOCUMENT.finditer(text)))


def _has_header(text: str) -> bool:
    return "ACCESSION NUMBER:" in text or "<ACCESSION-NUMBER>" in text


def _part(found: re.Match[str]) -> Part:
    body = found.group(1)
    inner = _TEXT.search(body)
    head = body[: inner.start()] if inner else body
    tags = {name: one_line(value) or None for name, value in _PART_TAG.findall(head)}
    content = inner.group(1) if inner else ""
    wrapped = _WRAPPER.match(content)
    wrapper = wrapped.group(1).upper() if wrapped else None
    if wrapped:
        content = content[wrapped.end() :].rstrip().removesuffix(f"</{wrapper}>")
    return Part(
        type=tags.get("TYPE") or "",
        sequence=tags.get("SEQUENCE"),
        filename=tags.get("FILENAME"),
        description=tags.get("DESCRIPTION"),
        wrapper=wrapper,
        content=content,
        is_whole=found.group(0).endswith("</DOCUMENT>"),
    )


def _header(head: str) -> Header | None:
    if not _has_header(head):
        return None
    first: dict[str, str] = {}
    items: list[str] = []
    fallback: dict[str, str] = {}
    section = ""
    for key, value in _pairs(head):
        if key in _OWNERS or key in _PARTIES:
            section = key
        name = _FIELDS.get(key)
        if name == "item":
            items.append(value)
        elif name and value:
            # An insider's form names the person first; the filing is about the issuer.
            (fallback if section in _OWNERS else first).setdefault(name, value)
    found = {**fallback, **first}
    accepted = found.get("accepted")
    return Header(
        accession=found.get("accession", ""),
        form=found.get("form"),
        items=tuple(item for item in items if item),
        accepted_at=_moment(accepted),
        accepted_as_stated=accepted,
        filed_on=_moment(found.get("filed")),
        filed_as_stated=found.get("filed"),
        period=_day(found.get("period")),
        company=found.get("company"),
        cik=found.get("cik"),
    )


def _pairs(head: str) -> Iterator[tuple[str, str]]:
    """Keys and values of both header forms, keys with spaces ("FILED BY")."""
    for line in head.split("\n"):
        line = line.strip()
        key, mark, value = line.partition(">" if line.startswith("<") else ":")
        found = _TAG_KEY.fullmatch(key) or _COLON_KEY.fullmatch(key)
        if mark and found:
            yield found[found.re.groups].replace("-", " ").strip(), one_line(value)


def _moment(stamp: str | None) -> datetime | None:
    """A stamp of New York's clock (YYYYMMDD or YYYYMMDDHHMMSS) in UTC."""
    if not stamp or not re.fullmatch(r"\d{8}(?:\d{6})?", stamp):
        return None
    try:
        local = datetime.strptime(stamp.ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone comes next
    except ValueError:
        return None
    return local.replace(tzinfo=NEW_YORK).astimezone(UTC)


def _day(stamp: str | None) -> date | None:
    at = _moment(stamp)
    return at.astimezone(NEW_YORK).date() if at else None


def _unencoded(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders end lines with blanks, which cut the last group: take what the length byte says.
        length = ((ord(line[0]) - 32) & 63) * 4 // 3 + 3
        return binascii.a2b_uu(line[: 1 + length].ljust(1 + (length + 3) // 4 * 4))
