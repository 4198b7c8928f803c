"""A page's markup to the one tree of it that all its readers share."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fromstring

from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

_CONTROL_REFERENCE = re.compile(
    rb"&#(?:[xX]0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d));?",
    re.IGNORECASE,
)
"""Characters that no XML may hold: one of them would cost the whole page."""
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NO_CHARACTERS = re.compile("\ufffe|\uffff".encode())

# libxml2 takes what follows for text: https://bugs.launchpad.net/lxml/+bug/1955915
_DOCTYPE_WITH_SLASH = re.compile(rb"< ?! ?DOCTYPE[^>\n]*/[^<>\n]*>", re.IGNORECASE)
_CLOSED_AT_ONCE = re.compile(rb"(<html[^>\r\n]*?)\s*/>", re.IGNORECASE)
_BEGINNING, _FIRST_LINES = 50, 4_096

_LONG = 5_000
_LONG_TAG = re.compile(rb"<([A-Za-z][\w:-]{0,40})[^<>]{%d,}>?" % _LONG)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/]+")
_MOST_ATTRIBUTES = 1_000


@cache
def _parser() -> HTMLParser:
    """Of the options of trafilatura, but all elements are plain ones.

    lxml else chooses each class by a call into Python, whenever somebody looks at an element.
    """
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def to_tree(page: str) -> HtmlElement:
    """The page's tree, without comments; a fragment's as its one element or a container of them.

    Raises UnreadableError with EMPTY where there are no elements.
    """
    markup = _with_few_attributes(_CONTROL_REFERENCE.sub(b" ", page.encode("utf-8", "surrogatepass")))
    is_document = "html" in page[:_BEGINNING].lower()
    try:
        tree = fromstring(_sound(markup), parser=_parser())
    except (etree.LxmlError, ValueError):
        tree = None
    if tree is not None and (is_document or len(tree) > 1):
        return tree
    try:
        # A saved page may be a fragment; what is made of it has a body all the same.
        return document_fromstring(markup, parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(QuarantineReason.EMPTY, f"no elements in the page: {error}") from error


def _sound(markup: bytes) -> bytes:
    """The markup without what would cost the rest of it."""
    markup = _NO_CHARACTERS.sub(b"", markup.translate(None, _CONTROLS))
    if doctype := _DOCTYPE_WITH_SLASH.match(markup):
        markup = markup[doctype.end() :]
    first = markup[:_FIRST_LINES]
    if b"/>" in first and (root := _CLOSED_AT_ONCE.search(first)):
        markup = markup[: root.start()] + root[1] + b">" + markup[root.end() :]
    return markup


def _with_few_attributes(markup: bytes) -> bytes:
    """Tags of thousands of attributes are but their names: the parser compares each attribute with all.

    Where a bracket stands in each stretch, there is no long tag, and few looks tell so.
    """
    parts, kept, at = [], 0, 0
    while at + _LONG <= len(markup):
        last = markup.rfind(b"<", at, at + _LONG)
        if last >= 0:
            at = last + 1
            continue
        tag = _LONG_TAG.match(markup, at - 1) if at else None
        if tag and len(_BETWEEN_ATTRIBUTES.findall(_QUOTED.sub(b"", tag[0]))) >= _MOST_ATTRIBUTES:
            parts += [markup[kept : tag.start()], b"<" + tag[1] + b">"]
            kept = tag.end()
        at = tag.end() if tag else markup.find(b"<", at) + 1 or len(markup)
    return b"".join((*parts, markup[kept:])) if parts else markup
