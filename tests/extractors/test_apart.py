"""Deals that one word tells of several parties in a row are several, and the parts of one deal are one."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.nlp import build_nlp
from pipeline.settings import read_settings
from tests.factories import document


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


@pytest.mark.parametrize("words", ["in a joint deal 200 MW"])
def test_the_parts_of_one_deal_are_no_list(nlp: Language, words: str) -> None:
    text = (
        "Northgate Cloud signs a power deal\n\n"
        f"Northgate Cloud will buy 376 MW, {words} from Meridale Energy and 176 MW from Oakmere Wind."
    )
    doc = nlp.make_doc(text)
    doc._.document = document(text)
    told = [{party.name for party in deal.parties if party.role == "supplier"} for deal in nlp(doc)._.deals]
    assert not [names for names in told if names == {"Oakmere Wind"}]


def test_reads_two_contracts_off_one_verb(nlp: Language) -> None:
    text = (
        "Northgate Cloud signed power purchase agreements with two producers\n\n"
        "Northgate Cloud will buy 200 MW of solar power from Meridale Energy and 176 MW from Oakmere Wind."
    )
    doc = nlp.make_doc(text)
    doc._.document = document(text)
    found = [deal for deal in nlp(doc)._.deals if deal.type == "power_agreement"]
    told = [
        (
            {party.name for party in deal.parties if party.role == "supplier"},
            [int(each.low) for each in deal.capacity],
        )
        for deal in found
    ]
    assert ({"Meridale Energy"}, [200]) in told
    assert ({"Oakmere Wind"}, [176]) in told
    assert len(told) == 2
