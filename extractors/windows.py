"""Splits a text that is too much to be read at once into windows, and says where each one lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import Document
from pipeline.ids import document_id

MAX_CHARACTERS = 150_000
"""Longer texts (annual reports, indentures with all their schedules) are read in windows: a parse takes
about 6 MB for each thousand characters."""

MAX_SENTENCE = 10_000
"""Characters without an end of a sentence or line, from which on a text is no prose: what reads a
sentence weighs all its numbers and names against each other, so such a stretch is cut."""

WINDOW = 75_000
"""Characters of a window: enough that few deals are told across a border, little enough for memory."""

PIECE = 1_000
"""Characters of a piece of a stretch without ends; longer than nearly every real sentence."""

MOST_READ = 2_000_000
"""Characters of one document that are read for claims, some minutes' work; the longest filings have
about as many."""

MOST_PIECES = 200
"""Pieces that are read of a document's stretches without ends; one full of deals can take 0.3 s."""

_ENDS = re.compile(r"[.!?](?=\s)|[。！？\n]")

_BORDERS = (
    re.compile(r"[;:)\]](?=\s)|,(?=\s)"),
    re.compile(r"(?<=[a-z])\s(?=[a-z])"),
    re.compile(r"\s"),
    re.compile(r"(?<!\w)(?=\w)|(?<=\w)(?!\w)"),
)
"""Where a stretch without ends is cut, best first: after a clause; between two plain words, which leaves
numbers and names whole; at a blank; at the edge of a word."""


class Window(NamedTuple):
    """`text[start:end]` of the whole document, as a document of its own."""

    start: int
    end: int
    document: Document


def too_large(text: str) -> str | None:
    """Why a text is too much to be read at once, None for one that is not."""
    if len(text) > MAX_CHARACTERS:
        return f"{len(text)} characters of text"
    longest = max(end - start for start, end in pairwise(_ends(text)))
    return f"a sentence of {longest} characters" if longest > MAX_SENTENCE else None


class Windows(NamedTuple):
    """The windows of a document in order, and from where on, or how much of it, is left out."""

    read: tuple[Window, ...]
    left_out: int
    """Characters in no window, blanks between windows aside."""


def windows_of(
    document: Document, *, window: int = WINDOW, most: int = MOST_READ, pieces: int = MOST_PIECES
) -> Windows:
    """The first `most` characters in windows without blanks at their edges, none empty.

    Of stretches without ends the first `pieces` pieces. The documents of the windows have ids of their
    own, even where two hold the same words.
    """
    text = document.text[:most]
    spans = [_stripped(text, span) for span in split(text, window=window)]
    filled = [span for span in spans if span.end > span.start]
    cut = [number for number, span in enumerate(filled) if span.is_piece]
    beyond = frozenset(cut[pieces:])
    return Windows(
        tuple(
            Window(span.start, span.end, _part(document, number, text[span.start : span.end]))
            for number, span in enumerate(filled)
            if number not in beyond
        ),
        len(document.text) - len(text) + sum(filled[i].end - filled[i].start for i in beyond),
    )


class Span(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int
    is_piece: bool = False
    """Whether it was cut out of a stretch without ends."""


def split(
    text: str, *, window: int = WINDOW, sentence: int = MAX_SENTENCE, piece: int = PIECE
) -> Iterator[Span]:
    """Spans that together are the text, none longer than `window`.

    They end with a paragraph, else a line, else a sentence. Within a stretch of more than `sentence`
    characters without any of these, pieces of at most `piece` characters are spans of their own.
    """
    at = 0
    for start, end in _endless(text, sentence):
        yield from _windows(text, at, start, window)
        yield from _pieces(text, start, end, piece)
        at = end
    yield from _windows(text, at, len(text), window)


def _endless(text: str, sentence: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start, end in pairwise(_ends(text)) if end - start > sentence)


def _windows(text: str, start: int, end: int, window: int) -> Iterator[Span]:
    while end - start > window:
        cut = _last_end(text, start + window // 2, start + window)
        yield Span(start, cut)
        start = cut
    if end > start:
        yield Span(start, end)


def _pieces(text: str, start: int, end: int, piece: int) -> Iterator[Span]:
    while end - start > piece:
        cut = _border(text, start + piece // 2, start + piece)
        yield Span(start, cut, is_piece=True)
        start = cut
    yield Span(start, end, is_piece=True)


def _ends(text: str) -> list[int]:
    return [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]


def _border(text: str, low: int, high: int) -> int:
    """The last good place to cut after `low`, at most at `high`."""
    for border in _BORDERS:
        places = [match.end() for match in border.finditer(text, low, high)]
        if places and places[-1] > low:
            return places[-1]
    return high


def _last_end(text: str, low: int, high: int) -> int:
    for mark in ("\n\n", "\n"):
        if (at := text.rfind(mark, low, high)) >= 0:
            return at + len(mark)
    ends = [match.end() for match in _ENDS.finditer(text, low, high)]
    return ends[-1] if ends else high


def _stripped(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    before, after = len(part) - len(part.lstrip()), len(part) - len(part.rstrip())
    return span._replace(start=span.start + before, end=span.end - after)


def _part(document: Document, number: int, text: str) -> Document:
    title = document.title if document.title and text.startswith(document.title) else None
    url = f"{document.url}#window={number}"
    return document.model_copy(
        update={"id": document_id(url, text), "url": url, "text": text, "title": title}
    )
