"""The bucket and the rests that crawls share, in time that the test turns."""

from __future__ import annotations

import multiprocessing
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CrawlError
from spiders.hosts import FORGET_S, LEASE_S, MAX_REST_S, Hosts
from spiders.retry_after import BREAK_S, rest_s

HOST = "news.example"
NOW = 1_792_396_800.0
"""Monday, 19 October 2026, 08:00 UTC."""


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hosts(clock: Clock, tmp_path: Path) -> Hosts:
    return Hosts(tmp_path / "state" / "hosts.sqlite", now=clock)


def test_the_slowest_pace_asked_for_is_kept_by_all_while_a_host_is_in_use(hosts: Hosts, clock: Clock) -> None:
    assert hosts.take_turn(HOST, pause_s=2) == 0
    assert hosts.take_turn(HOST, pause_s=5) == 5
    clock.at += 2
    assert hosts.take_turn(HOST, pause_s=2) == 3
    assert hosts.take_turn("other.example", pause_s=2) == 0
    clock.at += 3
    assert hosts.take_turn(HOST, pause_s=2) == 0
    assert hosts.take_turn(HOST, pause_s=2) == 5
    clock.at += FORGET_S
    assert hosts.take_turn(HOST, pause_s=2) == 0
    assert hosts.take_turn(HOST, pause_s=2) == 2


def test_a_crawl_delay_counts_between_pages_and_robots_txt_is_none(hosts: Hosts, clock: Clock) -> None:
    def page() -> float:
        return hosts.take_turn(HOST, pause_s=1, crawl_delay_s=3600)

    def robots() -> float:
        return hosts.take_turn(HOST, pause_s=1, crawl_delay_s=None)

    assert (robots(), page()) == (0, 1)
    clock.at += 1
    assert (page(), robots()) == (0, 1)
    clock.at += 900
    assert (robots(), page()) == (0, 2700)
    clock.at += 2700
    assert page() == 0


def test_a_host_is_asked_by_one_process_at_a_time_unless_that_one_dies_or_dallies(
    hosts: Hosts, clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "state" / "hosts.sqlite"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(take_turn, (path, clock)) == 0
        clock.at += 10
        assert hosts.take_turn(HOST, pause_s=2) == 2
        clock.at += LEASE_S - 10
        assert hosts.take_turn(HOST, pause_s=2) == 0
        clock.at += 2
        hosts.answered(HOST)
        assert pool.apply(take_turn, (path, clock)) == 2
        clock.at += 2
        assert pool.apply(take_turn, (path, clock)) == 0
        clock.at += 5
        assert hosts.take_turn(HOST, pause_s=2) == 2
    assert hosts.take_turn(HOST, pause_s=2) == 0


def take_turn(path: Path, clock: Clock) -> float:
    with Hosts(path, now=clock) as hosts:
        return hosts.take_turn(HOST, pause_s=2)


def test_a_clock_that_is_set_back_costs_one_pause(hosts: Hosts, clock: Clock) -> None:
    assert hosts.take_turn(HOST, pause_s=5) == 0
    hosts.rest("other.example", seconds=60, why="429")
    clock.at -= 86_400
    assert hosts.take_turn(HOST, pause_s=5) == 5
    assert hosts.rest_of("other.example") is None
    clock.at += 5
    assert hosts.take_turn(HOST, pause_s=5) == 0


def test_a_rest_outlives_the_process_is_never_shortened_and_ends(
    hosts: Hosts, clock: Clock, tmp_path: Path
) -> None:
    hosts.rest(HOST, seconds=700, why="429")
    hosts.rest(HOST, seconds=600, why="403")
    hosts.rest("b.example", seconds=10 * MAX_REST_S, why="503")
    hosts.close()
    with Hosts(tmp_path / "state" / "hosts.sqlite", now=clock) as later:
        told = [(rest.host, rest.until.timestamp() - NOW, rest.why) for rest in later.rests()]
        assert told == [("b.example", MAX_REST_S, "503"), (HOST, 700, "429")]
        clock.at += 700
        assert later.rest_of(HOST) is None


def ask(path: Path, pause_s: float, times: int, answers: multiprocessing.Queue[float]) -> None:
    with Hosts(path) as hosts:
        for _ in range(times):
            while wait_s := hosts.take_turn(HOST, pause_s=pause_s):
                time.sleep(wait_s)
            answers.put(time.time())
            hosts.answered(HOST)


def test_four_processes_get_no_more_turns_than_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    arguments = (tmp_path / "hosts.sqlite", 0.05, 4, answers)
    processes = [context.Process(target=ask, args=arguments) for _ in range(4)]
    for process in processes:
        process.start()
    turns = sorted(answers.get(timeout=200) for _ in range(16))
    for process in processes:
        process.join()
    assert min(later - earlier for earlier, later in pairwise(turns)) >= 0.05


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, None, BREAK_S),
        (403, None, BREAK_S),
        (429, "120", BREAK_S),
        (429, "1800", 1800),
        (429, "99999999", MAX_REST_S),
        (429, "9" * 5000, BREAK_S),
        (429, "-5", BREAK_S),
        (429, "soon", BREAK_S),
        (429, "Mon, 19 Oct 2026 09:00:00 GMT", 3600),
        (429, "Monday, 19-Oct-26 09:00:00 GMT", 3600),
        (429, "Mon Oct 19 09:00:00 2026", 3600),
        (503, "Mon, 19 Oct 2026 07:00:00 GMT", None),
        (503, "30", 30),
        (503, "0", None),
        (503, None, None),
        (404, "30", None),
        (200, "30", None),
    ],
)
def test_what_an_answer_asks_for(status: int, retry_after: str | None, seconds: float | None) -> None:
    assert rest_s(status, retry_after, now=NOW) == seconds


def test_a_robots_txt_that_answers_403_asks_for_no_rest_and_one_with_429_does() -> None:
    assert rest_s(403, "3600", now=NOW, is_robots=True) is None
    assert rest_s(429, None, now=NOW, is_robots=True) == BREAK_S


@given(st.integers(100, 599), st.text(st.characters(max_codepoint=255)))
def test_no_header_breaks_or_keeps_us_away_for_ever(status: int, retry_after: str) -> None:
    seconds = rest_s(status, retry_after, now=NOW)
    assert seconds is None or 0 < seconds <= MAX_REST_S


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hosts.sqlite"
    path.write_text("a text, and long enough that nobody takes it for an empty database\n" * 20)
    with pytest.raises(CrawlError, match=r"hosts\.sqlite: file is not a database"):
        Hosts(path)
