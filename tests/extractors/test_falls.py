"""A rate of growth that is a fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.falls import Falls
from extractors.knowledge.fall_cues import read_fall_cues

FALLS = Falls(read_fall_cues())


def tells(text: str) -> bool:
    start = text.index("18")
    end = text.index("%", start) + 1
    return FALLS.tells(text, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue fell 18% in the quarter.",
        "Sales of servers were down by 18% on the year.",
        "It was an 18% drop from a year before.",
        "Prices declined by some 18% while demand rose 20%.",
    ],
)
def test_a_fall_is_told(text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue grew 18% in the quarter.",
        "Growth fell to 18% from 30%.",
        "Prices fell 5%, but volumes were 18% up.",
        "The market will grow 18% a year. Falling prices help.",
    ],
)
def test_a_rise_or_a_level_is_no_fall(text: str) -> None:
    assert not tells(text)


@given(before=st.text(alphabet="0123456789 .,%;", max_size=60), behind=st.text(max_size=60))
def test_without_a_word_before_only_one_right_behind_tells_a_fall(before: str, behind: str) -> None:
    told = FALLS.tells(f"{before}7%{behind}", len(before), len(before) + 2)
    assert told <= any(word in behind.lower() for word in read_fall_cues().behind)
