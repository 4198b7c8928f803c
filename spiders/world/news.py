"""One publisher's host: its feed, its pages and the ways it misbehaves."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from html import escape
from pathlib import Path

from spiders.world.data import read_text
from spiders.world.feeds import render_feed
from spiders.world.notices import notices_reply
from spiders.world.pages import render_page
from spiders.world.reply import HTML, Ask, Reply, moved, not_found, text, unavailable
from spiders.world.sitemaps import sitemap_replies
from spiders.world.stories import FeedFormat, Newsroom, Story

RETRY_AFTER_S = 1
BINARY = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class NewsSite:
    """Everything behind a publisher's host; pages are rendered once, so broken data shows at the start."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        self._newsroom = newsroom
        self._healing = {story.path: story.heals_after for story in newsroom.stories}
        self._replies = dict(_replies(newsroom, folder))

    def answer(self, ask: Ask) -> Reply:
        """The feed, a page, a redirect, robots.txt, or a 404."""
        if ask.visits < self._healing.get(ask.target, 0):
            return unavailable(RETRY_AFTER_S)
        feed = self._newsroom.publisher.feed
        if feed.format is FeedFormat.NOTICES and ask.target.startswith(f"{feed.path}?"):
            return notices_reply(self._newsroom, ask.target)
        return self._replies.get(ask.target) or not_found(ask.target)


def _replies(newsroom: Newsroom, folder: Path) -> Mapping[str, Reply]:
    publisher = newsroom.publisher
    replies = {"/": Reply(_front(newsroom), modified_at=newsroom.newest_at), **_feed(newsroom)}
    robots = folder / "robots" / f"{publisher.host}.txt"
    if robots.exists():
        replies["/robots.txt"] = text(read_text(robots))
    for story in newsroom.stories:
        replies[story.path] = _page(newsroom, story, folder / "pages")
        if story.redirect_from:
            replies[story.redirect_from] = moved(story.path)
    return replies


def _feed(newsroom: Newsroom) -> Mapping[str, Reply]:
    path = newsroom.publisher.feed.path
    match newsroom.publisher.feed.format:
        case FeedFormat.SITEMAP:
            return sitemap_replies(newsroom)
        case FeedFormat.NOTICES:
            return {path: notices_reply(newsroom, path)}
        case FeedFormat.RSS | FeedFormat.ATOM:
            body, content_type = render_feed(newsroom)
            return {path: Reply(body, content_type, modified_at=newsroom.newest_at)}


def _page(newsroom: Newsroom, story: Story, templates: Path) -> Reply:
    if story.status != 200:
        return Reply(not_found(story.path).body, status=story.status)
    if story.content_type:
        return Reply(BINARY, story.content_type, modified_at=story.published)
    if story.empty:
        return Reply(b"", HTML, modified_at=story.published)
    body = _encoded(render_page(newsroom, story, templates), story.charset)
    return Reply(
        body, f"text/html; charset={story.charset}", modified_at=story.published, is_cut=story.truncated_gzip
    )


def _encoded(page: str, charset: str) -> bytes:
    try:
        codecs.lookup(charset)
    except LookupError:
        return page.encode()
    return page.encode(charset, "xmlcharrefreplace")


def _front(newsroom: Newsroom) -> bytes:
    links = (f'<li><a href="{escape(s.path)}">{escape(s.title)}</a></li>' for s in newsroom.stories)
    name = escape(newsroom.publisher.name)
    return f"<!doctype html><title>{name}</title><h1>{name}</h1><ul>{''.join(links)}</ul>".encode()
