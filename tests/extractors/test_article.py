"""A news page: main text without furniture, title without site name, time by order of trust."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.article import Hints, main_text, to_article
from extractors.text.normalise import normalise
from extractors.text.tree import to_tree
from extractors.text.unreadable import UnreadableError
from pipeline.document import TimeSource
from pipeline.vocabulary import QuarantineReason

FETCHED = datetime(2025, 11, 6, tzinfo=UTC)
BODY = (
    "<p>Northgate Compute said on Tuesday it would buy Halden Data Centers for about $9 billion in cash "
    "and shares, in what would be the largest purchase by a cloud provider this year.</p>"
    "<p>Halden runs 1,300 MW of capacity at nine campuses in Texas and Ohio, most of it let to customers "
    "that train models. The companies expect to close in the first quarter.</p>"
)


def page(head: str = "", body: str = BODY, heading: str = "Northgate buys Halden") -> str:
    return f"""<!doctype html><html><head><title>Northgate buys Halden | The Wire</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/markets">Markets</a></li></ul></nav>
<div class="cookie-notice">We use cookies to improve your experience. <button>Accept all</button></div>
<main><article><h1>{heading}</h1>{body}</article></main>
<aside class="related"><h3>Related stories</h3><a href="/x">Chip maker raises outlook</a></aside>
<footer>© 2025 The Wire. All rights reserved.</footer></body></html>"""


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_main_text_without_furniture() -> None:
    text = to_article(page()).text
    assert "would buy Halden Data Centers for about $9 billion" in text
    assert "nine campuses in Texas and Ohio" in text
    for furniture in ("cookies", "Markets", "raises outlook", "All rights reserved"):
        assert furniture not in text


@pytest.mark.parametrize(
    "reference",
    [
        *("&#8;", "&#27;", "&#x1B;", "&#x0;", "&#011", "&#31;", "&#31abc;"),
        *("&#xFFFE;", "&#XffFF;", "&#x0fffe;", "&#65534;", "&#065535;", "&#65535"),
    ],
)
def test_a_reference_to_a_control_character_costs_nothing_else(reference: str) -> None:
    article = to_article(page(body=f"<p>The news {reference}broke.</p>{BODY}"))
    assert "would buy Halden Data Centers for about $9 billion" in article.text


@pytest.mark.parametrize(
    "markup",
    [
        page(),
        page(body=BODY + "<ul><li>Texas</li><li>Ohio</li></ul><blockquote>We buy.</blockquote>" + BODY),
        page(body=f"<form>{BODY}</form>").replace("<!doctype html>", "<!DOCTYPE html PUBLIC '-//W3C//DTD'>"),
        page(body="<p>Please log in.</p>"),
        page(body=""),
        f"\x00<html class='a' />\n<body>\x1b{BODY}\ufffe<!-- unseen --><div>{BODY}",
    ],
)
def test_main_text_is_what_trafilatura_extracts(markup: str) -> None:
    found = trafilatura.extract(markup, favor_precision=True, include_comments=False) or ""
    assert main_text(to_tree(markup)) == normalise(found)


def test_references_to_other_characters_stay() -> None:
    body = BODY.replace("$9 billion", "&#36;9&#32;billion &#233;&#x26;&#xFFFD;&#xFFE5;&#65509;&#x1F4B0;&#10;")
    assert "about $9 billion é&�￥￥💰" in to_article(page(body=body)).text


def test_table_rows_are_cells_with_bars() -> None:
    rows = (("Company", "Quarter"), ("Northgate", "$24.0 billion"))
    table = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    body = BODY + f"<table>{table}</table>" + BODY.replace("Tuesday", "Friday")
    lines = to_article(page(body=body)).text.split("\n")
    at = lines.index("Company | Quarter")
    assert lines[at + 1] == "Northgate | $24.0 billion"
    assert lines[at + 2].startswith("Northgate Compute said on Friday")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Halden goes to Northgate">', "Halden goes to Northgate"),
        (
            '<meta property="og:title" content="Halden goes – The Wire">'
            '<meta property="og:site_name" content="the wire">',
            "Halden goes",
        ),
        (linked(headline="Northgate: $9&nbsp;bn for Halden"), "Northgate: $9&nbsp;bn for Halden"),
        ("", "Northgate buys Halden"),
    ],
)
def test_title(head: str, title: str) -> None:
    assert to_article(page(head)).title == title


def test_title_keeps_a_dash_that_is_its_own() -> None:
    head = '<meta property="og:title" content="Halden deal – what it means">'
    assert to_article(page(head)).title == "Halden deal – what it means"


def test_title_of_last_resort() -> None:
    bare = page(heading="").replace("<title>Northgate buys Halden | The Wire</title>", "")
    assert to_article(bare, hints=Hints(title="From the feed")).title == "From the feed"


@pytest.mark.parametrize(
    ("head", "stated", "source"),
    [
        (linked(datePublished="2025-11-04T09:00:00-05:00"), "2025-11-04T14:00", TimeSource.PAGE),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle",'
            '"datePublished":"2025-11-03"}]}</script>',
            "2025-11-03T00:00",
            TimeSource.PAGE,
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2025-11-03",}</script>'
            '<meta property="article:published_time" content="2025-11-02T08:00:00Z">',
            "2025-11-02T08:00",
            TimeSource.PAGE,
        ),
        ("", "2025-11-04T14:05", TimeSource.FEED),
    ],
)
def test_time_by_order_of_trust(head: str, stated: str, source: TimeSource) -> None:
    hints = Hints(stated_time="Tue, 04 Nov 2025 14:05:00 GMT", fetched_at=FETCHED)
    published = to_article(page(head), hints=hints).published
    assert published is not None
    assert published.at.strftime("%Y-%m-%dT%H:%M") == stated
    assert published.source == source


def test_time_element_when_nothing_else_speaks() -> None:
    body = '<time datetime="2025-11-01T10:00:00Z">1 Nov</time>' + BODY
    published = to_article(page(body=body), hints=Hints(fetched_at=FETCHED)).published
    assert published is not None
    assert published.at == datetime(2025, 11, 1, 10, tzinfo=UTC)


def test_absurd_time_is_told_and_the_next_one_taken() -> None:
    hints = Hints(stated_time="2025-11-04", fetched_at=FETCHED)
    article = to_article(page(linked(datePublished="2099-01-01")), hints=hints)
    assert article.published is not None
    assert article.published.source == TimeSource.FEED
    assert len(article.absurd) == 1
    assert "'2099-01-01' lies after the fetch" in article.absurd[0]


def test_only_absurd_times_leave_the_article_without_one() -> None:
    article = to_article(page(linked(datePublished="1970-01-01")), hints=Hints(fetched_at=FETCHED))
    assert article.published is None
    assert "Halden" in article.text


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><p>Please log in.</p></body></html>",
        "<html><body></body></html>",
        "<html><head><meta http-equiv='refresh' content='0;url=/x'></head></html>",
    ],
)
def test_no_main_text(html: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        to_article(html)
    assert caught.value.reason in (QuarantineReason.NO_MAIN_TEXT, QuarantineReason.EMPTY)


@given(st.text(alphabet="<>/ apdivhtml=\"'!-&;{}[]0", max_size=200))
def test_any_markup_gives_an_article_or_a_reason(html: str) -> None:
    try:
        length, reason = len(to_article(html).text), None
    except UnreadableError as error:
        length, reason = 0, error.reason
    assert length >= 60 or reason in (QuarantineReason.NO_MAIN_TEXT, QuarantineReason.EMPTY)
