"""The spiders' memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from pipeline.capture import CaptureKind, Problem
from pipeline.errors import CrawlError
from pipeline.vocabulary import QuarantineReason
from spiders.leads import Lead
from spiders.ledger import Ledger, State, Validators

FEED = "http://news.example/feed"


def lead(path: str = "a", **fields: object) -> Lead:
    """A story the feed named."""
    said: dict[str, object] = {"kind": CaptureKind.ARTICLE, "found_in": FEED, "title": "Nine “GW”"}
    return Lead.model_validate({"url": f"http://news.example/{path}"} | said | fields)


def test_a_lead_is_new_once_and_pending_until_settled(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        assert ledger.add_leads("news", [lead("a"), lead("b"), lead("a")]) == [lead("a"), lead("b")]
        assert ledger.add_leads("other", [lead("a")]) == []
        ledger.settle("news", lead("a"), State.LANDED, "200")
        assert ledger.is_landed("http://news.example/a")
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        assert ledger.pending("news") == [lead("b")]
        assert ledger.pending("other") == []
        assert not ledger.is_landed("http://news.example/b")


def test_what_is_noted_at_once_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    def note_and_fail(ledger: Ledger) -> None:
        with ledger.at_once():
            ledger.add_leads("news", [lead("a")])
            ledger.settle("news", lead("b"), State.LANDED, "200")
            assert ledger.is_landed(lead("b").url)
            raise ZeroDivisionError

    with Ledger(tmp_path / "crawl.sqlite") as ledger, Ledger(tmp_path / "crawl.sqlite") as other:
        with pytest.raises(ZeroDivisionError):
            note_and_fail(ledger)
        assert (ledger.pending("news"), ledger.is_landed(lead("b").url)) == ([], False)
        with ledger.at_once():
            ledger.add_leads("news", [lead("a")])
            assert other.pending("news") == []
        assert other.pending("news") == [lead("a")]


def test_an_accession_is_one_filing_whoever_s_folder_it_is_found_in(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        first, second = (
            lead(path, accession="0001045810-26-000007") for path in ("cik1/f.txt", "cik2/f.txt")
        )
        assert ledger.add_leads("edgar", [first, second]) == [first]


def test_tries_are_counted_and_what_is_given_up_is_not_pending(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        ledger.add_leads("news", [lead()])
        for _ in range(2):
            ledger.settle("news", lead(), State.PENDING, "answered 404")
        assert (ledger.tries(lead().url), ledger.pending("news")) == (2, [lead()])
        ledger.settle("news", lead(), State.GIVEN_UP, "answered 404")
        assert (ledger.tries(lead().url), ledger.pending("news")) == (3, [])


def test_validators_stay_through_a_304_and_change_with_a_full_answer(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        assert ledger.validators(FEED) == Validators()
        ledger.answered("news", FEED, validators=Validators('"1"', "Thu, 19 Feb 2026", "d1"), entries=20)
        before = ledger.memory("news")
        ledger.answered("news", FEED)
        after = ledger.memory("news")
        assert ledger.validators(FEED) == Validators('"1"', "Thu, 19 Feb 2026", "d1")
        assert (before.entries, after.entries) == (20, 20)
        assert before.answered_at is not None
        assert after.answered_at is not None
        assert after.answered_at >= before.answered_at
        ledger.answered("news", FEED, validators=Validators(digest="d2"), entries=0)
        assert ledger.validators(FEED) == Validators(digest="d2")
        assert ledger.memory("news").entries == 0


def test_a_source_nobody_has_crawled_has_an_empty_memory(tmp_path: Path) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        memory = ledger.memory("news")
    assert (memory.answered_at, memory.entries, memory.pending, memory.landed) == (None, None, 0, 0)


def test_a_problem_is_news_once_until_the_address_is_well_again(tmp_path: Path) -> None:
    gone = Problem(reason=QuarantineReason.NOT_FOUND, detail="answered 404")
    cut = Problem(reason=QuarantineReason.TRUNCATED, detail="after 17 bytes")
    entries = [Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"entry {n}") for n in "ab"]
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        for problem in (gone, cut, entries[0]):
            assert not ledger.knows_problem("news", FEED, problem)
            ledger.add_problem("news", FEED, problem)
            assert ledger.knows_problem("news", FEED, problem)
        assert ledger.knows_problem("news", FEED, cut.model_copy(update={"detail": "after 18 bytes"}))
        assert not ledger.knows_problem("news", FEED, entries[1])
        assert not ledger.knows_problem("other", FEED, gone)
        ledger.forget_failures("news", FEED)
        assert not ledger.knows_problem("news", FEED, gone)
        assert ledger.knows_problem("news", FEED, entries[0])


def test_spiders_of_several_sources_write_at_the_same_time(tmp_path: Path) -> None:
    def write(source: str) -> None:
        with Ledger(tmp_path / "crawl.sqlite") as ledger:
            for number in range(40):
                ledger.add_leads(source, [lead(f"{source}/{number}")])
                ledger.settle(source, lead(f"{source}/{number}"), State.LANDED, "200")

    threads = [Thread(target=write, args=(f"s{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        assert [ledger.memory(f"s{n}").landed for n in range(4)] == [40] * 4
    with sqlite3.connect(tmp_path / "crawl.sqlite") as db:
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")
    with pytest.raises(CrawlError, match=r"written by a newer Gigawatch \(ledger 99, this one knows 1\)"):
        Ledger(path)
