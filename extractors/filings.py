"""A submission's documents: the main one and the exhibits worth reading, each with its own address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from extractors.captures import Capture
from extractors.placements import placement
from extractors.text.article import Published, published_fields
from extractors.text.filing import to_filing_text
from extractors.text.filing_form_d import is_form_d, read_form_d
from extractors.text.filing_rules import filing_rules, normalise_exhibit
from extractors.text.headline import split_headline
from extractors.text.normalise import one_line
from extractors.text.pdf import to_pdf_text
from extractors.text.submission import NEW_YORK, Header, Part, split_submission
from extractors.text.times import AbsurdTimeError, resolve_time
from extractors.text.titled import titled_text
from extractors.text.unreadable import UnreadableError
from pipeline.claims import DealClaim, Refusal
from pipeline.document import Document, Quarantined, TimeResolution, TimeSource
from pipeline.ids import document_id
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier

# What the cover of a report under the Exchange Act carries: https://www.sec.gov/files/form8-k.pdf
_COVER = (
    re.compile(r"securities and exchange commission", re.IGNORECASE),
    re.compile(
        r"exact name of (?:the )?registrant|commission file n|section 1[35] ?(?:\(d\)|or)", re.IGNORECASE
    ),
)
_GAP = r"(?:<[^<>]{0,2000}>|&nbsp;|&#160;|\s)"
_COMMISSION = re.compile(f"{_GAP}+".join(["securities", "and", "exchange", "commission"]))
_FORM = re.compile(r"\bform (8-K|10-K|10-Q|6-K|20-F|S-[1348])(?:\b|(?=/A))", re.IGNORECASE)
_FACE, _FACE_HTML = 5_000, 60_000

_DATA_WRAPPERS = frozenset({"XML", "JSON", "ZIP", "EXCEL"})


class Filing(NamedTuple):
    """What one submission gave."""

    documents: tuple[Document, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    tables: tuple[Document, ...] = ()
    """Documents made of fields: all that they say is in `deals`, and in `refusals` why they say none."""
    deals: tuple[DealClaim, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class _Facts(NamedTuple):
    """What all documents of one submission share."""

    accession: str | None
    cik: str | None
    company: str | None
    form: str | None
    items: tuple[str, ...]
    published_at: datetime | None
    published_as_stated: str | None
    published_from: TimeSource | None
    published_how: TimeResolution | None
    report_date: date | None
    amended_form: str | None
    amended_accession: str | None = None


def filing_documents(text: str, capture: Capture) -> Filing:
    """Read a whole submission; a part that cannot be read costs a row, not the others.

    The submission's header goes before what the index said. Without a header the parts are read all
    the same, and a text without any SGML as one main document.
    """
    submission = split_submission(text)
    facts, rows = _facts(submission.header, capture)
    if submission.header is None:
        rows.append(capture.quarantined(QuarantineReason.NO_HEADER, "no SGML header before the documents"))
    parts = submission.parts
    if not parts and submission.header is None:
        parts = (Part(facts.form or "", "1", None, None, None, text),)
    elif not parts:
        rows.append(capture.quarantined(QuarantineReason.EMPTY, "a header without documents"))
    if facts.form is None and parts and normalise_exhibit(parts[0].type) is None:
        facts = facts._replace(form=parts[0].type or None, amended_form=_amended(parts[0].type))
    read: list[Filing] = []
    for at, part in enumerate(parts):
        url = f"{capture.note.url}#{part.filename or part.sequence or at + 1}"
        is_main = at == 0 or (part.type == facts.form and normalise_exhibit(part.type) is None)
        try:
            read.append(_part(part, url, facts, capture, is_main=is_main))
        except UnreadableError as error:
            detail = f"{part.type or 'document'}: {error.detail}"
            rows.append(capture.quarantined(error.reason, detail, url=url))
        if not part.is_whole and submission.header is not None:
            rows.append(capture.quarantined(QuarantineReason.TRUNCATED, f"{part.type} has no end", url=url))
    return Filing(
        documents=tuple(document for one in read for document in one.documents),
        quarantined=tuple(rows),
        tables=tuple(table for one in read for table in one.tables),
        deals=tuple(deal for one in read for deal in one.deals),
        refusals=tuple(refusal for one in read for refusal in one.refusals),
    )


def filing_page(page: str, capture: Capture) -> Document:
    """A filing's main document as it is served by itself: form and items are read off its face."""
    body = to_filing_text(page)
    form = _FORM.search(body[:_FACE])
    facts, _ = _facts(None, capture)
    facts = facts._replace(
        form=facts.form or (form.group(1).upper() if form else None),
        items=facts.items or _items_in(body, facts),
    )
    part = Part(facts.form or "", None, None, None, None, body)
    title = ": ".join(filter(None, (facts.company, facts.form and f"Form {facts.form}"))) or None
    return _built(part, capture.note.url, title, body, facts, capture, DocumentKind.FILING, Tier.FILING)


def _items_in(body: str, facts: _Facts) -> tuple[str, ...]:
    filed_on = facts.published_at.astimezone(NEW_YORK).date() if facts.published_at else None
    return filing_rules().items_in(body, form=facts.form, filed_on=filed_on)


def is_filing_page(page: str) -> bool:
    """Whether a page by itself is a filing's main document, by what a cover page must say."""
    if "ix:header" in page:
        return True
    face = page[:_FACE_HTML]
    if not any(name in face for name in ("ommission", "OMMISSION")) or not _COMMISSION.search(face.lower()):
        return False  # to take out the tags of each page takes long
    start = re.sub(_GAP, " ", face)
    return all(cue.search(" ".join(start.split())) for cue in _COVER)


