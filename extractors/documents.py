"""One capture to the documents it holds, and to a row for everything that could not be read."""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import NamedTuple

from extractors.captures import Capture
from extractors.filings import filing_documents, filing_page, is_filing_page
from extractors.text.access import is_for_subscribers, to_summary
from extractors.text.article import Hints, Published, published_fields, to_article
from extractors.text.decode import sniff, to_text
from extractors.text.json_record import is_json, json_text
from extractors.text.normalise import normalise, one_line
from extractors.text.pdf import to_pdf_text
from extractors.text.plain import is_hard_wrapped, unescape, unwrap
from extractors.text.times import AbsurdTimeError, resolve_time
from extractors.text.titled import titled_normalised, titled_text
from extractors.text.unreadable import UnreadableError
from extractors.xbrl.capex import read_capex
from pipeline.capture import CaptureKind
from pipeline.claims import DealClaim, FigureClaim, Refusal
from pipeline.document import Document, Quarantined, TimeSource
from pipeline.ids import document_id
from pipeline.vocabulary import DocumentKind, QuarantineReason

log = logging.getLogger(__name__)

_MARKUP = re.compile(r"<(?:html|head|body|div|p|article|!doctype|meta|h1|span)\b", re.IGNORECASE)
_FEW_TAGS = 3
"""As many may stand in a text that speaks of markup, or in which some was left."""
_GONE = frozenset({404, 410})

BLOCKING = frozenset(QuarantineReason) - {
    QuarantineReason.MALFORMED_FEED,
    QuarantineReason.MALFORMED_ENTRY,
    QuarantineReason.ABSURD_DATE,
    QuarantineReason.NO_HEADER,
}
"""What, noticed by the spider, means that the body is not what was asked for."""


