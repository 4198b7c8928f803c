"""What the training of segments takes for right, and that it learns it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.candidates import OWN, Candidate, Passage, Setting
from extractors.figures.complements import complements, telling
from extractors.figures.phrases import Word
from extractors.figures.segments import FIRST, LEAST_MORE, MORE, SegmentFinder
from extractors.knowledge.segment_words import read_segment_words
from extractors.scoring import LinearScorer
from extractors.training.ranking import Choice, fit_choices
from extractors.training.segments import Teacher, rightness


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
    found = [Candidate(told, [], OWN) for told in (None, "data-centre switches", "cooling", "liquid cooling")]
    marked = rightness(found, wanted, 0.4)
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


def setting() -> Setting:
    """ "Norway: chips hit 40"."""
    words = [
        Word("Norway", "NNP", 0, 6), Word(":", ":", 6, 7), Word("chips", "NNS", 8, 13),
        Word("hit", "VBD", 14, 17), Word("40", "CD", 18, 20),
    ]  # fmt: skip
    return Setting("market_size", 4, 5, {OWN: Passage(words, frozenset({4}), {0: "PLACE"})})


@pytest.mark.parametrize(
    ("none", "nothing_more", "wanted"),
    [
        (-1.0, 9.0, "chips"),
        (9.0, -9.0, None),
        (-1.0, -LEAST_MORE - 0.1, "chips, Norway"),
        (-1.0, -LEAST_MORE + 0.1, "chips"),
    ],
)
def test_the_weights_choose(none: float, nothing_more: float, wanted: str | None) -> None:
    weights = {"none": {FIRST: none, MORE: nothing_more}, "word chips": {FIRST: 0.5}}
    finder = SegmentFinder(read_segment_words(), LinearScorer([FIRST, MORE], weights))
    assert finder.find(setting()) == wanted


def test_what_tells_more_shares_no_telling_word() -> None:
    first = Candidate("data centre loans", [], OWN)
    found = [
        Candidate(told, ["own head"], "title", placed=told == "Norway")
        for told in (None, "loans in Norway", "Data-Centers of Norway", "Norway", "of the")
    ]
    more = list(complements(first, found))
    assert [each.segment for each in more] == [None, "Norway"]
    assert {"own head", "and own title", "and place False True title", "and head loans True"} <= set(
        more[1].features
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Data-centre loans", ["datacenter", "loan"]),
        ("the data centers of Norway's south", ["datacenter", "norway", "south"]),
    ],
)
def test_telling_words(words: str, wanted: list[str]) -> None:
    assert list(telling(words)) == wanted


def test_what_nothing_tells_more_of_is_learnt_as_such() -> None:
    teacher = Teacher(read_segment_words())
    for wanted, found in (("chips", "chips"), ("Norway chips", "Norway, chips"), ("chips of Peru", "chips")):
        teacher.wanted = {18: wanted}
        assert teacher.find(setting()) == found
    (*_, last) = teacher.choices[MORE]
    assert (len(teacher.choices[FIRST]), len(teacher.choices[MORE])) == (3, 3)
    assert [at for at, right in enumerate(last.right) if right] == [0]
