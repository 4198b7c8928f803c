"""What is bought without a name is a party by its description, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.deals.arguments import Argument
from extractors.deals.described import MOST_WORDS, AssetFinder
from extractors.knowledge.asset_words import read_asset_words
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Role

WORDS = read_asset_words()
FINDER = AssetFinder(WORDS)
BLANK = spacy.blank("en")


def described(text: str, word: str) -> str | None:
    """What the first `word` of a text, taken as one sentence, is said to buy or sell."""
    doc = BLANK.make_doc(text)
    index = next(token.i for token in doc if token.text == word)
    found = FINDER.find(doc[:], index)
    if found is not None:
        assert " ".join(doc[found.start : found.end].text.split()).endswith(found.name)
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "word", "asset"),
    [
        (
            "Corvid bought a 48-acre parcel in Bexar County from the city.",
            "bought",
            "48-acre parcel in Bexar County",
        ),
        ("Corvid acquired 1,340 acres east of Reno.", "acquired", "1,340 acres"),
        ("Corvid acquired approximately 640 acres, it said.", "acquired", "640 acres"),
        ("Corvid sold its bitcoin arm to Halden.", "sold", "bitcoin arm"),
        ("Penrith bought Corvid's Dutch and Belgian edge sites.", "bought", "Dutch and Belgian edge sites"),
        ("Corvid closed its purchase of the 330-MW gas plant.", "purchase", "330-MW gas plant"),
        ("the sale of two more plants in Louisiana by Corvid", "sale", "two more plants in Louisiana"),
        ("The old paper mill was quietly sold to Corvid.", "sold", "old paper mill"),
        ("They toured the dairy, which was bought by Corvid.", "bought", "dairy"),
        ("Corvid snapped up the\nformer tannery site.", "snapped", "former tannery site"),
    ],
)
def test_what_is_bought_is_described_beside_the_word_that_tells_it(text: str, word: str, asset: str) -> None:
    assert described(text, word) == asset


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Corvid bought Halden.", "bought"),
        ("Corvid bought control of the campus.", "bought"),
        ("Corvid bought Halden, which runs a campus.", "bought"),
        ("Corvid bought a stake in the site.", "bought"),
        ("Corvid bought chips for the plant.", "bought"),
        ("Corvid agreed to buy the mill's owner.", "buy"),
        ("Near the plant Corvid bought Halden.", "bought"),
        ("Corvid is to buy land, chips and power in a 9 billion dollar push.", "buy"),
    ],
)
def test_an_asset_that_is_not_what_is_bought_is_none(text: str, word: str) -> None:
    assert described(text, word) is None


def beside(text: str, name: str, role: Role) -> str | None:
    """What a text, taken as one sentence, describes as coming from or going to a name."""
    doc = BLANK.make_doc(text)
    start = next(token.i for token in doc if token.text == name)
    party = Argument(start, start + 1, name.lower(), "ORG", name)
    assert FINDER.beside(doc[:], party, Role.TARGET) is None
    found = FINDER.beside(doc[:], party, role)
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "seller", "buyer"),
    [
        ("It bought two: two halls in Leeds from Halden (£47m), a firm.", "two halls in Leeds", None),
        ("Corvid gave 132 million for 49 acres from Halden.", "49 acres", None),
        ("Sold: its Sydney site, to Halden's fund, for A$140 million.", None, "Sydney site"),
        ("Corvid sold 22 hectares at Delfzijl to the Halden group.", None, "22 hectares at Delfzijl"),
        ("Corvid said it had bought 12 edge sites from Halden.", "12 edge sites", None),
        ("Corvid Buys Two Halls in Leeds From Halden", "Two Halls in Leeds", None),
        ("Corvid hired staff from Halden.", None, None),
        ("Corvid drew power at the site from the grid, not from Halden.", None, None),
        ("Halden bought the mill.", None, None),
    ],
)
def test_what_comes_from_a_seller_or_goes_to_a_buyer_is_bought(
    text: str, seller: str | None, buyer: str | None
) -> None:
    assert beside(text, "Halden", Role.SELLER) == seller
    assert beside(text, "Halden", Role.ACQUIRER) == buyer


PIECES = (*sorted(WORDS.assets)[:9], "bought", "the", "'s", "Corvid", "and", "\n", "48", "in")


@given(st.lists(st.sampled_from(PIECES), min_size=1), st.integers(min_value=0))
def test_what_is_found_ends_with_an_asset_of_the_text(words: list[str], place: int) -> None:
    doc = BLANK.make_doc(" ".join(words))
    found = FINDER.find(doc[:], place % len(doc))
    if found is not None:
        assert 0 <= found.start < found.end <= len(doc)
        assert found.name in " ".join(doc.text.split())
        assert found.name.split(" in ")[0].split()[-1].lower() in WORDS.assets


def test_a_description_has_few_words() -> None:
    assert described("Corvid bought a " + "very " * MOST_WORDS + "mill", "bought") is not None
    assert described("Corvid bought a " + "very " * (MOST_WORDS + 1) + "mill", "bought") is None


def test_a_broken_file_of_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "asset_words.yml"
    file.write_text("assets: [mill]\nopener: [the]\n", encoding="utf-8")
    with pytest.raises(BadDataFileError, match=r"asset_words\.yml"):
        read_asset_words(file)


def test_every_word_does_what_its_list_says() -> None:
    assert all(word == word.lower() for name in type(WORDS).model_fields for word in getattr(WORDS, name))
    for word in WORDS.assets:
        assert described(f"Corvid bought old {word}.", "bought") == f"old {word}"
    for word in WORDS.openers:
        assert described(f"Corvid bought {word} mill.", "bought") == "mill"
    for word in WORDS.links:
        assert described(f"Corvid bought {word} mill.", "bought") == "mill"
    for word in WORDS.copulas:
        assert described(f"The mill {word} bought.", "bought") == "mill"
    for word in WORDS.bounds - WORDS.openers - WORDS.links:
        assert described(f"Corvid bought {word} mill.", "bought") is None
