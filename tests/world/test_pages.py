from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.errors import BadDataFileError
from spiders.world.dates import in_words, rfc822
from spiders.world.feeds import render_feed
from spiders.world.pages import render_page
from spiders.world.sites import WORLD
from spiders.world.stories import Newsroom, read_newsrooms

NEWSROOMS = read_newsrooms(WORLD)
VISIBLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
LINES = st.text(VISIBLE, min_size=1).map(lambda text: f"x {text} y")


@pytest.mark.parametrize("newsroom", NEWSROOMS, ids=lambda room: room.publisher.key)
def test_every_page_shows_its_story_inside_furniture(newsroom):
    for story in newsroom.stories:
        page = html.fromstring(render_page(newsroom, story, WORLD / "pages"))
        shown = " ".join(page.text_content().split())

        assert story.title in shown
        for block in story.body.split("\n\n"):
            words = " ".join(block.lstrip("#-| ").split())
            assert block.startswith(("-", "|")) or words in shown
        assert len(page.xpath("//a[@href]")) >= 8
        assert "$" + "title" not in shown


def test_json_ld_can_be_read_and_agrees_with_the_story():
    read = 0
    for newsroom in NEWSROOMS:
        for story in newsroom.stories:
            page = render_page(newsroom, story, WORLD / "pages")
            for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
                article = json.loads(script)
                assert article["headline"] == story.title
                assert datetime.fromisoformat(article["datePublished"]) == story.published
                read += 1
    assert read >= 20


@given(title=LINES, summary=LINES, paragraph=LINES)
def test_any_characters_come_out_as_they_went_in(title, summary, paragraph):
    newsroom = _with_story(title=title, summary=summary, body=paragraph)
    page = html.fromstring(render_page(newsroom, newsroom.stories[0], WORLD / "pages"))
    feed = html.fromstring(render_feed(newsroom)[0])

    assert title in page.findtext(".//title")
    assert paragraph in [p.text for p in page.iter("p")]
    assert unescape(feed.findtext(".//entry/title")) == title


def _with_story(**changes: str) -> Newsroom:
    (room,) = [room for room in NEWSROOMS if room.publisher.key == "rackgrid"]
    story = room.stories[0].model_copy(update={"related": (), **changes})
    return room.model_copy(update={"stories": (story,)})


@pytest.mark.parametrize(
    ("language", "words"), [("en-US", "September 8, 2025"), ("en-GB", "8 September 2025")]
)
def test_dates_in_words(language, words):
    assert in_words(datetime(2025, 9, 8, tzinfo=UTC), language) == words


def test_rfc822_keeps_the_writers_zone():
    assert rfc822(datetime.fromisoformat("2025-09-08T17:12:00-04:00")) == "Mon, 08 Sep 2025 17:12:00 -0400"


def test_a_placeholder_nobody_fills_is_named(tmp_path):
    newsroom = NEWSROOMS[0]
    (tmp_path / f"{newsroom.publisher.page}.html").write_text("<p>$headline</p>")
    with pytest.raises(BadDataFileError, match=r"harbourwire\.html.*headline"):
        render_page(newsroom, newsroom.stories[0], tmp_path)
