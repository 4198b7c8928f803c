"""Assets that a text describes but does not name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.deals.things import things
from extractors.knowledge.assets import read_asset_nouns
from extractors.nlp import build_nlp
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(Settings().model)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It sits on the 19-acre former mill plot that Tessera picked up.", ["former mill plot"]),
        ("Compass has bought the old brewery depot in Gary for a reported $94m.", ["old brewery depot"]),
        ("Kepler offloaded EdgeTower's Flemish sites.", ["Flemish sites"]),
        ("Google took over a paper mill from Norske Skog in 2009.", ["paper mill"]),
        ("Microsoft bought 49 acres from Crescent Homes.", ["49 acres"]),
        ("It acquired a 40 MW data center campus near Austin.", ["data center campus"]),
        ("It bought the site.", []),
        ("Nvidia bought Run:ai for $700 million.", []),
    ],
)  # fmt: skip
def test_articles_owners_and_sizes_are_left_off(nlp: Language, text: str, names: list[str]) -> None:
    doc = nlp(text)
    found = [thing for sentence in doc.sents for thing in things(sentence, read_asset_nouns(), frozenset())]
    assert [thing.name for thing in found] == names
    assert all(doc[thing.start : thing.end].text == thing.name for thing in found)


def test_what_a_name_ends_in_is_no_thing(nlp: Language) -> None:
    doc = nlp("Oaktree sold the Falkirk campus to Digital Realty.")
    campus = next(token.i for token in doc if token.text == "campus")
    sentence = next(iter(doc.sents))
    assert [t.name for t in things(sentence, read_asset_nouns(), frozenset())] == ["Falkirk campus"]
    assert not list(things(sentence, read_asset_nouns(), frozenset({campus})))
