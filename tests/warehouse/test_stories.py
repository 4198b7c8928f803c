"""Copies of one text are one story, whenever and in whatever order they come; nothing else is."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copy
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.vocabulary import Tier
from tests.copies import ABOUT, CAVEATS, FOLLOW_UP, RELEASE, REWRITTEN, SALE
from tests.factories import document
from tests.warehouse.grouping import DAY, groups, learn
from tests.warehouse.stories import Story, Warehouse, buys, signed
from warehouse.connection import open_writer
from warehouse.stories import Fresh, Link, Placed, place


def at(host: str, text: str, *, days: int = 0, path: str = "story", **fields: Any) -> Document:
    return document(
        text,
        source=host,
        url=f"http://{host}.example/{path}",
        published_at=DAY + timedelta(days=days),
        **fields,
    )


WIRE = at("wire", f"{RELEASE}\n\n{ABOUT}")
NEWSROOM = at("newsroom", f"Halden to host Northgate's clusters\n\n{RELEASE}\n\n{ABOUT}\n\n{CAVEATS}", days=1)
EXHIBIT = at(
    "edgar",
    f"Exhibit 99.1\n\n{RELEASE}\n\n{CAVEATS}",
    days=3,
    tier=Tier.COMPANY,
)
OTHERS = {
    "another release over the same boilerplate": at("wire", f"{SALE}\n\n{ABOUT}\n\n{CAVEATS}", path="sale"),
    "a follow-up": at("wire", FOLLOW_UP, days=2, path="outlook"),
    "a report in own words": at("press", REWRITTEN),
    "nearly the same text a week later": at("wire", RELEASE.replace("140", "150"), days=12, path="next"),
    "a round-up that holds it": at("press", "\n\n".join((RELEASE, SALE, FOLLOW_UP)), path="week"),
}


@pytest.fixture
def database(tmp_path: Path, empty_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path / "warehouse.duckdb"
    copy(empty_warehouse, path)
    with open_writer(path) as connection:
        yield connection


def together(*sets: Iterable[Document]) -> set[frozenset[str]]:
    return {frozenset(each.id for each in one) for one in sets}


def test_a_release_on_wire_newsroom_and_as_exhibit_is_one_story(database: duckdb.DuckDBPyConnection) -> None:
    learn(database, [NEWSROOM, EXHIBIT, WIRE])
    (story,) = database.execute("SELECT headline, sources, copies, first_seen_at FROM stories").fetchall()
    assert story == (WIRE.title, ["edgar", "newsroom", "wire"], 3, DAY)
    reasons = dict(database.execute("SELECT source, reason FROM story_documents").fetchall())
    assert reasons["wire"] == "first to tell it"
    assert all(
        reason.endswith("of the words in a row agree") for reason in (reasons["newsroom"], reasons["edgar"])
    )


def test_other_news_stays_apart_whatever_it_shares(database: duckdb.DuckDBPyConnection) -> None:
    learn(database, [WIRE, *OTHERS.values()])
    assert groups(database) == together([WIRE], *([other] for other in OTHERS.values()))


def test_very_short_texts_are_copies_only_if_equal_and_near_in_time(
    database: duckdb.DuckDBPyConnection,
) -> None:
    brief = (
        "Northgate leases two halls from Halden\n\nNorthgate will rent two halls in Port Ellison from May."
    )
    same = [at("wire", brief), at("press", brief, days=2)]
    apart = [
        at("wire", brief, days=30, path="later"),
        at("wire", brief.replace("May", "June"), path="june"),
        at("wire", "Page not found", path="a"),
        at("press", "Page not found", path="b"),
    ]
    learn(database, [*same, *apart])
    assert groups(database) == together(same, *([other] for other in apart))


def test_an_edited_page_is_one_story_and_a_page_that_shows_another_every_day_is_not(
    database: duckdb.DuckDBPyConnection,
) -> None:
    opening = "\n\n".join(RELEASE.split("\n\n")[:3])
    edited = [at("wire", opening), at("wire", RELEASE, days=20)]
    rolling = [at("press", SALE, path="today"), at("press", FOLLOW_UP, days=1, path="today")]
    learn(database, [*edited, *rolling])
    assert groups(database) == together(edited, [rolling[0]], [rolling[1]])


def test_an_address_that_a_copy_calls_its_own_joins_what_the_clock_would_part(
    database: duckdb.DuckDBPyConnection,
) -> None:
    late = at(
        "trade",
        RELEASE.replace("140", "150"),
        days=12,
        canonical_url="http://www.wire.example/story/?utm_source=x",
    )
    learn(database, [WIRE, late])
    assert groups(database) == together([WIRE, late])


# Neighbours share five of seven paragraphs, the ends of the chain nothing.
_WORDS = random.Random(7)
_PARAGRAPHS = [" ".join(f"w{_WORDS.randrange(4000)}" for _ in range(40)) + "." for _ in range(13)]
CHAIN = [at(f"site{n}", "\n\n".join(_PARAGRAPHS[n : n + 7]), days=n % 3) for n in range(0, 7, 2)]


def test_an_update_joins_two_stories_and_the_earlier_picture_stays(
    database: duckdb.DuckDBPyConnection,
) -> None:
    first, second, third, fourth = CHAIN
    learn(database, [first, second], day=0)
    learn(database, [fourth], day=1)
    before = database.execute("SELECT story_id, copies FROM stories ORDER BY copies DESC").fetchall()
    assert [copies for _, copies in before] == [2, 1]
    learn(database, [third], day=2)
    assert database.execute("SELECT story_id, copies FROM stories").fetchall() == [(before[0][0], 4)]
    earlier = f"stories_asof(TIMESTAMPTZ '{DAY + timedelta(days=101)}')"
    assert (
        database.execute(f"SELECT story_id, copies FROM {earlier} ORDER BY copies DESC").fetchall() == before
    )


def test_a_document_that_gets_its_signature_later_finds_its_story(
    database: duckdb.DuckDBPyConnection,
) -> None:
    learn(database, [WIRE, EXHIBIT], sign_them=False)
    assert len(groups(database)) == 2
    learn(database, [WIRE], day=1)
    learn(database, [EXHIBIT], day=2)
    rows = database.execute("SELECT count(*) FROM core_story_members").fetchone()
    learn(database, [], day=3)
    assert groups(database) == together([WIRE, EXHIBIT])
    assert database.execute("SELECT count(*) FROM core_story_members").fetchone() == rows


SHUFFLED = [*CHAIN, WIRE, NEWSROOM, EXHIBIT, *OTHERS.values()]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(SHUFFLED), cuts=st.sets(st.integers(1, len(SHUFFLED) - 1), max_size=4))
def test_groups_do_not_depend_on_the_order_of_documents(
    database: duckdb.DuckDBPyConnection, order: list[Document], cuts: set[int]
) -> None:
    for table in ("raw_documents", "raw_signatures", "core_story_members"):
        database.execute(f"DELETE FROM {table}")
    ends = [0, *sorted(cuts), len(order)]
    for day, (start, end) in enumerate(pairwise(ends)):
        learn(database, order[start:end], day=day)
    assert groups(database) == together(
        CHAIN, [WIRE, NEWSROOM, EXHIBIT], *([other] for other in OTHERS.values())
    )


def test_a_story_that_goes_on_under_another_id_takes_along_what_joins_it_meanwhile() -> None:
    # f1 copies a of S; f2 copies b of S and c of T, which was opened earlier.
    fresh = [Fresh(name, "1", DAY, None) for name in ("f1", "f2")]
    links = [Link("f1", "a", "x"), Link("f2", "b", "y"), Link("f2", "c", "z")]
    members, joined = place(fresh, links, {"a": Placed("S", 5), "b": Placed("S", 5), "c": Placed("T", 2)})
    assert [(member.document_id, member.story_id) for member in members] == [("f1", "T"), ("f2", "T")]
    assert [(each.story_id, each.kept_id) for each in joined] == [("S", "T")]


def test_a_document_without_a_link_of_its_own_goes_along_with_its_story() -> None:
    fresh = [Fresh("d", "2", DAY, "T"), Fresh("g", "2", DAY, None)]
    links = [Link("g", "e", "copy"), Link("g", "f", "copy")]
    _, joined = place(fresh, links, {"d": Placed("T", 2), "e": Placed("T", 2), "f": Placed("S", 1)})
    assert [(each.story_id, each.kept_id) for each in joined] == [("T", "S")]


def test_a_deal_counts_stories_and_keeps_every_copy(warehouse: Warehouse) -> None:
    told = buys("announced", "2025-11-04", value=("$9 billion", "9000000000"))
    text = f"{told.document.text} The price includes what the target owes its lenders and landlords."
    copies = [signed(_retold(told, text, host=host)) for host in ("wire", "newsroom")]
    own_words = signed(buys("announced", "2025-11-05", tier=Tier.PRESS))
    warehouse.load(*copies)
    warehouse.load(own_words)
    assert warehouse.rows("SELECT source_count FROM deals") == [(2,)]
    assert warehouse.rows("SELECT count(*), count(DISTINCT story_id) FROM deal_sources") == [(3, 2)]


def _retold(story: Story, text: str, *, host: str) -> Story:
    source = document(
        text, source=host, url=f"http://{host}.example/1", published_at=story.document.published_at
    )
    (claim,) = story.deals
    return Story(source, (claim.model_copy(update={"document_id": source.id}),))
