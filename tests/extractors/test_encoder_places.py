"""How words lie to each other: buckets that grow with the distance, and who stands between."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.components.encoder import FOLDER
from extractors.encoder.encoder import HEADS
from extractors.encoder.places import (
    LINES,
    MOST_BETWEEN,
    MOST_NAMED,
    SENTENCES_BACK,
    SENTENCES_ON,
    STEPS,
    Around,
    Layout,
    Points,
    distances,
    gaps,
)
from extractors.knowledge.rows import data_file

TEXT = "Title here\nOne. Two. Three.\nFour. Five. Six. Seven.\n\nEight."
SENTENCES = [0, 11, 16, 21, 28, 34, 40, 45, 53]


class Put(NamedTuple):
    """A mention: its character, piece, entity, and whether it is a party."""

    char: int
    piece: int
    entity: int
    party: bool


PUTS = st.lists(
    st.builds(Put, st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.integers(0, 3), st.booleans()),
    min_size=1,
    max_size=9,
)


def points(chars: list[int], pieces: list[int]) -> Points:
    return Points(Layout(TEXT, SENTENCES), chars, np.array(pieces, dtype=np.int64))


def around(puts: list[Put]) -> Around:
    where = points([put.char for put in puts], [put.piece for put in puts])
    return Around(where, [put.entity for put in puts], [put.party for put in puts])


@pytest.mark.parametrize(
    ("word", "sentence", "line"),
    [("Title", 1, 0), ("here", 1, 0), ("One", 2, 1), ("Two", 3, 1), ("Four", 5, 2), ("Eight", 9, 4)],
)
def test_sentences_and_lines_are_counted_from_the_top(word: str, sentence: int, line: int) -> None:
    layout, at = Layout(TEXT, SENTENCES), [TEXT.index(word)]
    assert (layout.sentence(at).tolist(), layout.line(at).tolist()) == ([sentence], [line])


@given(own=st.integers(0, 511), others=st.lists(st.integers(0, 511), min_size=1, max_size=20))
def test_what_is_farther_is_in_no_nearer_bucket(own: int, others: list[int]) -> None:
    found = distances(own, np.array(sorted(others, key=lambda other: abs(other - own)))) // 2
    assert (np.diff(found) >= 0).all()


@given(own=st.integers(0, 511), other=st.integers(0, 511))
def test_buckets_know_before_from_behind(own: int, other: int) -> None:
    (there,), (back,) = distances(own, np.array([other])), distances(other, np.array([own]))
    assert there // 2 == back // 2
    assert [there % 2, back % 2] == [int(other > own), int(own > other)]


def test_there_are_as_many_buckets_as_the_heads_have_rows_for() -> None:
    with np.load(data_file(FOLDER) / HEADS) as file:
        rows = {
            name: len(file[name]) for name in ("dist.weight", "gap.weight", "extra.weight", "sdist.weight")
        }
    assert rows["dist.weight"] == 2 * (len(STEPS) + 1)
    assert rows["gap.weight"] == rows["sdist.weight"] == (SENTENCES_BACK + SENTENCES_ON + 1) * (LINES + 1)
    assert rows["extra.weight"] == 2 * MOST_NAMED * (MOST_BETWEEN + 1)


def test_gaps_tell_sentences_and_lines_apart() -> None:
    words = ["Title", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"]
    where = points([TEXT.index(word) for word in words], list(range(len(words))))
    steps = [(gap // (LINES + 1), gap % (LINES + 1)) for gap in gaps(where, 4, where).tolist()]
    # From "Four": 0 its own sentence, 1 to 3 sentences before it, 4 and 5 behind; lines up to three.
    assert steps == [(3, 2), (3, 1), (2, 1), (1, 1), (0, 0), (4, 0), (5, 0), (5, 0), (5, 2)]


@given(puts=PUTS, own=st.integers(0, len(TEXT) - 1))
def test_gaps_are_those_of_a_plain_count(puts: list[Put], own: int) -> None:
    there, trigger = points([put.char for put in puts], [put.piece for put in puts]), points([own], [5])
    expected = []
    for put in puts:
        apart = sum(at <= put.char for at in SENTENCES) - sum(at <= own for at in SENTENCES)
        step = min(-apart, 3) if apart < 0 else 3 + min(apart, 2) if apart else 0
        lines = abs(TEXT[: put.char + 1].count("\n") - TEXT[: own + 1].count("\n"))
        expected.append(step * 4 + min(lines, 3))
    assert gaps(trigger, 0, there).tolist() == expected


def between(puts: list[Put], at: int) -> list[int]:
    """How many parties stand between piece `at` and each mention, counted one by one."""
    order = sorted(range(len(puts)), key=lambda number: puts[number].piece)
    counts = []
    for place, number in enumerate(order):
        if puts[number].piece >= at:
            others = [n for n in order[:place] if puts[n].piece >= at]
        else:
            others = [n for n in order[place + 1 :] if puts[n].piece < at]
        counts.append((number, sum(puts[n].party for n in others)))
    return [count for _, count in sorted(counts)]


@given(puts=PUTS, at=st.integers(0, 31))
def test_parties_between_are_those_of_a_plain_count(puts: list[Put], at: int) -> None:
    found = around(puts).of_trigger(points([0], [at]), 0).setting % (MOST_BETWEEN + 1)
    assert found.tolist() == [min(count, MOST_BETWEEN) for count in between(puts, at)]


def test_only_parties_stand_between() -> None:
    puts = [
        Put(0, 2, 0, party=True),
        Put(12, 4, 1, party=False),
        Put(17, 6, 2, party=True),
        Put(22, 8, 3, party=True),
    ]
    found = around(puts).of_trigger(points([0], [1]), 0).setting % (MOST_BETWEEN + 1)
    assert found.tolist() == [0, 1, 1, 2]


@given(puts=PUTS, at=st.integers(0, 31))
def test_setting_tells_the_title_and_how_often_one_is_named(puts: list[Put], at: int) -> None:
    found = around(puts).of_trigger(points([0], [at]), 0).setting // (MOST_BETWEEN + 1)
    expected = []
    for put in puts:
        named = min(sum(other.entity == put.entity for other in puts), MOST_NAMED)
        expected.append((put.char < TEXT.index("\n")) * MOST_NAMED + named - 1)
    assert found.tolist() == expected


@given(puts=PUTS, data=st.data())
def test_a_number_sees_its_own_place_as_no_distance(puts: list[Put], data: st.DataObject) -> None:
    own = data.draw(st.integers(0, len(puts) - 1))
    found = around(puts).of_number(own)
    assert (found.distance[own], found.gap[own]) == (0, 0)
    assert found.setting.tolist() == [0] * len(puts)


def test_a_window_without_mentions_has_no_places() -> None:
    found = Around(points([], []), [], []).of_trigger(points([0], [3]), 0)
    assert [len(column) for column in found] == [0, 0, 0]
