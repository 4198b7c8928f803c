"""The rounds and programmes that sentences name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.deals.rounds import stated_programme, stated_round
from extractors.knowledge.name_words import read_name_words

ENDINGS = read_name_words().programmes


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Kestrel Compute raised $90 million in a series b led by Olm Capital.", "Series B"),
        ("Its Series-C financing valued it at $2 billion.", "Series C"),
        ("The Series B2 brought in two more funds.", "Series B2"),
        ("It closed a pre-Series A round.", "pre-Series A"),
        ("It closed a pre-seed round of €3 million.", "pre-seed"),
        ("The seed round was led by Olm Capital.", "seed"),
        ("A series of rounds followed.", None),
        ("A series a reader may know.", "Series A"),
        ("The drug seed business was sold.", None),
        ("Olm Capital bought a stake.", None),
    ],
)
def test_the_round_of_a_sentence(sentence: str, name: str | None) -> None:
    assert stated_round(sentence) == name


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The grant comes from the CHIPS and Science Act of 2022.", "CHIPS and Science Act"),
        ("Under the IndiaAI Mission, the ministry will pay half.", "IndiaAI Mission"),
        ("The Canadian Sovereign AI Compute Strategy pays for it.", "Canadian Sovereign AI Compute Strategy"),
        ("The Programme for Public Computing gave nothing.", None),
        ("They act under a scheme of the county.", None),
        ("The county gave Kestrel Compute a grant.", None),
    ],
)
def test_the_programme_of_a_sentence(sentence: str, name: str | None) -> None:
    assert stated_programme(sentence, ENDINGS) == name


@given(st.text(max_size=200))
def test_what_is_stated_stands_in_the_sentence(sentence: str) -> None:
    name = stated_round(sentence)
    assert name is None or name[-1].lower() in sentence.lower()
    programme = stated_programme(sentence, ENDINGS)
    assert programme is None or programme in sentence
