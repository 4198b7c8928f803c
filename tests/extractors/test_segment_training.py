"""What the training of segments takes for right, and that it learns it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.candidates import OWN, Candidate, Passage, Setting
from extractors.figures.phrases import Word
from extractors.figures.segments import CLASS, SegmentFinder
from extractors.knowledge.segment_words import read_segment_words
from extractors.scoring import LinearScorer
from extractors.training.ranking import Choice, fit_choices
from extractors.training.segments import rightness


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        ("data center switches", "data-centre switches"),
        ("liquid cooling in Norway", "liquid cooling"),
        ("", None),
        ("submarine cables", ...),
    ],
)
def test_the_phrase_that_shares_most_words_is_right(wanted: str, right: object) -> None:
    found = [Candidate(told, []) for told in (None, "data-centre switches", "cooling", "liquid cooling")]
    marked = rightness(found, wanted)
    assert [each.segment for each, good in zip(found, marked, strict=True) if good] == (
        [] if right is ... else [right]
    )


def test_learns_what_tells_the_right_candidate() -> None:
    choices = [Choice([["subject", f"word {n}"], ["forecaster"]], [True, False]) for n in range(8)]
    weights = fit_choices(choices, penalty=1.0)
    assert weights["subject"] > 0 > weights["forecaster"]
    assert "word 1" not in weights


@given(st.lists(st.booleans(), min_size=1, max_size=6).filter(any))
def test_several_right_ones_share_the_choice(right: list[bool]) -> None:
    choice = Choice([[f"candidate {at}"] for at in range(len(right))], right)
    weights = fit_choices([choice] * 5, penalty=0.1)
    chosen = max(range(len(right)), key=lambda at: weights[f"candidate {at}"])
    assert right[chosen]


def test_the_weights_choose() -> None:
    words = [Word("chips", "NNS", 0, 5), Word("hit", "VBD", 6, 9), Word("40", "CD", 10, 12)]
    setting = Setting("market_size", 2, 3, {OWN: Passage(words, frozenset({2}), {})})
    table = read_segment_words()
    chosen = {
        weight: SegmentFinder(table, LinearScorer([CLASS], {"none": {CLASS: weight}})).find(setting)
        for weight in (-1.0, 1.0)
    }
    assert chosen == {-1.0: "chips", 1.0: None}
