"""Two numbers as one range or as the two ends of a change, by the words around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities
from extractors.knowledge.range_words import RangeWords, read_range_words
from pipeline.errors import BadDataFileError

WORDS = read_range_words()
RANGE, ENDS = [(40, 60)], [(40, 40), (60, 60)]


@cache
def built() -> Quantities:
    return read_quantity_grammar()


def read(text: str) -> list[tuple[int, int]]:
    return [(int(found.low), int(found.high)) for found in built().find(text)]


def whole(listed: frozenset[str]) -> list[str]:
    return sorted(word.replace("*", "ed") for word in listed)


@pytest.mark.parametrize("word", whole(WORDS.changes))
def test_a_change_has_two_ends(word: str) -> None:
    assert read(f"Its load {word} from 40 MW to 60 MW.") == ENDS
    assert read(f"Its load {word} sharply, it says, from 40 MW to 60 MW.") == ENDS


@pytest.mark.parametrize("word", whole(WORDS.spans))
def test_what_spans_is_a_range_whatever_rose_before(word: str) -> None:
    assert read(f"Sales rose and {word} 40 MW to 60 MW") == RANGE
    assert read(f"Sales rose and {word} from 40 MW to 60 MW") == RANGE
    for link in whole(WORDS.links):
        assert read(f"Sales rose and {word} {link} 40 MW to 60 MW") == RANGE


@pytest.mark.parametrize("word", whole(WORDS.spreads))
def test_what_spreads_is_a_range(word: str) -> None:
    assert read(f"Loads {word} from 40 MW to 60 MW.") == RANGE


@pytest.mark.parametrize("hedge", ["", *(f"{word} " for word in whole(WORDS.hedges))])
def test_hedges_stand_before_either_number(hedge: str) -> None:
    assert read(f"between {hedge}40 and {hedge}60 MW") == RANGE
    assert read(f"a hall of {hedge}40 to {hedge}60 MW") == RANGE
    assert read(f"The hall goes from {hedge}40 to {hedge}60 MW.") == ENDS


def test_capitals_are_read_like_the_rest() -> None:
    assert read("* NORLING SEES LOAD AT 40 MW TO 60 MW") == RANGE
    assert read("* NORLING LIFTS LOAD FROM 40 MW TO 60 MW") == ENDS
    assert read("* NORLING SEES BETWEEN 40 AND 60 MW") == RANGE


@given(low=st.integers(2, 900), more=st.integers(1, 90), word=st.sampled_from(["to", "TO", "–", "-", "and"]))
def test_no_end_is_lost_or_changed(low: int, more: int, word: str) -> None:
    high = low + more
    before = "between" if word == "and" else "a load of"
    assert read(f"{before} {low} {word} {high} MW") == [(low, high)]
    assert read(f"It rose from {low} MW to {high} MW") == [(low, low), (high, high)]


def test_words_are_in_lower_case_and_a_broken_file_is_refused(tmp_path: Path) -> None:
    assert all(word == word.lower() for name in RangeWords.model_fields for word in getattr(WORDS, name))
    file = tmp_path / "range_words.yml"
    file.write_text("changes: [rose]\n", encoding="utf-8")
    with pytest.raises(BadDataFileError, match=r"range_words\.yml"):
        read_range_words(file)
