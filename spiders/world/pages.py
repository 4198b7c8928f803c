"""Renders the page of a story with its publisher's template: furniture, JSON-LD and all."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template

from pipeline.errors import BadDataFileError
from spiders.world.data import read_text
from spiders.world.dates import in_words, iso
from spiders.world.stories import Newsroom, Publisher, Story


def render_page(newsroom: Newsroom, story: Story, folder: Path) -> str:
    """The HTML of one story; `folder` holds the templates.

    Raises BadDataFileError for a template that is absent or has a placeholder nobody fills.
    """
    publisher = newsroom.publisher
    words = {
        "title": story.title,
        "summary": story.summary,
        "section": story.section,
        "byline": story.byline,
        "site": publisher.name,
        "language": publisher.language,
        "charset": story.charset,
        "canonical": publisher.url(story.path),
        "published_iso": iso(story.published),
        "published_words": in_words(story.published, publisher.language),
    }
    markup = {
        "body": _body(story.body),
        "paywall": _fill(folder / "paywall.html", {}) if story.paywalled else "",
        "related": _related(newsroom, story),
        "json_ld": _json_ld(publisher, story),
    }
    return _fill(folder / f"{publisher.page}.html", {k: escape(v) for k, v in words.items()} | markup)


def _fill(template: Path, values: dict[str, str]) -> str:
    try:
        return Template(read_text(template)).substitute(values)
    except (KeyError, ValueError) as error:
        raise BadDataFileError(f"{template}: {error!r}") from error


def _body(text: str) -> str:
    return "\n".join(_block(block.strip()) for block in text.split("\n\n") if block.strip())


def _block(block: str) -> str:
    if block.startswith("## "):
        return f"<h2>{escape(block[3:], quote=False)}</h2>"
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line[2:], quote=False)}</li>" for line in lines) + "</ul>"
    if all(line.startswith("|") for line in lines):
        return _table([[cell.strip() for cell in line.strip("| ").split("|")] for line in lines])
    return f"<p>{escape(' '.join(lines), quote=False)}</p>"


def _table(rows: list[list[str]]) -> str:
    tags = ["th"] + ["td"] * (len(rows) - 1)
    return "<table>" + "".join(map(_row, tags, rows)) + "</table>"


def _row(tag: str, cells: list[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells) + "</tr>"


def _related(newsroom: Newsroom, story: Story) -> str:
    others = (newsroom.by_path[path] for path in story.related)
    links = (f'<li><a href="{escape(o.path)}">{escape(o.title, quote=False)}</a></li>' for o in others)
    return "\n".join(links)


def _json_ld(publisher: Publisher, story: Story) -> str:
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": iso(story.published),
        "description": story.summary,
        "author": {"@type": "Organization", "name": story.byline},
        "publisher": {"@type": "Organization", "name": publisher.name},
        "mainEntityOfPage": publisher.url(story.path),
    }
    return json.dumps(article, ensure_ascii=False).replace("</", "<\\/")
