"""Lost-update drill at the bundled world's server: feed ahead of archive, submissions JSON behind both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from pipeline.reports import CrawlReport
from pipeline.settings import read_settings
from spiders.crawl import crawl
from spiders.world.reply import Ask, Reply, Site
from spiders.world.serve import running_world
from tests.spiders.captures import read_captures
from tests.spiders.filings import item, rss, source

FIRST, AMENDMENT = "0009990001-25-000031", "0009990001-25-000034"
FEED = "/Archives/edgar/usgaap.rss.xml"


@dataclass
class Lagging:
    """A site of the world with the feed before it, an archive that has nothing at first, and an old JSON."""

    inner: Site
    feed: str = ""
    is_behind: bool = True

    def answer(self, ask: Ask) -> Reply:
        """What the world answers, late."""
        if ask.target == FEED:
            return Reply(self.feed.encode(), "application/rss+xml")
        late = self.inner.answer(ask)
        if ask.target.endswith(f"{FIRST}.txt") and ask.visits == 0:
            return Reply(b"<Error><Code>NoSuchKey</Code></Error>", "application/xml", status=404)
        if ask.target.endswith(".json") and self.is_behind:
            listed = json.loads(late.body)
            recent = listed["filings"]["recent"]
            listed["filings"]["recent"] = {name: [] for name in recent}
            return Reply(json.dumps(listed).encode(), "application/json")
        return late


def path(accession: str) -> str:
    """Where the world's archive has a submission."""
    return f"/Archives/edgar/data/9990001/{accession.replace('-', '')}/{accession}.txt"


@pytest.mark.slow
def test_what_a_feed_shows_too_early_is_read_once_and_before_its_amendment(tmp_path: Path) -> None:
    watch = source(feeds=[f"http://www.edgar.example{FEED}"], expected_items=0)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "filings.yml").write_text(yaml.safe_dump(watch))
    rounds: list[CrawlReport] = []
    with running_world() as world:
        archive, data = (Lagging(world.sites[f"{name}.edgar.example"]) for name in ("www", "data"))
        world.sites = {"www.edgar.example": archive, "data.edgar.example": data}
        settings = read_settings(
            data_dir=tmp_path / "data", sources_dir=tmp_path / "sources", routes=world.routes
        )
        archive.feed = rss(item(FIRST, "8-K"), item(FIRST, "8-K", cik=9990007))
        rounds.append(crawl("filings", settings))
        archive.feed = rss(item(AMENDMENT, "8-K/A"), item(FIRST, "8-K"))
        rounds.append(crawl("filings", settings))
        data.is_behind = False
        rounds.append(crawl("filings", settings))
        asked = [world.statuses("www.edgar.example", path(number)) for number in (FIRST, AMENDMENT)]
    assert [report.unanswered for report in rounds] == [{}, {}, {}]
    assert asked == [[404, 200], [200]]
    assert [report.quarantined for report in rounds[:2]] == [{"not_found": 1}, {}]
    landed = [
        capture.note.accession
        for capture in read_captures(segment for report in rounds for segment in report.segments)
        if capture.status == 200 and capture.note.accession
    ]
    assert landed[:2] == [FIRST, AMENDMENT]
    assert len(set(landed)) == len(landed) == 3  # the third round finds the one 8-K that no feed has shown
