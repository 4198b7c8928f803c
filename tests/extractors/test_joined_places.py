"""A place with an "and" in its name is one place."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Span

from extractors.components.places import joined
from extractors.knowledge.name_words import read_name_words

NAMES_WITH_AND = read_name_words().joined_places


def read(text: str, *names: str) -> list[str]:
    """What is left of the places, each read where its name stands first."""
    doc = spacy.blank("en")(text)
    spans = [doc.char_span(text.index(name), text.index(name) + len(name), label="PLACE") for name in names]
    return [span.text for span in joined((span for span in spans if isinstance(span, Span)), NAMES_WITH_AND)]


@pytest.mark.parametrize("name", sorted(NAMES_WITH_AND))
def test_each_name_is_one_place_though_read_as_two(name: str) -> None:
    written = name.title().replace(" And ", " and ").replace(" The ", " the ")
    first, second = written.split(" and ")
    text = f"A site near Port, {written}, opens."
    assert read(text, "Port", first, second) == ["Port", written]
    assert read(text, "Port", first, second.removeprefix("the ")) == ["Port", written]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sites in Norway and Sweden open.", ["Norway", "Sweden"]),
        ("Sites in Trinidad, and in Tobago too.", ["Trinidad", "Tobago"]),
        ("From Trinidad it went to Tobago.", ["Trinidad", "Tobago"]),
        ("Sites in Bosnia, Herzegovina and Serbia.", ["Bosnia", "Herzegovina", "Serbia"]),
        ("Newfoundland and Labrador, it says.", ["Newfoundland and Labrador"]),
    ],
)
def test_other_places_stay_as_read(text: str, names: list[str]) -> None:
    assert read(text, *names) == names


def test_an_ampersand_joins_as_well_and_three_places_are_told_apart() -> None:
    text = "Halls in Norway, Trinidad & Tobago and Jamaica."
    assert read(text, "Norway", "Trinidad", "Tobago", "Jamaica") == ["Norway", "Trinidad & Tobago", "Jamaica"]
