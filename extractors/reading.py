"""Documents to one Extraction: some at a time, and one bad document costs only itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Protocol

from extractors.rejoining import rejoined
from extractors.windows import MOST_PIECES, MOST_READ, too_large, windows_of
from pipeline.claims import Extraction
from pipeline.document import Document, Quarantined
from pipeline.vocabulary import QuarantineReason

log = logging.getLogger(__name__)

DOCUMENTS_AT_ONCE = 64
CHARACTERS_AT_ONCE = 100_000
"""How much a reader is given in one call: enough to fill its batches, little enough for memory."""


class DocumentReader(Protocol):
    """Whoever reads claims out of documents."""

    version: str

    def read(self, documents: Iterable[Document]) -> Extraction:
        """All that the documents say."""


def read_all(documents: Iterable[Document], reader: DocumentReader) -> Extraction:
    """Read documents some at a time and put together what the reader says; each id once.

    A document that is too much to be read at once is read in windows and gets a row that says so; one
    that the reader fails on stays in `documents` and gets a row too.
    """
    parts = [part for chunk in _chunks(_once(documents)) for part in _read_chunk(chunk, reader)]
    return _together(parts, reader)


def _read_chunk(chunk: list[Document], reader: DocumentReader) -> Iterator[Extraction]:
    readable = []
    for document in chunk:
        if detail := too_large(document.text):
            yield _read_in_windows(document, detail, reader)
        else:
            readable.append(document)
    yield from _read_whole(readable, reader)


def _read_whole(documents: list[Document], reader: DocumentReader) -> Iterator[Extraction]:
    if not documents:
        return
    try:
        yield reader.read(documents)
    except Exception as error:
        # A bug that one odd text brings out must not cost a night's crawl: find the text, tell, go on.
        if len(documents) > 1:
            for document in documents:
                yield from _read_whole([document], reader)
            return
        (document,) = documents
        log.exception("could not read %s", document.url)
        detail = f"the reader failed: {type(error).__name__}: {error}"[:500]
        row = _row(document, QuarantineReason.UNREADABLE, detail)
        yield Extraction(version=reader.version, documents=(document,), quarantined=(row,))


def _read_in_windows(document: Document, why: str, reader: DocumentReader) -> Extraction:
    """One document window by window, with a row that says so, and one for what no window holds."""
    windows, left_out = windows_of(document)
    chunks = _chunks(window.document for window in windows)
    parts = [part for chunk in chunks for part in _read_whole(chunk, reader)]
    found, others = rejoined(document, windows, _together(parts, reader))
    told = f"{why}: read in {len(windows)} windows"
    if others:
        told += f", {others} of them not about AI infrastructure"
    rows = [_row(document, QuarantineReason.WINDOWED, told)]
    if left_out:
        detail = (
            f"{left_out} of {len(document.text)} characters are kept unread; read are the first {MOST_READ}, "
            f"of stretches without an end of a sentence or line {MOST_PIECES} pieces"
        )
        rows.append(_row(document, QuarantineReason.TOO_LARGE, detail))
    return found.model_copy(update={"quarantined": (*rows, *found.quarantined)})


def _together(parts: list[Extraction], reader: DocumentReader) -> Extraction:
    """All that the parts hold, of whatever sort."""
    lists = Extraction.model_fields.keys() - {"version"}
    joined = {name: tuple(thing for part in parts for thing in getattr(part, name)) for name in lists}
    return Extraction(version=reader.version, **joined)


def _row(document: Document, reason: QuarantineReason, detail: str) -> Quarantined:
    return Quarantined(
        source=document.source,
        url=document.url,
        reason=reason,
        detail=detail,
        capture=document.capture,
        seen_at=document.landed_at or datetime.now(UTC),
    )


def _once(documents: Iterable[Document]) -> Iterator[Document]:
    """A page fetched twice without a change in between is one document."""
    seen: set[str] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if len(chunk) >= DOCUMENTS_AT_ONCE or characters >= CHARACTERS_AT_ONCE:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
