from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import feedparser
import pytest

from spiders.world.stories import read_newsrooms, read_story

FEEDS = {
    "www.harbourwire.example": ("/feeds/markets.rss", "rss20"),
    "www.rackandgrid.example": ("/atom.xml", "atom10"),
    "calderledger.example": ("/rss/business.xml", "rss20"),
    "newsroom.northlode.example": ("/releases/feed", "rss20"),
}


@pytest.fixture
def feed(get):
    return lambda host: feedparser.parse(get(host, FEEDS[host][0]).body)


@pytest.mark.parametrize("host", FEEDS)
def test_feeds_hold_every_story_newest_first(feed, host, world_dir):
    read = feed(host)
    (newsroom,) = [room for room in read_newsrooms(world_dir) if room.publisher.host == host]
    titles = [entry.title for entry in read.entries]

    files = sorted((world_dir / "stories" / newsroom.publisher.key).glob("*.md"), reverse=True)
    assert read.version == FEEDS[host][1]
    assert len(titles) == len(files) + len(newsroom.publisher.feed.raw_entries)
    assert titles[: len(files)] == [read_story(file).title for file in files]


@pytest.mark.parametrize("host", [host for host in FEEDS if host != "calderledger.example"])
def test_good_feeds_are_well_formed_with_times_and_links(feed, get, host):
    ET.fromstring(get(host, FEEDS[host][0]).body)
    for entry in feed(host).entries:
        assert entry.link.startswith(f"http://{host}/")
        assert 2025 <= entry.published_parsed.tm_year <= 2026
        assert entry.summary


def test_times_and_markup_survive(feed):
    wire = {entry.title: entry for entry in feed("www.harbourwire.example").entries}
    story = wire["Microsoft turns to Nebius for capacity in $17.4 billion deal"]
    assert time.strftime("%Y-%m-%dT%H:%M", story.published_parsed) == "2025-09-08T21:12"

    (crane,) = [e for e in feed("www.rackandgrid.example").entries if e.title.startswith("Crane restart")]
    assert crane.summary.startswith("<p>Washington lends Constellation")
    assert crane.author == "Power desk"


def test_the_local_paper_is_malformed_and_its_dates_awkward(feed, get):
    with pytest.raises(ET.ParseError):
        ET.fromstring(get("calderledger.example", "/rss/business.xml").body)
    read = feed("calderledger.example")
    by_link = {entry.get("link", "")[-4:]: entry for entry in read.entries}

    assert read.bozo
    assert by_link["4131"].published == "10/29/2025 noon"
    assert by_link["4131"].get("published_parsed") is None
    assert by_link["4246"].published == "Mon, 01 Jan 0001 00:00:00 GMT"
    assert by_link["4250"].published_parsed.tm_year == 2099
    assert "id" not in by_link["4107"]
    unlinked = [entry.title for entry in read.entries if "link" not in entry]
    assert unlinked == [
        "State moves bridge at Three Mills to front of line",
        "Pancake breakfast & tractor raffle Saturday",
    ]
