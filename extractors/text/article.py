"""A news page: its main text, its title and when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.core import trafilatura_sequence
from trafilatura.settings import Extractor
from trafilatura.xml import xmltotxt

from extractors.text.canonical import canonical_url
from extractors.text.linked_data import objects
from extractors.text.normalise import normalise, one_line
from extractors.text.times import AbsurdTimeError, resolve_time
from extractors.text.tree import to_tree
from extractors.text.unreadable import UnreadableError
from pipeline.document import TimeResolution, TimeSource
from pipeline.vocabulary import QuarantineReason

MIN_CHARACTERS = 60
"""Less main text than this is a login wall, an error page or a picture's caption."""

MOST_TAGS = 60_000
"""Ten times what the longest of the news pages we know has; of 2 MB of nothing but tags, trafilatura works
for up to ten seconds."""

_DATE_METAS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "date",
    "pubdate",
    "publishdate",
    "sailthru.date",
)
_SITE_TAIL = re.compile(r"\s+[|–—·»-]\s+([^|–—·»]{2,60})$")
_ROW_RULE = re.compile(r"^\|(?:-{3,}\|)+ *\n", re.MULTILINE)
_ROW = re.compile(r"^\|.*\| *$", re.MULTILINE)
_MAX_OBJECTS = 200
"""How many objects of JSON-LD one page is asked for."""
_LINKED_DATA = "application/ld+json"
_TEXTLESS = ("style", "svg", "link", "meta")
_ARTICLE_TYPE = re.compile(r"Article|Report|BlogPosting|PressRelease|WebPage")


class Published(NamedTuple):
    """When something says it was published."""

    at: datetime
    as_stated: str
    source: TimeSource
    how: TimeResolution


def published_fields(published: Published | None) -> dict[str, Any]:
    """The fields of a Document that say when it was published; all None where that is not known."""
    at, as_stated, source, how = published or (None, None, None, None)
    return {
        "published_at": at,
        "published_as_stated": as_stated,
        "published_from": source,
        "published_how": how,
    }


class Article(NamedTuple):
    """What one page says; `absurd` are stated times that cannot be true, each with its reason."""

    title: str | None
    text: str
    published: Published | None
    absurd: tuple[str, ...] = ()
    canonical_url: str | None = None


class Hints(NamedTuple):
    """What the feed said about the page before it was fetched."""

    title: str | None = None
    stated_time: str | None = None
    fetched_at: datetime | None = None
    zone: str | None = None
    country: str | None = None


def to_article(html: str, *, url: str | None = None, hints: Hints = Hints()) -> Article:  # noqa: B008 - immutable
    """Read a news page; `text` is normalised and has no title line of its own.

    Raises UnreadableError with EMPTY, NO_MAIN_TEXT, or TOO_LARGE where it has more than MOST_TAGS.
    """
    if (tags := html.count("<")) > MOST_TAGS:
        raise UnreadableError(QuarantineReason.TOO_LARGE, f"{tags:,} tags, of at most {MOST_TAGS:,}")
    tree = to_tree(html)
    data = list(_linked_data(tree))
    metas = _metas(tree)
    title = _title(tree, data, metas, hints)
    published, absurd = _published(tree, data, metas, hints)
    canonical = canonical_url(tree, url=url)
    # Last, because it uses up the tree.
    _drop_textless(tree)
    text = main_text(tree)
    if len(text) < MIN_CHARACTERS:
        raise UnreadableError(QuarantineReason.NO_MAIN_TEXT, f"{len(text)} characters of main text")
    return Article(title, text, published, absurd, canonical)


def _drop_textless(tree: HtmlElement) -> None:
    """Take out what holds no text: each step of trafilatura would copy it and search it anew."""
    etree.strip_elements(tree, *_TEXTLESS, with_tail=False)
    for script in list(tree.iter("script")):
        # Linked data stays, because trafilatura tells forums by it.
        if script.get("type") != _LINKED_DATA and script.getparent() is not None:
            script.drop_tree()


