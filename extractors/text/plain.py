"""Typewritten text to paragraphs: hard-wrapped lines are joined, columns and headings kept apart."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractors.text.cells import joined_cells
from extractors.text.normalise import normalise

# Typesetting marks of EDGAR's plain-text filings: page ends and table columns.
_MARK = re.compile(
    r"^\s*</?(?:PAGE|S|C|CAPTION|FN|F\d+|TABLE|R|HR)>|<(?:C|S|/?CAPTION|/?FN|PAGE)>", re.IGNORECASE
)
_PAGE = re.compile(r"^\s*<PAGE>", re.IGNORECASE)
_TABLE = re.compile(r"<(/?)TABLE>", re.IGNORECASE)
_RULE = re.compile(r"^[\s\-=_*.~|+]{3,}$")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:page\s+)?-?\s*(?:[a-z]{1,2}-)?(?:\d{1,3}|[ivxl]{1,6})\s*-?(?:\s+of\s+\d{1,3})?\s*$",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
_TABLE_GAP = re.compile(r"(?<=\S)(?: {2,}|\t+)(?=\S)")
_LEADERS = re.compile(r"(?: ?\.){4,} ?")

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z\d]{1,31});", re.IGNORECASE)

MIN_WRAPPED = 40
"""A line shorter than this was not broken for want of room."""

MAX_INDENT = 12
"""A line further in than this is centred, or part of a block with an indent of its own."""

MAX_WRAPPED = 160
"""A line longer than this was not broken at all."""


class _Line(NamedTuple):
    text: str
    indent: int
    width: int
    tabular: bool


def unescape(text: str) -> str:
    """The text with what HTML's references stand for, as copied pages keep them: "$1.1&nbsp;bn"."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def unwrap(text: str) -> str:
    """Paragraphs of a hard-wrapped text, normalised, one empty line between them.

    A table's row stays a line of its own, its cells separated by " | "; page numbers at page ends go.
    """
    paragraphs = [paragraph for block in _blocks(text) for paragraph in _paragraphs(block)]
    return normalise("\n\n".join(paragraphs))


def is_hard_wrapped(text: str) -> bool:
    """Whether lines end in the middle of sentences, as typewritten text's do."""
    pairs = [(a, b) for a, b in pairwise(text.split("\n")) if a.strip() and b.strip()]
    broken = sum(len(a) <= MAX_WRAPPED and b.lstrip()[0].islower() for a, b in pairs)
    return len(pairs) >= 3 and broken > 0.3 * len(pairs)


def is_page_number(line: str) -> bool:
    """Whether a line holds nothing but a page number ("- 12 -", "F-3", "Page 2 of 9", "iv")."""
    return len(line.strip()) < 20 and _PAGE_NUMBER.match(line) is not None


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Runs of lines without an empty line between them."""
    block: list[_Line] = []
    in_table = False
    lines = _without_page_numbers(text.expandtabs(8).split("\n"))
    if _is_double_spaced(lines):
        lines = _single_spaced(lines)
    for raw in lines:
        for mark in _TABLE.finditer(raw):
            in_table = not mark.group(1)
        line = _MARK.sub(" ", raw).rstrip() if "<" in raw else raw.rstrip()
        if not line.strip() or _RULE.match(line):
            if block:
                yield block
            block = []
        else:
            block.append(_line(line, in_table=in_table))
    if block:
        yield block


def _line(raw: str, *, in_table: bool) -> _Line:
    words = raw.strip()
    led = _LEADERS.sub(" " * 5, words)
    cells = (_TABLE_GAP if in_table else _GAP).split(led)
    # Text justified by a typewriter has wide gaps too, but then nearly every gap is wide.
    justified = not in_table and len(re.findall(r" {2,}", words)) > len(cells) + 1
    tabular = len(cells) > 1 and not justified
    text = joined_cells(cells, is_laid_out=False) if tabular else words
    return _Line(text, len(raw) - len(raw.lstrip()), len(raw), tabular or in_table)


def _paragraphs(block: list[_Line]) -> Iterator[str]:
    """A block's lines, joined where a line was broken only because it was full."""
    widest = max(line.width for line in block)
    current = block[0].text
    for before, line in pairwise(block):
        if _goes_on(before, line, widest):
            current += " " + line.text
        elif line.tabular and before.tabular:
            current += "\n" + line.text
        else:
            yield current
            current = line.text
    yield current


def _goes_on(before: _Line, line: _Line, widest: int) -> bool:
    if before.tabular or line.tabular or before.width > MAX_WRAPPED:
        return False
    if _is_centred(before, line):
        return True
    if before.indent > MAX_INDENT and before.indent != line.indent:
        return False
    if before.width < max(MIN_WRAPPED, min(widest, MAX_WRAPPED) * 0.7):
        return False
    starts_paragraph = line.indent >= before.indent + 3 and before.text[-1] in '.:;"”'
    return not starts_paragraph


def _is_centred(before: _Line, line: _Line) -> bool:
    """Whether two lines are one heading, broken and centred; a cover page's short lines are not."""
    apart = abs((before.indent + before.width) - (line.indent + line.width)) // 2
    return apart <= 2 and min(before.indent, line.indent) >= 3 and len(before.text) >= MIN_WRAPPED


def _without_page_numbers(lines: list[str]) -> list[str]:
    """Drop lone numbers just before or after a page's end."""
    drop = set()
    for at, line in enumerate(lines):
        page = _PAGE.match(line)
        if not page:
            continue
        if is_page_number(line[page.end() :]):
            drop.add(at)
        for step in (-1, 1):
            near = at + step
            while 0 <= near < len(lines) and abs(near - at) < 8 and not lines[near].strip():
                near += step
            if 0 <= near < len(lines) and is_page_number(lines[near]):
                drop.add(near)
    return [line for at, line in enumerate(lines) if at not in drop]


def _is_double_spaced(lines: list[str]) -> bool:
    full = [at for at, line in enumerate(lines[:-1]) if len(line.strip()) >= MIN_WRAPPED]
    return len(full) >= 10 and sum(not lines[at + 1].strip() for at in full) > 0.9 * len(full)


def _single_spaced(lines: list[str]) -> list[str]:
    """Take out every empty line that only keeps two lines apart."""
    kept = []
    for at, line in enumerate(lines):
        alone = 0 < at < len(lines) - 1 and lines[at - 1].strip() and lines[at + 1].strip()
        if line.strip() or not alone:
            kept.append(line)
    return kept
