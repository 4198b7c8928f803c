from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest

from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Tier
from spiders.apis import Window
from spiders.sources.load import load_sources
from spiders.world.expected import read_expected
from spiders.world.filings import read_companies
from spiders.world.serve import SOURCES_DIR
from spiders.world.sites import WORLD, read_sites
from spiders.world.stories import Story, read_newsrooms, read_story

STORIES = [story for newsroom in read_newsrooms(WORLD) for story in newsroom.stories]
NOW = datetime(2026, 1, 5, tzinfo=UTC)
STATEMENTS = read_expected(WORLD / "edgar")


@pytest.fixture
def copy(tmp_path):
    """A copy of the world's data that a test may break."""
    kept = shutil.ignore_patterns("*.py", "__pycache__")
    return shutil.copytree(WORLD, tmp_path / "world", ignore=kept)


def test_every_flag_of_a_story_is_used_somewhere():
    flags = {name for name, field in Story.model_fields.items() if not field.is_required()}
    used = {name for story in STORIES for name in story.model_fields_set}
    assert flags <= used


def test_there_are_forty_pages_and_no_story_is_told_twice_unmarked():
    originals = [story for story in STORIES if not story.copy_of]
    assert len(STORIES) >= 40
    assert (
        len({story.body for story in originals})
        == len({story.title for story in originals})
        == len(originals)
    )


def test_copies_name_a_story_with_the_same_core():
    copies = [story for story in STORIES if story.copy_of]
    assert copies
    for story in copies:
        original = read_story(WORLD / "stories" / f"{story.copy_of}.md")
        assert story.title == original.title
        shared = set(story.body.split("\n\n")) & set(original.body.split("\n\n"))
        assert len(shared) >= 3


def test_every_robots_file_belongs_to_a_host():
    hosts = {newsroom.publisher.host for newsroom in read_newsrooms(WORLD)}
    assert {path.stem for path in (WORLD / "robots").glob("*.txt")} < hosts


def test_the_sources_describe_exactly_these_sites():
    sources = load_sources(SOURCES_DIR)
    assert {host for source in sources for host in source.index_hosts} == set(read_sites())
    assert not any(source.live for source in sources)
    assert {int(company.cik) for company in read_companies(WORLD / "edgar")} == {
        company.cik for source in sources for company in source.watch
    }
    publishers = {newsroom.publisher.host: newsroom.publisher for newsroom in read_newsrooms(WORLD)}
    for source in sources:
        if source.tier is not Tier.FILING:
            (host,) = source.index_hosts
            publisher = publishers[host]
            if source.query:
                _, ask = next(source.query.pages(Window(source.data_url or "", NOW, NOW)))
                assert ask.url.startswith(f"{publisher.url(publisher.feed.path)}?")
            else:
                assert source.urls == (publisher.url(publisher.feed.path),)
            assert (source.tier, source.country) == (publisher.tier, publisher.country)
            assert source.document_kind == publisher.document_kind


def test_the_copy_is_good_before_it_is_broken(copy):
    assert set(read_sites(copy)) == set(read_sites())


STORY = "stories/northlode/06-series-d.md"
FILINGS = "edgar/companies.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (
            "publishers.yml",
            "format: atom",
            "format: gopher",
            r"publishers\.yml: publishers\.\d\.feed\.format",
        ),
        ("publishers.yml", "host: calderledger.example", "host: www.example.com", r"publishers\.\d\.host"),
        (STORY, "section:", "chapter:", r"06-series-d\.md: .*chapter: Extra"),
        (STORY, "---\n", "", r"06-series-d\.md:1: expects YAML between"),
        (STORY, "related: [", "related: [/none, ", r"06-series-d\.md: related: no story at /none"),
        (STORY, "title: ", "title: [", r"(?s)06-series-d\.md: .*line 3"),
        (STORY, "-05:00", "", r"06-series-d\.md: published: .*timezone"),
        (FILINGS, "filed_on: 2026-02-19", "filed_on: 2026-02-31", r"companies\.yml: day is out of range"),
        (FILINGS, '"0009990003"', '"0000320193"', r"companies\.yml: companies\.2\.cik"),
        (FILINGS, '["2.01", ', '["2.1", ', r"companies\.yml: companies\.2\.filings\.0\.items\.0"),
        (FILINGS, "0009990003-26-000007", "0009990003-26-000008", r"000007\.txt"),
        (FILINGS, "0009990003-26-000007", "0009990006-25-000027", "twice: 0009990006-25-000027"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(copy, file, old, new, complaint):
    path = copy / file
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(BadDataFileError, match=complaint):
        read_sites(copy)


def test_stories_of_an_unknown_publisher_are_refused(copy):
    (copy / "stories" / "nobody").mkdir()
    with pytest.raises(BadDataFileError, match="no publisher for stories of nobody"):
        read_sites(copy)


def test_two_stories_at_one_path_are_refused(copy):
    shutil.copy(copy / "stories/northlode/06-series-d.md", copy / "stories/northlode/99-again.md")
    with pytest.raises(BadDataFileError, match="paths used twice: /releases/2025/series-d"):
        read_sites(copy)


def test_there_is_a_statement_for_each_submission():
    held = {path.stem for path in (WORLD / "edgar").glob("*.txt")}
    assert sorted(statement.accession for statement in STATEMENTS) == sorted(held)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.accession)
def test_every_statement_stands_in_the_documents_it_names(statement):
    texts = _texts(statement.accession)
    for deal in statement.deals:
        for kind in deal.told_in:
            assert all(party.name in texts[kind] for party in deal.parties)
            assert all(_money(amount.low, amount.currency) & _words(texts[kind]) for amount in deal.amounts)
        told = " ".join(texts[kind] for kind in deal.told_in)
        assert all(f"{mw:,} MW" in told for mw in deal.capacity_mw)
        assert all(f"{chips.count:,} " in told and chips.product in told for chips in deal.chips)
    for figure in statement.figures:
        for kind in figure.told_in:
            assert figure.entity in texts[kind]
            if figure.unit == "USD":
                assert _money(figure.low, "USD") & _words(texts[kind])


def _texts(accession: str) -> dict[str, str]:
    whole = (WORLD / "edgar" / f"{accession}.txt").read_text()
    parts = whole.split("<DOCUMENT>")[1:]
    plain = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", part))) for part in parts)
    return {re.search(r"<TYPE>(\S+)", part)[1]: text for part, text in zip(parts, plain, strict=True)}


def _words(text: str) -> set[str]:
    return set(re.findall(r"C?\$[\d.,]*\d(?: [mb]illion)?", text))


def _money(value: Decimal, currency: str) -> set[str]:
    sign = {"USD": "$", "CAD": "C$"}[currency]
    billions, millions = (f"{(value / scale).normalize():f}" for scale in (10**9, 10**6))
    return {f"{sign}{billions} billion", f"{sign}{millions} million", f"{sign}{value:,}"}
