"""Names of parties in running text, headlines and datelines."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.components.organisations import written_name
from extractors.deals.arguments import cluster
from extractors.knowledge.name_words import read_name_words
from extractors.nlp import build_nlp
from pipeline.settings import read_settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shares of Quillane Semiconductor rose after Tarnwick Energy ordered its chips.",
         {"Quillane Semiconductor", "Tarnwick Energy"}),
        ("The U.S. Department of Energy approved a loan to Norvane Compute, Inc.",
         {"U.S. Department of Energy", "Norvane Compute, Inc."}),
        ("AT&T and T. Rowe Price bought shares of Norvane Compute.",
         {"AT&T", "T. Rowe Price", "Norvane Compute"}),
        ("Norvane Compute will install 4,000 GB200 chips in Dublin in November.", {"Norvane Compute"}),
    ],
)  # fmt: skip
def test_names_are_found_whole(nlp: Language, text: str, names: set[str]) -> None:
    doc = nlp(text)
    assert {span._.name for span in doc.spans["organisations"]} == names


def test_known_parties_carry_their_id_whatever_the_form(nlp: Language) -> None:
    doc = nlp("Amazon Web Services and Alphabet Inc. bought power from Constellation Energy.")
    ids = {span._.name: span._.entity_id for span in doc.spans["organisations"]}
    assert ids["Amazon Web Services"] == "amazon"
    assert ids["Constellation Energy"] == "constellation-energy"


@pytest.mark.parametrize(
    ("text", "name"),
    [("the Norvane Group’s", "Norvane Group"), ("Norvane\nCompute", "Norvane Compute"), ("Boys'", "Boys")],
)
def test_a_name_is_written_without_article_and_possessive(text: str, name: str) -> None:
    assert written_name(text) == name


def test_forms_of_one_name_share_a_key() -> None:
    words = read_name_words()
    keys = cluster(["Norvane", "Norvane Data Centers plc", "Norvane Data Centers", "Halden"], words)
    assert keys["Norvane"] == keys["Norvane Data Centers plc"] == keys["Norvane Data Centers"]
    assert keys["Halden"] != keys["Norvane"]
