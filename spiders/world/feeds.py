"""Renders a newsroom's feed: RSS 2.0 or Atom, with the quirks real feeds have."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from spiders.world.dates import iso, rfc822
from spiders.world.stories import DateStyle, Feed, FeedFormat, Newsroom, Publisher, Quirk, Story

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


def render_feed(newsroom: Newsroom) -> tuple[bytes, str]:
    """The feed's bytes and its Content-Type."""
    is_atom = newsroom.publisher.feed.format is FeedFormat.ATOM
    lines = _atom(newsroom) if is_atom else _rss(newsroom)
    return "\n".join(lines).encode(), ATOM if is_atom else RSS


def _rss(newsroom: Newsroom) -> Iterator[str]:
    publisher, feed = newsroom.publisher, newsroom.publisher.feed
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    yield f"<title>{escape(feed.title)}</title>"
    yield f"<link>{publisher.url('/')}</link>"
    yield f'<atom:link href="{publisher.url(feed.path)}" rel="self" type="application/rss+xml"/>'
    yield f"<description>{escape(publisher.name)}</description>"
    yield f"<language>{publisher.language}</language>"
    yield f"<lastBuildDate>{rfc822(newsroom.newest_at)}</lastBuildDate>"
    for story in newsroom.stories:
        yield from _item(publisher, story)
    yield from feed.raw_entries
    yield "</channel></rss>\n"


def _item(publisher: Publisher, story: Story) -> Iterator[str]:
    feed = publisher.feed
    yield "<item>"
    yield f"<title>{_text(feed, story.title)}</title>"
    if not story.no_link:
        yield f"<link>{escape(publisher.url(story.linked_path))}</link>"
    if Quirk.NO_GUID not in feed.quirks:
        yield f'<guid isPermaLink="false">{publisher.key}:{escape(story.path)}</guid>'
    yield f"<category>{escape(story.section)}</category>"
    yield f"<description>{_text(feed, _summary(feed, story))}</description>"
    if stated := _stated(feed, story):
        yield f"<pubDate>{escape(stated)}</pubDate>"
    yield "</item>"


def _atom(newsroom: Newsroom) -> Iterator[str]:
    publisher, feed = newsroom.publisher, newsroom.publisher.feed
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">'
    yield f"<title>{escape(feed.title)}</title>"
    yield f"<id>{publisher.url('/')}</id>"
    yield f'<link rel="self" type="application/atom+xml" href="{publisher.url(feed.path)}"/>'
    yield f'<link rel="alternate" type="text/html" href="{publisher.url("/")}"/>'
    yield f"<updated>{iso(newsroom.newest_at)}</updated>"
    for story in newsroom.stories:
        yield from _entry(publisher, story)
    yield from feed.raw_entries
    yield "</feed>\n"


def _entry(publisher: Publisher, story: Story) -> Iterator[str]:
    feed = publisher.feed
    yield "<entry>"
    yield f"<title>{_text(feed, story.title)}</title>"
    if not story.no_link:
        yield f'<link rel="alternate" type="text/html" href="{escape(publisher.url(story.linked_path))}"/>'
    yield f"<id>tag:{publisher.host},{story.published.year}:{escape(story.path)}</id>"
    if stated := _stated(feed, story):
        yield f"<published>{escape(stated)}</published><updated>{escape(stated)}</updated>"
    yield f"<author><name>{escape(story.byline)}</name></author>"
    kind = "html" if Quirk.HTML_SUMMARY in feed.quirks else "text"
    yield f'<summary type="{kind}">{_text(feed, _summary(feed, story))}</summary>'
    yield "</entry>"


def _summary(feed: Feed, story: Story) -> str:
    return f"<p>{escape(story.summary)}</p>" if Quirk.HTML_SUMMARY in feed.quirks else story.summary


def _text(feed: Feed, value: str) -> str:
    if Quirk.CDATA in feed.quirks:
        return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return escape(value, quote=False)


def _stated(feed: Feed, story: Story) -> str:
    """The time as the feed shows it; empty for an entry without one."""
    if story.stated_date is not None:
        return story.stated_date
    return iso(story.published) if feed.date_style is DateStyle.ISO else rfc822(story.published)
