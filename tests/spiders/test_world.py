"""Real crawls of the bundled world: what a first round lands, and that a second one has nothing to do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.capture import CaptureKind
from pipeline.reports import CrawlReport
from pipeline.settings import read_settings
from pipeline.vocabulary import QuarantineReason
from spiders.crawl import crawl
from spiders.ledger import Ledger, SourceMemory
from spiders.sources import load_sources
from spiders.world.serve import Request, running_world
from tests.spiders.captures import Capture, read_captures

pytestmark = pytest.mark.slow

IN_PARTS = {
    "http://www.wattline.example/sitemap-index.xml",
    "http://www.noticeregister.example/api/v1/documents.json",
}
"""What names further parts comes in full each time, for else these would not be known."""


class TwoRounds(NamedTuple):
    """Both rounds over every source, and what they left."""

    first: dict[str, CrawlReport]
    second: dict[str, CrawlReport]
    captures: list[Capture]
    requests: list[Request]
    second_requests: list[Request]
    memory: dict[str, SourceMemory]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> TwoRounds:
    """Two rounds over one running world."""
    folder: Path = tmp_path_factory.mktemp("data")
    with running_world() as world:
        settings = read_settings(data_dir=folder, sources_dir=world.sources_dir, routes=world.routes)
        names = [source.name for source in load_sources(world.sources_dir)]
        first = {name: crawl(name, settings) for name in names}
        requests = list(world.requests)
        second = {name: crawl(name, settings) for name in names}
        second_requests = world.requests[len(requests) :]
    with Ledger(settings.ledger_path) as ledger:
        memory = {name: ledger.memory(name) for name in names}
    captures = read_captures(path for report in first.values() for path in report.segments)
    return TwoRounds(first, second, captures, requests, second_requests, memory)


def test_forty_pages_and_ten_submissions_land(rounds: TwoRounds) -> None:
    landed = [(c.note.kind, c.note.source) for c in rounds.captures if c.status == 200]
    assert len([kind for kind, _ in landed if kind is CaptureKind.ARTICLE]) >= 40
    assert [source for kind, source in landed if kind is CaptureKind.SUBMISSION] == ["edgar_world"] * 10
    assert {s for kind, s in landed if kind in (CaptureKind.FEED, CaptureKind.INDEX)} == rounds.first.keys()
    headlines = [c.note.url for c in rounds.captures if c.note.kind is CaptureKind.HEADLINE]
    assert headlines == ["http://www.wattline.example/policy/who-pays-2025-12-16"]
    assert sum(report.landed for report in rounds.first.values()) == len(headlines) + len(
        [kind for kind, _ in landed if kind in (CaptureKind.ARTICLE, CaptureKind.SUBMISSION)]
    )


def test_what_the_world_does_wrong_is_counted_and_noted(rounds: TwoRounds) -> None:
    noted = [(p.reason, c) for c in rounds.captures for p in c.note.problems]
    by_reason = {reason: [c for r, c in noted if r is reason] for reason in QuarantineReason}
    counted = {
        reason: sum(report.quarantined.get(reason, 0) for report in rounds.first.values())
        for reason in QuarantineReason
    }
    assert counted == {reason: len(found) for reason, found in by_reason.items()}
    missing = by_reason[QuarantineReason.NOT_FOUND]
    assert {c.note.kind for c in missing} == {CaptureKind.ARTICLE, CaptureKind.SUBMISSION}
    assert all(c.status == 404 for c in missing)
    assert {c.note.source for c in by_reason[QuarantineReason.MALFORMED_ENTRY]} == {
        "calderledger",
        "wattline",
    }
    assert len(by_reason[QuarantineReason.TRUNCATED]) == 1


def test_articles_of_a_sitemap_and_notices_of_an_api_land_with_what_these_say(rounds: TwoRounds) -> None:
    articles = {
        c.note.url: c.note
        for c in rounds.captures
        if c.note.source in ("wattline", "noticeregister") and c.note.kind is CaptureKind.ARTICLE
    }
    assert len(articles) == 5
    nuclear = articles["http://www.wattline.example/generation/keswick-larkspur-2025-12-09"]
    assert nuclear.found_in == "http://www.wattline.example/sitemaps/news.xml.gz"
    assert nuclear.stated_time == "2025-12-09T07:15:00-05:00"
    assert (nuclear.title or "").startswith("Keswick Nuclear to supply Larkspur AI campus")
    award = articles["http://www.noticeregister.example/documents/2025-30388"]
    assert (award.stated_time, award.document_kind) == ("2025-12-11", "press_release")
    assert "http://www.wattline.example/policy/who-pays-2025-12-16" not in articles
    asked = [urlsplit(r.path) for r in rounds.requests if r.path.startswith("/api/v1/documents.json?")]
    assert [parse_qs(address.query)["page"] for address in asked] == [["1"], ["2"]]


def test_a_second_round_lands_nothing_and_every_feed_and_index_that_has_no_parts_is_a_304(
    rounds: TwoRounds,
) -> None:
    for name, report in rounds.second.items():
        assert (name, report.landed, report.segments, dict(report.quarantined)) == (name, 0, (), {})
    indexes = [c.note.url for c in rounds.captures if c.note.kind in (CaptureKind.FEED, CaptureKind.INDEX)]
    assert sum(report.not_modified for report in rounds.second.values()) == len(indexes) - len(IN_PARTS)
    asked_again = [r for r in rounds.second_requests if r.path != "/robots.txt" and r.status != 304]
    known = {(r.host, r.path) for r in rounds.requests if r.status in (404, 200)}
    assert {(r.host, r.path) for r in asked_again} <= known
    assert {r.status for r in asked_again} <= {404, 200}
    again = {f"http://{r.host}{r.path}".partition("?")[0] for r in asked_again}
    failed = {c.note.url for c in rounds.captures if c.note.problems and c.note.url not in indexes}
    assert again == failed | IN_PARTS


def test_the_503_healed_and_the_redirect_was_followed(rounds: TwoRounds) -> None:
    healed = {(r.host, r.path) for r in rounds.requests if r.status == 503}
    landed = {c.note.url for c in rounds.captures if c.status == 200}
    assert healed
    assert {f"http://{host}{path}" for host, path in healed} <= landed
    moved = {f"http://{r.host}{r.path}" for r in rounds.requests if r.status in (301, 302)}
    assert moved
    assert not moved & landed


def test_submissions_carry_what_the_index_said_and_come_whole(rounds: TwoRounds) -> None:
    filings = [c for c in rounds.captures if c.note.kind is CaptureKind.SUBMISSION and c.status == 200]
    assert {"8-K", "8-K/A", "6-K", "10-Q"} <= {c.note.form for c in filings}
    assert all(b"<TYPE>" in c.decoded and c.note.company for c in filings)
    headless = [c for c in filings if (c.note.accession or "").encode() not in c.decoded]
    assert [c.decoded.startswith(b"<DOCUMENT>") for c in headless] == [True]
    assert any("1.01" in c.note.items for c in filings)


def test_the_ledger_knows_what_is_owed(rounds: TwoRounds) -> None:
    edgar = rounds.memory["edgar_world"]
    assert (edgar.landed, edgar.pending) == (10, 1)
    assert all(memory.answered_at and memory.entries for memory in rounds.memory.values())
