"""Parties listed with a number each, and the deals that one word tells of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.deals.listed import Place, listed_pairs

MARKS = re.compile(r"\[(\w)(.+?)\]")


def marked(told: str) -> tuple[str, list[Place], list[Place]]:
    """A sentence written as "takes [n200 MW] from [pAdler]", with the places of its parties and numbers."""
    text, places = "", {"p": [], "n": []}
    at = 0
    for match in MARKS.finditer(told):
        text += told[at : match.start()]
        places[match[1]].append(Place(len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + told[at:], places["p"], places["n"]


def found(told: str) -> list[list[tuple[str, str]]]:
    text, parties, numbers = marked(told)
    return [
        [(text[slice(*parties[party])], text[slice(*numbers[number])]) for party, number in run]
        for run in listed_pairs(text, parties, numbers)
    ]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            "[pOrrin] takes [n200 MW] of sun from [pAdler], [n176 MW] from [pBrandt]'s park, "
            "[n94 MW] from [pCole].",
            [("Adler", "200 MW"), ("Brandt", "176 MW"), ("Cole", "94 MW")],
        ),
        (
            "[pAdler] supplies [n200 MW], [pBrandt] another [n176 MW].",
            [("Adler", "200 MW"), ("Brandt", "176 MW")],
        ),
        (
            "Orders went to [pAdler] ([n$1bn]), [pBrandt] ([n$2bn]) and [pCole] ([n$3bn]).",
            [("Adler", "$1bn"), ("Brandt", "$2bn"), ("Cole", "$3bn")],
        ),
        ("[pAdler] will pay [n$5bn] and [pBrandt] [n$3bn].", [("Adler", "$5bn"), ("Brandt", "$3bn")]),
    ],
)
def test_reads_lists_of_parties_with_a_number_each(told: str, wanted: list[tuple[str, str]]) -> None:
    assert found(told) == [wanted]


@pytest.mark.parametrize(
    "told",
    [
        "[pAdler] sells [n200 MW] to [pBrandt].",
        "[pAdler] pays [n$5bn] now. [pBrandt] paid [n$3bn] last year.",
        "[n$5bn] from [pAdler] for [n$3bn] to [pBrandt]",
        "[pAdler] and [pBrandt] pay [n$5bn], of which [n$3bn] at once.",
    ],
)
def test_other_sentences_list_nothing(told: str) -> None:
    assert found(told) == []


@given(
    parts=st.lists(
        st.sampled_from(["[pAdler]", "[n5 MW]", " from ", ", ", " and ", " (", ") ", "'s ", ". ", " pays "]),
        max_size=14,
    )
)
def test_every_pair_of_a_list_is_one_party_and_one_number(parts: list[str]) -> None:
    text, parties, numbers = marked("".join(parts))
    for run in listed_pairs(text, parties, numbers):
        assert len(run) > 1
        assert len({pair.party for pair in run}) == len({pair.number for pair in run}) == len(run)
        assert [pair.number for pair in run] == list(range(run[0].number, run[-1].number + 1))