class Reading(NamedTuple):
    """What one capture gave."""

    documents: tuple[Document, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    tables: tuple[Document, ...] = ()
    """Documents made of fields, not of sentences: all that they say is in `deals` and `figures`."""
    deals: tuple[DealClaim, ...] = ()
    figures: tuple[FigureClaim, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Why tables tell nothing."""


def to_documents(capture: Capture) -> Reading:
    """Documents of one capture; never raises for what the capture holds.

    A feed or index gives rows only, a page, PDF or headline one document, a submission one for its main
    document and each exhibit that is read, a company's XBRL facts a table for each filing with news.
    """
    told = tuple(capture.told_problems())
    try:
        opened = _opened(capture)
    except UnreadableError as error:
        return Reading((), (*told, capture.quarantined(error.reason, error.detail)))
    except Exception as error:
        # A page that brings out a bug, here or in a parser, must not cost the rest of its segment.
        log.exception("could not open %s", capture.note.url)
        detail = f"opening it failed: {type(error).__name__}: {error}"[:500]
        return Reading((), (*told, capture.quarantined(QuarantineReason.UNREADABLE, printable(detail))))
    return opened._replace(quarantined=(*told, *opened.quarantined))


def printable(text: str) -> str:
    """The text with whatever is no character (a lone surrogate) spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _opened(capture: Capture) -> Reading:
    if capture.note.kind in (CaptureKind.FEED, CaptureKind.INDEX):
        return Reading()
    if any(capture.is_told(reason) for reason in BLOCKING):
        return Reading()
    if capture.note.kind == CaptureKind.HEADLINE:
        return _headline(capture)
    _refuse_error_page(capture)
    return _read(capture)


def _refuse_error_page(capture: Capture) -> None:
    status = capture.status
    if status in _GONE:
        raise UnreadableError(QuarantineReason.NOT_FOUND, f"answered {status}")
    if not 200 <= status < 300:
        raise UnreadableError(QuarantineReason.UNAVAILABLE, f"answered {status}")


def _read(capture: Capture) -> Reading:
    if capture.note.kind == CaptureKind.FACTS:
        capex = read_capex(capture)
        return Reading(quarantined=capex.quarantined, tables=capex.documents, figures=capex.figures)
    if capture.note.kind == CaptureKind.SUBMISSION:
        text = to_text(capture.body, content_type=capture.content_type)
        return Reading(**filing_documents(text, capture)._asdict())
    if sniff(capture.body) == "PDF":
        return _titled(capture, capture.note.title, to_pdf_text(capture.body))
    text = to_text(capture.body, content_type=capture.content_type)
    if is_json(text):
        return _record(capture, text)
    if _is_marked_up(text):
        return Reading((filing_page(text, capture),)) if is_filing_page(text) else _page(capture, text)
    if "json" in (capture.content_type or ""):
        raise UnreadableError(QuarantineReason.NOT_TEXT, "the page is JSON")
    if "xml" in (capture.content_type or "") or text.lstrip().startswith("<?xml"):
        raise UnreadableError(QuarantineReason.NOT_TEXT, "the page is XML")
    return plain_document(capture, text)


def _is_marked_up(text: str) -> bool:
    tags = list(islice(_MARKUP.finditer(text, 0, 20_000), _FEW_TAGS + 1))
    return len(tags) > _FEW_TAGS or bool(tags and text.lstrip("\ufeff \t\r\n").startswith("<"))


def plain_document(capture: Capture, text: str) -> Reading:
    """A text without markup; its first line is the title where nobody stated another."""
    text = unescape(text)
    first, _, rest = text.strip().partition("\n")
    if capture.note.title or not rest.strip():
        return _titled(capture, capture.note.title, _paragraphs(text))
    return _titled(capture, first, _paragraphs(rest))


def _paragraphs(text: str) -> str:
    return unwrap(text) if is_hard_wrapped(text) else normalise(text)


def _headline(capture: Capture) -> Reading:
    """What the feed said of a page that is not to be read."""
    reading = _titled(capture, capture.note.title, to_summary(capture.note.summary))
    marked = (document.model_copy(update={"kind": DocumentKind.HEADLINE}) for document in reading.documents)
    return Reading(tuple(marked), reading.quarantined)


def _record(capture: Capture, text: str) -> Reading:
    found = json_text(text)
    return _page(capture, found.html) if found.html else _titled(capture, capture.note.title, found.lines)


def _page(capture: Capture, html: str) -> Reading:
    note = capture.note
    # A file given by hand is its reader's own copy, and an archive from elsewhere has no feed to go by.
    if capture.record and note.title and is_for_subscribers(html):
        return _headline(capture)
    hints = Hints(note.title, note.stated_time, note.fetched_at, note.zone, note.country)
    article = to_article(html, url=note.url, hints=hints)
    absurd = tuple(capture.quarantined(QuarantineReason.ABSURD_DATE, detail) for detail in article.absurd)
    title, text = titled_normalised(article.title, article.text)
    document = _document(capture, title, text, article.published, canonical_url=article.canonical_url)
    return Reading((document,), absurd)


def _titled(capture: Capture, title: str | None, body: str) -> Reading:
    if not body and not title:
        raise UnreadableError(QuarantineReason.EMPTY, "no words")
    published: Published | None = None
    absurd: tuple[Quarantined, ...] = ()
    note = capture.note
    if stated := note.stated_time:
        try:
            at, how = resolve_time(stated, fetched_at=note.fetched_at, zone=note.zone, country=note.country)
            published = Published(at, one_line(stated), TimeSource.FEED, how)
        except AbsurdTimeError as error:
            absurd = (capture.quarantined(QuarantineReason.ABSURD_DATE, str(error)),)
    return Reading((_document(capture, *titled_text(title, body), published),), absurd)


def _document(
    capture: Capture,
    title: str | None,
    text: str,
    published: Published | None,
    *,
    canonical_url: str | None = None,
) -> Document:
    note = capture.note
    if not text:
        raise UnreadableError(QuarantineReason.EMPTY, "no words")
    return Document(
        id=document_id(note.url, text),
        source=note.source,
        url=note.url,
        canonical_url=canonical_url,
        title=title,
        text=text,
        kind=note.document_kind,
        tier=note.tier,
        country=note.country,
        **published_fields(published),
        landed_at=capture.landed_at,
        capture=capture.record,
        accession=note.accession,
        cik=note.cik,
        company=note.company,
        form=note.form,
        items=note.items,
    )
