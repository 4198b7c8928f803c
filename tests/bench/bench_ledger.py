"""Look-ups in a ledger of 10,000 feeds, each kind that crawls do; the aim is 50 µs each, nothing is asserted.

Run by `make bench`. Each is asked in random order, every tenth time for something the ledger does not know,
on one connection as a spider has it, with the file in the system's cache.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.cadence import due_times
from spiders.hosts import Hosts
from spiders.leads import Lead
from spiders.ledger import Ledger, State, Validators
from spiders.sources import Source
from tests.measures.real import table
from tests.spiders.web import feed_source

FEEDS = 10_000
PAGES = 10
"""Addresses that each feed has brought: one owed, one that failed, the others landed."""
LOOKS = 3_000
AIM_US = 50.0
NOT_FOUND = Problem(reason=QuarantineReason.NOT_FOUND, detail="answered 404")

Look = Callable[[int], object]
"""One look-up; a number below FEEDS is that of a feed that the ledger knows."""


def host(feed: int) -> str:
    return f"www.publisher{feed}.example"


def feed_url(feed: int) -> str:
    return f"https://{host(feed)}/news/releases/feed.xml"


def page_url(feed: int, page: int) -> str:
    return f"https://{host(feed)}/news/releases/2026/02/{page:04d}-a-campus-takes-shape.html"


def leads(feed: int) -> Iterable[Lead]:
    """What a feed has brought; every tenth is an index of filings."""
    for page in range(PAGES):
        yield Lead(
            url=page_url(feed, page),
            kind=CaptureKind.ARTICLE,
            found_in=feed_url(feed),
            title=f"Campus {feed}-{page} takes shape, its owner says",
            stated_time="Thu, 19 Feb 2026 16:10:07 GMT",
            accession=accession(feed, page) if feed % 10 == 0 else None,
        )


def accession(feed: int, page: int = 0) -> str:
    return f"{feed:010d}-26-{page:06d}"


def fill(ledger: Ledger, hosts: Hosts) -> None:
    """As months of rounds leave both."""
    for feed in range(FEEDS):
        name = f"feed{feed}"
        with ledger.at_once():
            found = ledger.add_leads(name, leads(feed))
            for lead in found[2:]:
                ledger.settle(name, lead, State.LANDED, "200")
            ledger.settle(name, found[1], State.PENDING, NOT_FOUND.detail)
            ledger.add_problem(name, found[1].url, NOT_FOUND)
            validators = Validators(f'"{feed:x}"', "Thu, 19 Feb 2026 16:10:07 GMT", f"{feed:064x}")
            ledger.answered(name, feed_url(feed), validators=validators, entries=PAGES)
        hosts.take_turn(host(feed), pause_s=0.0)
        hosts.answered(host(feed))
        if feed % 100 == 0:
            hosts.rest(host(feed), seconds=600, why="429")


def per_request(ledger: Ledger, hosts: Hosts) -> dict[str, Look]:
    """What a spider looks up for a feed, an entry or a page."""
    return {
        "feed: validators to ask with": lambda feed: ledger.validators(feed_url(feed)),
        "feed: when it last answered": lambda feed: ledger.answered_at(feed_url(feed)),
        "page: landed already": lambda feed: ledger.is_landed(page_url(feed, 2)),
        "page: attempts so far": lambda feed: ledger.tries(page_url(feed, 1)),
        "page: problem known": lambda feed: ledger.knows_problem(f"feed{feed}", page_url(feed, 1), NOT_FOUND),
        "host: its rest": lambda feed: hosts.rest_of(host(feed)),
    }


def per_round(ledger: Ledger) -> dict[str, Look]:
    """What a round looks up once."""
    return {"source: pages owed": lambda feed: ledger.pending(f"feed{feed}")}


def writes(ledger: Ledger, hosts: Hosts) -> dict[str, Look]:
    """What it notes, each a transaction."""

    def known_again(feed: int) -> object:
        return ledger.add_leads(f"feed{feed}", leads(feed % FEEDS))

    def landed(feed: int) -> None:
        lead = Lead(url=page_url(feed, 0), kind=CaptureKind.ARTICLE, found_in=feed_url(feed))
        ledger.settle(f"feed{feed}", lead, State.LANDED, "200")

    def turn(feed: int) -> None:
        hosts.take_turn(host(feed), pause_s=0.0)
        hosts.answered(host(feed))

    return {
        f"feed: its {PAGES} entries, none new": known_again,
        "page: landed": landed,
        "feed: not modified": lambda feed: ledger.answered(f"feed{feed}", feed_url(feed)),
        "host: a turn, and its end": turn,
    }


def timed(name: str, look: Look) -> tuple[str, str, str, str]:
    """A line of the table; microseconds."""
    chosen = random.Random(name)
    feeds = [chosen.randrange(FEEDS) + (FEEDS if n % 10 == 0 else 0) for n in range(LOOKS)]
    taken = []
    for feed in feeds:
        start = time.perf_counter_ns()
        look(feed)
        taken.append((time.perf_counter_ns() - start) / 1000)
    *_, p95 = statistics.quantiles(taken, n=20)
    p50 = statistics.median(taken)
    return name, f"{p50:.1f}", f"{p95:.1f}", "yes" if p95 < AIM_US else "no"


def sources() -> list[Source]:
    """The files of all feeds."""
    first = feed_source(name="feed0", urls=[feed_url(0)])
    return [first.model_copy(update={"name": f"feed{feed}"}) for feed in range(FEEDS)]


@pytest.mark.timeout(600)
def test_look_ups_among_ten_thousand_feeds(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with Ledger(path) as ledger, Hosts(tmp_path / "hosts.sqlite") as hosts:
        fill(ledger, hosts)
        heads = ("what is looked up", "p50, µs", "p95, µs", f"p95 under {AIM_US:.0f} µs")
        title = f"A ledger of {FEEDS} feeds and {FEEDS * PAGES} pages, {path.stat().st_size / 1e6:.0f} MB: "
        for when, asked in (
            ("look-ups for a request", per_request(ledger, hosts)),
            ("look-ups for a round", per_round(ledger)),
            ("what is noted", writes(ledger, hosts)),
        ):
            table(title + when, heads, [timed(name, look) for name, look in asked.items()])
    waiting = sources()
    start = time.perf_counter()
    due = due_times(waiting, path)
    seconds = time.perf_counter() - start
    assert len(due) == FEEDS
    print(f"\ncadence of all {FEEDS} sources: {seconds * 1000:.0f} ms, {seconds * 1e6 / FEEDS:.1f} µs each")  # noqa: T201
