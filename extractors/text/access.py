"""Whether a page is for subscribers, and what may be read of it then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import fromstring

from extractors.text.linked_data import objects
from extractors.text.normalise import normalise

_PROPERTY = "isAccessibleForFree"
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_IS_LINKED_DATA = re.compile(r"\bapplication/ld\+json\b", re.IGNORECASE)
_META = re.compile(r"<meta\b", re.IGNORECASE)
_IS_ABOUT_ACCESS = re.compile(rf"\b{_PROPERTY}\b", re.IGNORECASE)
_CONTENT_FALSE = re.compile(r"\bcontent\s*=\s*[\"']?false\b", re.IGNORECASE)
_BLOCK_END = re.compile(r"<br\b[^>]*>|</(?:p|div|li|h[1-6]|tr|td|blockquote)>", re.IGNORECASE)


def is_for_subscribers(html: str) -> bool:
    """Whether a page says of itself that it is not free: schema.org `isAccessibleForFree`, false.

    Only what is said of the page or its article counts, not of a part of it (`hasPart`) or of what it links.
    """
    if _PROPERTY not in html:
        return False
    told = [node[_PROPERTY] for node in _nodes(html) if _PROPERTY in node]
    return any(_is_false(value) for value in told) or any(
        _IS_ABOUT_ACCESS.search(meta) and _CONTENT_FALSE.search(meta) for meta in _metas(html)
    )


def to_summary(markup: str | None) -> str:
    """A feed's summary as plain text, normalised; "" for none."""
    if not markup or not markup.strip():
        return ""
    if "<" not in markup and "&" not in markup:
        return normalise(markup)
    try:
        # Words of two paragraphs would else run together.
        text = fromstring(f"<div>{_BLOCK_END.sub(chr(10), markup)}</div>").text_content()
    except (etree.LxmlError, ValueError):
        text = re.sub(r"<[^>]*>", " ", markup)
    return normalise(str(text))


def _metas(html: str) -> Iterator[str]:
    """What stands within the page's meta tags."""
    at = 0
    while opened := _META.search(html, at):
        if (at := html.find(">", opened.end())) < 0:
            return
        yield html[opened.end() : at]


def _linked_data(html: str) -> Iterator[str]:
    """What stands in the page's JSON-LD scripts.

    No look goes behind where the last one ended: one expression for all of it would read to the end of the
    page again for each script that never ends.
    """
    at = 0
    while opened := _SCRIPT.search(html, at):
        if (at := html.find(">", opened.end())) < 0:
            return
        if not _IS_LINKED_DATA.search(html, opened.end(), at):
            continue
        if (end := _SCRIPT_END.search(html, at)) is None:
            return
        yield html[at + 1 : end.start()]
        at = end.end()


def _nodes(html: str) -> Iterator[dict[str, Any]]:
    for script in _linked_data(html):
        if _PROPERTY not in script:
            continue
        yield from objects(script)


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold().endswith("false"))
