"""How long a missing accession is left alone."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture import CaptureKind, CaptureNote, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.landing import Landing
from spiders.leads import Lead
from spiders.ledger import Ledger, State
from spiders.patience import EAGER_TRIES, LONGEST_REST, due_at
from spiders.received import Received
from spiders.round import Round
from spiders.sources import Source
from tests.spiders.captures import read_captures
from tests.spiders.filings import source

SEEN = datetime(2026, 2, 19, 21, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rest(tries: int, owed: timedelta) -> timedelta:
    """The pause after the latest of so many tries, that long after the index named it."""
    return due_at(tries=tries, first_seen_at=SEEN, tried_at=SEEN + owed) - SEEN - owed


def test_at_first_every_round_asks_then_ever_fewer_do() -> None:
    assert rest(1, HOUR) == rest(EAGER_TRIES - 1, 40 * HOUR) == timedelta()
    assert rest(EAGER_TRIES, 4 * HOUR) == HOUR
    assert rest(20, timedelta(days=8)) == timedelta(days=2)
    assert rest(900, timedelta(days=3650)) == timedelta(days=7)


@given(st.integers(0, 99), st.timedeltas(timedelta(), timedelta(days=9999)))
def test_no_rest_is_longer_than_a_week_or_than_what_it_has_been_owed(tries: int, owed: timedelta) -> None:
    assert timedelta() <= rest(tries, owed) <= min(owed, LONGEST_REST)


def test_asked_every_quarter_of_an_hour_for_a_year_a_missing_accession_costs_few_requests() -> None:
    asked, due, now = 0, SEEN, SEEN
    while now < SEEN + timedelta(days=365):
        if due <= now:
            asked += 1
            due = due_at(tries=asked, first_seen_at=SEEN, tried_at=now)
        now += HOUR / 4
    assert asked == 84  # of 35,040 rounds: 12 at once, about 24 until the week is reached, 48 weeks


def test_the_ledger_keeps_what_rests_pending_and_names_it_when_it_is_due(tmp_path: Path) -> None:
    missing = Lead(
        url="http://www.edgar.example/1.txt",
        kind=CaptureKind.SUBMISSION,
        found_in="http://www.edgar.example/feed",
        accession="0009990001-26-000001",
    )
    story = Lead(url="http://news.example/a", kind=CaptureKind.ARTICLE, found_in="http://news.example/feed")
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        ledger.add_leads("edgar", [missing, story])
        for lead in [missing, story] * EAGER_TRIES:
            ledger.settle("edgar", lead, State.PENDING, "answered 404")
        with sqlite3.connect(tmp_path / "crawl.sqlite") as db:
            db.execute("update addresses set first_seen_at = '2026-02-19T20:00:00.000+00:00'")
            db.execute("update addresses set changed_at = '2026-02-20T00:00:00.000+00:00'")
        midnight = datetime(2026, 2, 20, tzinfo=UTC)
        assert ledger.pending("edgar") == [story, missing]
        assert ledger.pending("edgar", by=midnight + HOUR / 2) == [story]
        assert ledger.pending("edgar", by=midnight + HOUR) == [story, missing]


def test_a_round_says_what_it_leaves_alone(tmp_path: Path) -> None:
    missing = Lead(url="http://a.example/1", kind=CaptureKind.SUBMISSION, found_in="", accession="1")
    with Ledger(tmp_path / "crawl.sqlite") as ledger, Landing(tmp_path / "landing") as landing:
        ledger.add_leads("filings", [missing])
        for _ in range(EAGER_TRIES):
            ledger.settle("filings", missing, State.PENDING, "answered 404")
        with sqlite3.connect(tmp_path / "crawl.sqlite") as db:
            db.execute("update addresses set first_seen_at = '2020-01-01T00:00:00.000+00:00'")
        round_ = Round(Source.model_validate(source()), ledger, landing, max_bytes=1000)
        assert list(round_.owed()) == []
        assert round_.report(fetched=0).refused == {"long_missing": 1}


def test_what_a_killed_round_landed_is_not_asked_for_again(tmp_path: Path) -> None:
    landed, cut = (Lead(url=f"http://a.example/{n}", kind=CaptureKind.ARTICLE, found_in="feed") for n in "12")
    notes = [
        CaptureNote(
            source="filings", url=lead.url, kind=lead.kind, fetched_at=datetime.now(UTC), found_in="feed"
        )
        for lead in (landed, cut)
    ]
    damage = Problem(reason=QuarantineReason.TRUNCATED, detail="cut")
    with Ledger(tmp_path / "crawl.sqlite") as ledger, Landing(tmp_path / "landing") as landing:
        ledger.add_leads("filings", [landed, cut])
        round_ = Round(Source.model_validate(source()), ledger, landing, max_bytes=1000)
        round_.take_recovered([notes[0], notes[1].model_copy(update={"problems": (damage,)})])
        assert list(round_.owed()) == [cut]
        assert round_.report(fetched=0).landed == 1


@pytest.mark.parametrize("is_direct_first", [False, True])
def test_a_page_that_two_addresses_lead_to_lands_once_whichever_comes_first(
    is_direct_first: bool, tmp_path: Path
) -> None:
    new = "http://a.example/new"
    leads = [
        Lead(url=url, kind=CaptureKind.ARTICLE, found_in="feed") for url in ("http://a.example/old", new)
    ]
    page = Received(200, "OK", "HTTP/1.1", (), b"page")
    with Ledger(tmp_path / "crawl.sqlite") as ledger, Landing(tmp_path / "landing") as landing:
        ledger.add_leads("filings", leads)
        round_ = Round(Source.model_validate(source()), ledger, landing, max_bytes=1000)
        for lead in reversed(leads) if is_direct_first else leads:
            asyncio.run(round_.take_page(lead, new, page))
        landing.close_segment()
        report = round_.report(fetched=2)
        assert [capture.note.url for capture in read_captures(report.segments)] == [new]
        assert (report.landed, ledger.pending("filings")) == (1, [])
