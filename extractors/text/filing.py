"""One document of a filing, HTML or typewritten, to paragraphs and table rows."""

from __future__ import annotations

import re

from lxml import etree, html

from extractors.text.cells import CELL, joined_cells
from extractors.text.normalise import normalise
from extractors.text.plain import is_page_number, unwrap
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

# Typewritten filings carry <TABLE>, <S>, <C> and <PAGE> too, so these say nothing.
_LOOKS_LIKE_HTML = re.compile(r"<(?:html|body|div|p|font|tr|td|!doctype html)\b", re.IGNORECASE)
_HEAD = 3000

# Inline XBRL keeps its facts about the filing in a header that browsers do not show:
# https://www.xbrl.org/specification/inlinexbrl-part1/rec-2013-11-18/inlinexbrl-part1-rec-2013-11-18.html
_UNSEEN = frozenset({"ix:header", "head", "script", "style", "title", "noscript", "template", "object"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "page",
        "pre",
        "section",
        "table",
        "text",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_STUCK_BULLET = re.compile(r"^([•●▪■◦])(?=\w)", re.MULTILINE)
_FURNITURE = re.compile(r"^(?:table of contents|back to contents|index to .{0,40})$", re.IGNORECASE)

# Private characters: no filing holds them, so the walk can mark places and the joiner find them.
_CELL_END, _BLOCK_END, _LINE_END = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKS = re.compile(f"[{_CELL_END}{_BLOCK_END}{_LINE_END}]")

_LONG_ROW = 120
"""A longer row is prose in a table made for layout, and a paragraph of its own."""


def to_filing_text(content: str) -> str:
    """Normalised text of a filing's document, HTML (inline XBRL too) or typewritten.

    Paragraphs have an empty line between them; a table's row is one line with " | " between cells.
    Raises UnreadableError: EMPTY where no words are left.
    """
    text = _html_text(content) if is_html(content) else unwrap(content)
    if not text:
        raise UnreadableError(QuarantineReason.EMPTY, "no words in the document")
    return text


def is_html(content: str) -> bool:
    """Whether a document is marked up as a page."""
    return _LOOKS_LIKE_HTML.search(content[:_HEAD]) is not None


def _html_text(content: str) -> str:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(content.encode("utf-8", "replace"), parser)
    if tree is None:
        return ""
    blocks = (block.strip(_LINE_END + " ") for block in _marked_text(tree).split(_BLOCK_END))
    kept = (block for block in blocks if block and not is_page_number(block) and not _FURNITURE.match(block))
    return normalise(_STUCK_BULLET.sub(r"\1 ", "\n\n".join(kept).replace(_LINE_END, "\n")))


def _marked_text(root: etree._Element) -> str:
    """The visible words in reading order, with marks where lines and blocks end."""
    open_rows: list[list[str]] = [[]]
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "pre":
            preformatted += 1 if event == "start" else -1
        if event == "end":
            if tag == "tr" and len(open_rows) > 1:
                row = _row("".join(open_rows.pop()))
                open_rows[-1].append(row)
            open_rows[-1].append(_after(tag) + _words(element.tail, preformatted=preformatted > 0))
            continue
        if tag == "tr":
            open_rows.append([])
        if _is_unseen(tag, element):
            walker.skip_subtree()
        else:
            before = _BLOCK_END if tag in _BLOCKS else ""
            open_rows[-1].append(before + _words(element.text, preformatted=preformatted > 0))
    return "".join(part for row in open_rows for part in row)


def _words(text: str | None, *, preformatted: bool) -> str:
    if not text:
        return ""
    text = _MARKS.sub("", text)
    if not preformatted:
        return re.sub(r"\s+", " ", text)
    return unwrap(text).replace("\n\n", _BLOCK_END).replace("\n", _LINE_END)


def _is_unseen(tag: str, element: etree._Element) -> bool:
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    return tag in _UNSEEN or bool(hidden)


def _after(tag: str) -> str:
    if tag in _CELLS:
        return _CELL_END
    if tag == "br":
        return _LINE_END
    return _BLOCK_END if tag in _BLOCKS else ""


def _row(marked: str) -> str:
    """One table row: several cells on a line, a single cell as the paragraphs it holds."""
    filled = [cell for cell in marked.split(_CELL_END) if _MARKS.sub("", cell).strip()]
    if len(filled) > 1:
        row = joined_cells([" ".join(_MARKS.sub(" ", cell).split()) for cell in filled], is_laid_out=True)
    elif not filled:
        return ""
    else:
        row = filled[0].strip(" " + _BLOCK_END + _LINE_END)
    is_prose = len(row) > _LONG_ROW and CELL not in row
    return f"{_BLOCK_END}{row}{_BLOCK_END}" if is_prose else f"{row}{_LINE_END}"