def _part(part: Part, url: str, facts: _Facts, capture: Capture, *, is_main: bool) -> Filing:
    """The documents of one part."""
    if not is_form_d(part.type, part.content):
        return Filing(tuple(_document(part, url, facts, capture, is_main=is_main)))
    notice = read_form_d(part.content)
    facts = facts._replace(amended_accession=notice.amends if notice.is_amendment else None)
    kind, tier = DocumentKind.FILING, Tier.FILING
    document = _built(part, url, notice.title, notice.body, facts, capture, kind, tier)
    told = placement(document, notice)
    if isinstance(told, Refusal):
        return Filing(tables=(document,), refusals=(told,))
    return Filing(tables=(document,), deals=(told,))


def _document(part: Part, url: str, facts: _Facts, capture: Capture, *, is_main: bool) -> Iterator[Document]:
    """The Document of one part; none for an exhibit that is not read."""
    rule = filing_rules().exhibit(part.type)
    if not is_main and rule is None:
        return
    kind, tier = (DocumentKind.FILING, Tier.FILING) if is_main or rule is None else (rule.kind, rule.tier)
    body = _part_text(part)
    if is_main and not facts.items:
        facts = facts._replace(items=_items_in(body, facts))
    title, body = _title(part, body, facts, is_release=kind == DocumentKind.PRESS_RELEASE)
    yield _built(part, url, title, body, facts, capture, kind, tier)


def _built(
    part: Part,
    url: str,
    title: str | None,
    body: str,
    facts: _Facts,
    capture: Capture,
    kind: DocumentKind,
    tier: Tier,
) -> Document:
    title, text = titled_text(title, body)
    return Document(
        id=document_id(url, text),
        source=capture.note.source,
        url=url,
        title=title,
        text=text,
        kind=kind,
        tier=tier,
        country=capture.note.country,
        landed_at=capture.landed_at,
        capture=capture.record,
        exhibit=normalise_exhibit(part.type),
        **facts._asdict(),
    )


def _part_text(part: Part) -> str:
    embedded = part.embedded() if part.wrapper in (None, "PDF") else None
    if part.wrapper == "PDF" and embedded is not None:
        return to_pdf_text(embedded)
    if embedded is not None or part.wrapper in _DATA_WRAPPERS:
        raise UnreadableError(QuarantineReason.NOT_TEXT, f"{part.wrapper or 'binary'} data")
    return to_filing_text(part.content)


def _title(part: Part, body: str, facts: _Facts, *, is_release: bool) -> tuple[str | None, str]:
    """A release's own headline, else what the filing calls the document and whose it is."""
    if is_release and (found := split_headline(body)):
        return found
    type_ = normalise_exhibit(part.type) or part.type
    described = part.description if part.description and part.description != part.type else None
    what = f"{described} ({type_})" if described and type_ and type_ not in described else described or type_
    return ": ".join(filter(None, (facts.company, what))) or None, body


def _facts(header: Header | None, capture: Capture) -> tuple[_Facts, list[Quarantined]]:
    note = capture.note
    published, rows = _published(header, capture)
    filed = header.accepted_at or header.filed_on if header else None
    filed_on = filed.astimezone(NEW_YORK).date() if filed else None
    items = filing_rules().item_numbers(header.items, filed_on=filed_on) if header else ()
    form = (header and header.form) or note.form
    facts = _Facts(
        accession=(header and header.accession) or note.accession,
        cik=(header and header.cik) or note.cik,
        company=(header and header.company) or note.company,
        form=form,
        items=items or note.items,
        **published_fields(published),
        report_date=header.period if header else None,
        amended_form=_amended(form),
    )
    return facts, rows


def _amended(form: str | None) -> str | None:
    """The form that an amendment amends: "8-K" of "8-K/A"."""
    return form.removesuffix("/A") if form and form.endswith("/A") else None


def _published(header: Header | None, capture: Capture) -> tuple[Published | None, list[Quarantined]]:
    """The acceptance time, else the filing date, else what the index stated."""
    rows = []
    note = capture.note
    for stated, as_stated, source in _stated_times(header, capture):
        try:
            at, how = resolve_time(stated, fetched_at=note.fetched_at, zone=note.zone, country=note.country)
        except AbsurdTimeError as error:
            rows.append(capture.quarantined(QuarantineReason.ABSURD_DATE, str(error)))
        else:
            return Published(at, as_stated, source, _by_rule(source, header) or how), rows
    return None, rows


def _stated_times(header: Header | None, capture: Capture) -> Iterator[tuple[str, str, TimeSource]]:
    if header and (at := header.accepted_at or header.filed_on):
        as_stated = header.accepted_as_stated if header.accepted_at else header.filed_as_stated
        yield at.isoformat(), as_stated or "", TimeSource.SGML_HEADER
    if stated := capture.note.stated_time:
        yield stated, one_line(stated), TimeSource.FEED


def _by_rule(source: TimeSource, header: Header | None) -> TimeResolution | None:
    """Headers state New York's time without saying so, or the day alone."""
    if header is None or source is not TimeSource.SGML_HEADER:
        return None
    return TimeResolution.ZONE_OF_SOURCE if header.accepted_at else TimeResolution.DAY_ONLY
