"""Renders a newsroom's news sitemap, gzipped, and the index that names it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from html import escape

from spiders.world.dates import iso
from spiders.world.reply import Reply
from spiders.world.stories import Newsroom, Publisher, Story

PART = "/sitemaps/news.xml.gz"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def sitemap_replies(newsroom: Newsroom) -> Mapping[str, Reply]:
    """The index at the feed's path, and its one part."""
    publisher, newest = newsroom.publisher, newsroom.newest_at
    index = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {NAMESPACES}><sitemap>'
        f"<loc>{publisher.url(PART)}</loc><lastmod>{iso(newest)}</lastmod></sitemap></sitemapindex>\n"
    )
    part = gzip.compress("\n".join(_part(newsroom)).encode(), mtime=0)
    return {
        publisher.feed.path: Reply(index.encode(), "application/xml", modified_at=newest),
        PART: Reply(part, "application/gzip", modified_at=newest),
    }


def _part(newsroom: Newsroom) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<urlset {NAMESPACES}>"
    for story in newsroom.stories:
        yield from _url(newsroom.publisher, story)
    yield from newsroom.publisher.feed.raw_entries
    yield "</urlset>\n"


def _url(publisher: Publisher, story: Story) -> Iterator[str]:
    yield f"<url><loc>{escape(publisher.url(story.linked_path))}</loc>"
    yield f"<news:news><news:publication><news:name>{escape(publisher.name)}</news:name>"
    yield f"<news:language>{publisher.language[:2]}</news:language></news:publication>"
    if story.paywalled:
        yield "<news:access>Subscription</news:access>"
    yield f"<news:publication_date>{iso(story.published)}</news:publication_date>"
    yield f"<news:title>{escape(story.title, quote=False)}</news:title></news:news></url>"
