"""A feed of more broken entries than any note can list: the first are told, and how many more there were."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.feeds import parse_feed
from spiders.landing import MAX_NOTE_BYTES, Landing
from spiders.leads import MAX_DETAIL, MAX_TOLD, IndexReading
from spiders.ledger import Ledger
from spiders.received import Received
from spiders.round import Round
from spiders.sources import Source
from tests.spiders.captures import Capture, read_captures
from tests.spiders.filings import source

URL = "http://news.example/feed"
BROKEN = 14_000
LONG = "<item><title>" + "é" * MAX_NOTE_BYTES + "</title></item>"


def feed(broken: int, extra: str = "") -> bytes:
    """A feed of one good entry and so many without a link."""
    good = "<item><title>Good</title><link>http://news.example/a</link></item>"
    items = "".join(f"<item><title>Broken {number}</title></item>" for number in range(broken))
    return f'<rss version="2.0"><channel>{good}{extra}{items}</channel></rss>'.encode()


def landed(tmp_path: Path, *bodies: bytes) -> list[Capture]:
    """What stands in the landing after one round that got these answers in turn."""
    with Ledger(tmp_path / "crawl.sqlite") as ledger, Landing(tmp_path / "landing") as landing:
        round_ = Round(Source.model_validate(source()), ledger, landing, max_bytes=1 << 26)
        for body in bodies:
            received = Received(200, "OK", "HTTP/1.1", (("Content-Type", "text/xml"),), body)
            round_.take_index(URL, CaptureKind.FEED, received, body, parse_feed(body, url=URL))
        assert round_.report(fetched=0).unreadable_entries == sum(
            body.count(b"<item>") - 1 for body in bodies
        )
    return read_captures(landing.segments)


def test_the_note_of_a_feed_of_broken_entries_can_be_read_back(tmp_path: Path) -> None:
    body = feed(BROKEN, extra=LONG)
    [capture] = landed(tmp_path, body, body)
    assert len(capture.note.model_dump_json().encode()) < MAX_NOTE_BYTES
    assert capture.raw == body
    first, second, *_, last = (problem.detail for problem in capture.note.problems)
    assert len(first) == MAX_DETAIL
    assert second == "entry 'Broken 0' has no link"
    assert last == f"{BROKEN + 1 - MAX_TOLD} more entries like these are not listed"
    assert len(capture.note.problems) == MAX_TOLD + 1


@pytest.mark.parametrize("broken", [0, 1, MAX_TOLD - 1, MAX_TOLD])
def test_as_many_as_a_note_lists_are_told_one_by_one(tmp_path: Path, broken: int) -> None:
    [capture] = landed(tmp_path, feed(broken))
    told = [problem.detail for problem in capture.note.problems]
    assert told == [f"entry 'Broken {number}' has no link" for number in range(broken)]


def test_what_befell_the_whole_feed_is_always_told() -> None:
    entry = Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail="entry without a title has no link")
    cut = Problem(reason=QuarantineReason.TRUNCATED, detail="the feed ends in an entry")
    reading = IndexReading(problems=(*[entry] * (MAX_TOLD + 7), cut))
    assert cut in reading.told
    assert reading.told[-1].detail == "7 more entries like these are not listed"


def test_a_note_of_the_longest_problems_is_short_enough() -> None:
    worst = Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail="\x01" * MAX_NOTE_BYTES)
    told = IndexReading(problems=(worst,) * (MAX_TOLD + 1)).told
    assert sum(len(problem.model_dump_json()) for problem in told) < MAX_NOTE_BYTES * 3 // 4