@cache
def _options() -> Extractor:
    """What trafilatura is asked for; reading its configuration anew for each page takes long."""
    return Extractor(precision=True, comments=False, output_format="txt")


def main_text(tree: HtmlElement) -> str:
    """The article's own paragraphs, normalised; "" where there are none. Uses up the tree."""
    found = _extracted(tree)
    # Rows come as Markdown; everywhere else here a row is its cells with bars between.
    return normalise(_ROW.sub(lambda row: row[0].strip(" |"), _ROW_RULE.sub("", found)))


def _extracted(tree: HtmlElement) -> str:
    """What `trafilatura.extract` gives, without the copy that it makes of a tree nobody needs after it.

    Its sequence is no stable interface: the version is pinned, and a test holds the two together.
    """
    try:
        body, text, _, _ = trafilatura_sequence(tree, _options())
    except (TypeError, ValueError):  # what trafilatura, too, takes for a page without text
        return ""
    return xmltotxt(body, include_formatting=False) if text else ""


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD, nested ones too, those of articles first."""
    scripts = tree.iterfind(f".//script[@type='{_LINKED_DATA}']")
    found = islice(chain.from_iterable(objects(script.text_content()) for script in scripts), _MAX_OBJECTS)
    yield from sorted(found, key=lambda node: not _ARTICLE_TYPE.search(str(node.get("@type"))))


def _metas(tree: HtmlElement) -> Mapping[str, str]:
    """Contents of the page's meta elements by name, the first of each name."""
    by_name: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        by_name.setdefault(name.lower(), meta.get("content"))
    return by_name


def _title(
    tree: HtmlElement, data: list[dict[str, Any]], metas: Mapping[str, str], hints: Hints
) -> str | None:
    headings = [one_line(h1.text_content()) for h1 in tree.iterfind(".//h1")]
    headlines = [node["headline"] for node in data if isinstance(node.get("headline"), str)]
    candidates = [metas.get("og:title", ""), metas.get("twitter:title", ""), *headlines, *headings]
    candidates += [hints.title or "", *(title.text_content() for title in tree.iterfind(".//head/title"))]
    best = next((clean for title in candidates if (clean := one_line(title))), None)
    return _without_site(best, headings, metas.get("og:site_name", "")) if best else None


def _without_site(title: str, headings: list[str], site: str) -> str:
    """Drop " | Publisher" where the page's own heading or its site name shows that it is no headline."""
    tail = _SITE_TAIL.search(title)
    if tail is None:
        return title
    head = title[: tail.start()]
    named = site and tail.group(1).casefold() == site.casefold()
    return head if named or head in headings else title


def _published(
    tree: HtmlElement, data: list[dict[str, Any]], metas: Mapping[str, str], hints: Hints
) -> tuple[Published | None, tuple[str, ...]]:
    absurd = []
    for stated, source in _stated_times(tree, data, metas, hints):
        try:
            at, how = resolve_time(
                stated, fetched_at=hints.fetched_at, zone=hints.zone, country=hints.country
            )
        except AbsurdTimeError as error:
            absurd.append(str(error))
        else:
            return Published(at, stated, source, how), tuple(dict.fromkeys(absurd))
    return None, tuple(dict.fromkeys(absurd))


def _stated_times(
    tree: HtmlElement, data: list[dict[str, Any]], metas: Mapping[str, str], hints: Hints
) -> Iterator[tuple[str, TimeSource]]:
    for node in data:
        if isinstance(stated := node.get("datePublished"), str) and stated.strip():
            yield one_line(stated), TimeSource.PAGE
    for name in _DATE_METAS:
        if stated := metas.get(name):
            yield one_line(stated), TimeSource.PAGE
    if hints.stated_time:
        yield one_line(hints.stated_time), TimeSource.FEED
    # A <time> may belong to a related story, so it comes after what speaks of this page alone.
    for time in tree.iterfind(".//time[@datetime]"):
        if stated := one_line(time.get("datetime")):
            yield stated, TimeSource.PAGE
            return
