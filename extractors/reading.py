"""Documents to one Extraction: some at a time, and one bad document costs only itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Protocol

from pipeline.claims import Extraction
from pipeline.document import Document, Quarantined
from pipeline.vocabulary import QuarantineReason

log = logging.getLogger(__name__)

DOCUMENTS_AT_ONCE = 64
CHARACTERS_AT_ONCE = 400_000
"""How much a reader is given in one call: enough to fill its batches, little enough for memory."""

MAX_CHARACTERS = 500_000
"""Longer texts (collateral tables, indentures with all their schedules) are kept but not read: a parse
takes memory in proportion to the text, and spaCy refuses from a million characters on."""

MAX_SENTENCE = 10_000
"""Characters without an end of a sentence or line, from which on a text is kept but not read: it is no
prose, and what reads a sentence weighs all its numbers and names against each other."""

_ENDS = re.compile(r"[.!?](?=\s)|[。！？\n]")


class DocumentReader(Protocol):
    """Whoever reads claims out of documents."""

    version: str

    def read(self, documents: Iterable[Document]) -> Extraction:
        """All that the documents say."""


def read_all(documents: Iterable[Document], reader: DocumentReader) -> Extraction:
    """Read documents some at a time and put together what the reader says; each id once.

    A document that is too long, or that the reader fails on, stays in `documents` and gets a row.
    """
    parts = [part for chunk in _chunks(_once(documents)) for part in _read_chunk(chunk, reader)]
    return Extraction(
        version=reader.version,
        documents=tuple(document for part in parts for document in part.documents),
        deals=tuple(deal for part in parts for deal in part.deals),
        figures=tuple(figure for part in parts for figure in part.figures),
        refusals=tuple(refusal for part in parts for refusal in part.refusals),
        quarantined=tuple(row for part in parts for row in part.quarantined),
    )


def too_large(text: str) -> str | None:
    """Why a text is too much to be read for claims, None for one that is not."""
    if len(text) > MAX_CHARACTERS:
        return f"{len(text)} characters of text; at most {MAX_CHARACTERS} are read for claims"
    ends = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    longest = max(after - before for before, after in pairwise(ends))
    if longest > MAX_SENTENCE:
        return f"a sentence of {longest} characters; at most {MAX_SENTENCE} are read for claims"
    return None


def _read_chunk(chunk: list[Document], reader: DocumentReader) -> Iterator[Extraction]:
    readable = []
    for document in chunk:
        if detail := too_large(document.text):
            yield _unread(document, reader, QuarantineReason.TOO_LARGE, detail)
        else:
            readable.append(document)
    if not readable:
        return
    try:
        yield reader.read(readable)
    except Exception as error:
        # A bug that one odd text brings out must not cost a night's crawl: find the text, tell, go on.
        if len(readable) > 1:
            for document in readable:
                yield from _read_chunk([document], reader)
            return
        log.exception("could not read %s", readable[0].url)
        detail = f"the reader failed: {type(error).__name__}: {error}"[:500]
        yield _unread(readable[0], reader, QuarantineReason.UNREADABLE, detail)


def _unread(document: Document, reader: DocumentReader, reason: QuarantineReason, detail: str) -> Extraction:
    row = Quarantined(
        source=document.source,
        url=document.url,
        reason=reason,
        detail=detail,
        capture=document.capture,
        seen_at=document.landed_at or datetime.now(UTC),
    )
    return Extraction(version=reader.version, documents=(document,), quarantined=(row,))


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
