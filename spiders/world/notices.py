"""A register of notices as the Federal Register's API answers: JSON, page by page."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from spiders.world.reply import Reply
from spiders.world.stories import Newsroom, Story

PER_PAGE = 2
"""Whatever is asked for: so few that the register of the world has more than one page."""


def notices_reply(newsroom: Newsroom, target: str) -> Reply:
    """The page that the query of `target` asks for, whatever its conditions; pages count from 1."""
    asked = parse_qs(urlsplit(target).query).get("page", ["1"])[0]
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    stories = newsroom.stories[(number - 1) * PER_PAGE : number * PER_PAGE] if number else ()
    body = {
        "count": len(newsroom.stories),
        "total_pages": -(-len(newsroom.stories) // PER_PAGE),
        "results": [_row(newsroom, story) for story in stories],
    }
    return Reply(json.dumps(body).encode(), "application/json", modified_at=newsroom.newest_at)


def _row(newsroom: Newsroom, story: Story) -> dict[str, object]:
    publisher = newsroom.publisher
    return {
        "document_number": story.path.rsplit("/", 1)[-1],
        "type": "Notice",
        "title": story.title,
        "abstract": story.summary,
        "publication_date": f"{story.published:%Y-%m-%d}",
        "agencies": [{"raw_name": story.byline.upper(), "name": story.byline}],
        "html_url": publisher.url(story.linked_path),
        "pdf_url": None,
    }
