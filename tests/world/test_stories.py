from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError
from spiders.world.sites import WORLD
from spiders.world.stories import read_newsrooms, read_story

FRONT = {
    "title": "A title: with a colon",
    "path": "/a",
    "published": "2025-09-08T17:12:00-04:00",
    "summary": "S",
    "section": "News",
    "byline": "News desk",
}
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("stories") / "01-story.md"


@given(title=st.text(PRINTABLE, min_size=1), body=st.text(PRINTABLE))
def test_any_title_and_body_are_read_back(file, title, body):
    file.write_bytes(f"---\n{yaml.safe_dump(FRONT | {'title': title})}---\n{body}".encode())
    story = read_story(file)
    assert (story.title, story.body) == (title, body.strip())


@given(st.binary())
def test_garbage_is_refused_by_name_or_read(file, garbage):
    file.write_bytes(b"---\n" + garbage + b"\n---\nbody")
    with suppress(BadDataFileError):
        read_story(file)


@given(st.text())
def test_text_without_its_fences_is_refused(file, text):
    file.write_text("x" + text, encoding="utf-8", errors="replace")
    with pytest.raises(BadDataFileError, match=r"01-story\.md"):
        read_story(file)


def test_stories_update_one_another():
    """A rumour, a signing and a closing of one deal, on several hosts."""
    told = {
        room.publisher.key: [story.title for story in room.stories if "Gravenor" in story.body]
        for room in read_newsrooms(WORLD)
    }
    assert "Northlode weighs bid for data-center landlord Gravenor, sources say" in told["harbourwire"]
    assert "Northlode to Acquire Gravenor Data Centers for $1.42 Billion" in told["northlode"]
    assert "Northlode Completes Acquisition of Gravenor Data Centers" in told["northlode"]
    assert "Northlode closes Gravenor purchase and hints at a second" in told["rackgrid"]
