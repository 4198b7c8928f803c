"""Lost-update drill at the bundled world's server: feed ahead of archive, submissions JSON behind both.

What comes of it is followed into the warehouse, whose lag table must show it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import yaml

from extractors.segments import read_segment
from pipeline.claims import Extraction
from pipeline.document import Document
from pipeline.reports import CrawlReport, CrawlRound
from pipeline.settings import Settings, read_settings
from spiders.crawl import crawl
from spiders.ledger import Ledger
from spiders.rounds import read_rounds
from spiders.world.edgar import EASTERN
from spiders.world.reply import Ask, Reply, Site
from spiders.world.serve import running_world
from tests.spiders.captures import read_captures
from tests.spiders.filings import item, rss, source
from warehouse.connection import open_writer
from warehouse.load import load_batches

FIRST, AMENDMENT = "0009990001-25-000031", "0009990001-25-000034"
FEED = "/Archives/edgar/usgaap.rss.xml"


@dataclass
class Lagging:
    """A site of the world with the feed before it, an archive that has nothing at first, and an old JSON."""

    inner: Site
    feed: str = ""
    is_behind: bool = True
    accepted_at: Mapping[str, datetime] = field(default_factory=dict)
    """What the headers of some submissions say, other than in the world."""
    sent_at: dict[str, datetime] = field(default_factory=dict)

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
        accession = ask.target.rpartition("/")[2].removesuffix(".txt")
        if accession in self.accepted_at:
            self.sent_at[accession] = datetime.now(UTC)
            return Reply(_accepted(late.body, self.accepted_at[accession]), late.content_type)
        return late


class NoReader:
    """Keeps documents and reads nothing in them: the drill is about when they came."""

    version = "drill"

    def read(self, documents: Iterable[Document]) -> Extraction:
        """The documents."""
        return Extraction(version=self.version, documents=tuple(documents))


def _accepted(submission: bytes, at: datetime) -> bytes:
    stamp = f"<ACCEPTANCE-DATETIME>{at.astimezone(EASTERN):%Y%m%d%H%M%S}"
    return re.sub(rb"<ACCEPTANCE-DATETIME>\d{14}", stamp.encode(), submission)


def path(accession: str) -> str:
    """Where the world's archive has a submission."""
    return f"/Archives/edgar/data/9990001/{accession.replace('-', '')}/{accession}.txt"


def watched_since(settings: Settings, at: datetime) -> None:
    """The ledger remembers that the source answered then."""
    with Ledger(settings.ledger_path) as ledger:
        report = CrawlReport(source="filings", answered=2)
        times = {"started_at": at, "ended_at": at}
        ledger.rounds.add(
            CrawlRound(source="filings", kind="edgar", every_minutes=15, **times, report=report)
        )


def load(rounds: Sequence[CrawlReport], settings: Settings) -> None:
    """What landed, and the rounds, into the warehouse."""
    for segment in (segment for report in rounds for segment in report.segments):
        read_segment(segment, settings.extracted_dir, NoReader())
    batches = sorted((settings.extracted_dir / NoReader.version / "filings").iterdir())
    report = load_batches(batches, settings, rounds=lambda _: read_rounds(settings.ledger_path))
    assert not report.refused


@pytest.mark.slow
def test_what_a_feed_shows_too_early_is_read_once_in_order_and_the_lag_table_shows_it(tmp_path: Path) -> None:
    watch = source(feeds=[f"http://www.edgar.example{FEED}"], expected_items=0)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "filings.yml").write_text(yaml.safe_dump(watch))
    began_at = datetime.now(UTC).replace(microsecond=0)
    accepted_at = {FIRST: began_at - timedelta(minutes=12), AMENDMENT: began_at - timedelta(minutes=3)}
    rounds: list[CrawlReport] = []
    with running_world() as world:
        archive, data = (Lagging(world.sites[f"{name}.edgar.example"]) for name in ("www", "data"))
        archive.accepted_at = accepted_at
        world.sites = {"www.edgar.example": archive, "data.edgar.example": data}
        settings = read_settings(
            data_dir=tmp_path / "data", sources_dir=tmp_path / "sources", routes=world.routes
        )
        watched_since(settings, began_at - timedelta(hours=1))
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

    load(rounds, settings)
    with open_writer(settings.warehouse_path) as warehouse:
        counts = dict(warehouse.execute("SELECT accession, count(*) FROM documents GROUP BY 1").fetchall())
        lags = warehouse.execute("SELECT * FROM source_lag").fetchall()
        health = warehouse.execute(
            "SELECT rounds, unanswered_rounds, is_blind, p50_minutes, p95_minutes FROM source_health"
        ).fetchall()
    # By the server's clock; the third 8-K was accepted long before anybody watched.
    served = [
        (archive.sent_at[number] - accepted).total_seconds() / 60
        for number, accepted in accepted_at.items()
        for _ in range(counts[number])
    ]
    assert min(served) > 3
    assert max(served) > 12
    p50, p95 = np.quantile(served, [0.5, 0.95])
    assert lags == [
        ("filings", "sgml_header", len(served), pytest.approx(p50, abs=0.2), pytest.approx(p95, abs=0.2))
    ]
    assert health == [(4, 0, False, lags[0][3], lags[0][4])]
