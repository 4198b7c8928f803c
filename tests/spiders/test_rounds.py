"""The ledger remembers rounds, those that failed too, and forgets old ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport, CrawlRound
from spiders.ledger import Ledger
from spiders.rounds import KEPT, read_rounds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_round(at: datetime, source: str = "alder") -> CrawlRound:
    return CrawlRound(
        source=source, kind="feed", every_minutes=15, started_at=at, ended_at=at + timedelta(seconds=9),
        report=CrawlReport(source=source, answered=1, entries=3, unanswered={"http://a.example": "404"}),
    )  # fmt: skip


def test_rounds_come_back_as_they_were_in_their_order(tmp_path: Path) -> None:
    rounds = [a_round(NOON), a_round(NOON, "birch"), a_round(NOON + timedelta(hours=1))]
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        for one in reversed(rounds):
            ledger.rounds.add(one)
            ledger.rounds.add(one)
    assert read_rounds(tmp_path / "crawl.sqlite") == tuple(rounds)
    assert read_rounds(tmp_path / "crawl.sqlite", since=NOON + timedelta(minutes=1)) == (rounds[2],)


def test_what_is_long_over_is_forgotten(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        for at in (NOON - KEPT - timedelta(seconds=1), NOON - KEPT, NOON):
            ledger.rounds.add(a_round(at))
    assert [one.started_at for one in read_rounds(tmp_path / "crawl.sqlite")] == [NOON - KEPT, NOON]


def test_without_a_ledger_there_were_no_rounds(tmp_path: Path) -> None:
    assert read_rounds(tmp_path / "crawl.sqlite") == ()


def test_a_broken_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / "crawl.sqlite").write_bytes(b"no database, " * 99)
    with pytest.raises(CrawlError, match=r"crawl\.sqlite cannot be read"):
        read_rounds(tmp_path / "crawl.sqlite")
