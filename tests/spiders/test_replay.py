"""Recorded crawls, replayed with no server there: the same captures land."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport
from pipeline.settings import read_settings
from spiders.crawl import crawl
from spiders.sources import load_sources
from spiders.urls import host_of
from tests.spiders.api_hosts import known_as, recorded_sources
from tests.spiders.captures import read_captures

CASSETTES = Path(__file__).parent / "cassettes"
NOBODY = "127.0.0.1:1"
"""Where nothing listens: whatever is not in the cassette is refused a connection."""


def replay(name: str, cassette: Path, folder: Path) -> CrawlReport:
    """A first round of a source, from its cassette."""
    sources_dir = recorded_sources(folder / "sources")
    source = next(source for source in load_sources(sources_dir) if source.name == name)
    hosts = {*source.index_hosts, *map(host_of, recorded(cassette))}
    settings = read_settings(data_dir=folder, sources_dir=sources_dir, routes=dict.fromkeys(hosts, NOBODY))
    command = (sys.executable, "-m", "tests.spiders.cassette", "replay", str(cassette))
    return crawl(name, settings, runner=command)


def recorded(cassette: Path) -> dict[str, list[dict[str, Any]]]:
    """The answers of a cassette by the address they are known by, in order."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for interaction in yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"]:
        request = interaction["request"]
        address = known_as(request["uri"], request["body"])
        answers.setdefault(address, []).append(interaction["response"])
    return answers


@pytest.mark.parametrize("cassette", sorted(CASSETTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_recorded_crawl_lands_the_same_captures_with_the_server_down(
    cassette: Path, tmp_path: Path
) -> None:
    report = replay(cassette.stem, cassette, tmp_path)
    answers = recorded(cassette)
    assert report.fetched == sum(map(len, answers.values()))
    everything = read_captures(report.segments)
    headlines = [capture for capture in everything if capture.note.kind == "headline"]
    captures = {known_as(capture.note.url): capture for capture in everything if capture not in headlines}
    ends = {
        url: found[-1]
        for url, found in answers.items()
        if found[-1]["status"]["code"] not in (301, 302) and not url.endswith("/robots.txt")
    }
    assert captures.keys() == ends.keys()
    for url, answer in ends.items():
        string = answer["body"]["string"]
        assert captures[url].raw == (string.encode() if isinstance(string, str) else string)
        assert captures[url].status == answer["status"]["code"]
        headers = {name.lower() for name, _ in captures[url].headers}
        assert headers == set(answer["headers"])
    pages = [c for c in captures.values() if c.note.kind in ("article", "submission") and c.status == 200]
    assert report.landed - len(headlines) == len(pages) > 1


def test_there_is_a_cassette_of_every_source_and_api_and_none_says_who_recorded_it(tmp_path: Path) -> None:
    sources = load_sources(recorded_sources(tmp_path / "sources"))
    assert {path.stem for path in CASSETTES.glob("*.yaml")} == {source.name for source in sources}
    recorded_apis, shipped_apis = (
        {source.query.api for source in some if source.query} for some in (sources, load_sources())
    )
    assert recorded_apis == shipped_apis
    for path in CASSETTES.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").lower()
        assert "user-agent:\n" not in text
        assert all(host_of(url).endswith(".example") for url in recorded(path))


def test_what_was_never_recorded_cannot_be_had_in_a_replay(tmp_path: Path) -> None:
    empty = tmp_path / "northlode.yaml"
    empty.write_text("interactions: []\nversion: 1\n")
    try:
        report = replay("northlode", empty, tmp_path)
    except CrawlError as error:
        pytest.fail(f"the spider died: {error}")
    assert (report.fetched, report.landed, dict(report.quarantined)) == (0, 0, {"unavailable": 1})
