"""To whom the words of a text refer that name nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.knowledge.reference_words import read_reference_words
from extractors.reference.defined import Named
from extractors.reference.finding import ReferenceFinder, one_party
from extractors.reference.voices import quoted
from pipeline.errors import BadDataFileError

FINDER = ReferenceFinder(read_reference_words())
SENTENCE = re.compile(r"[^.\n]*[.\n]\s*")


def named(text: str, **keys: str) -> list[Named]:
    """Every place where one of the forms, given by key, stands in a text."""
    return sorted(
        Named(*place.span(), key)
        for key, form in keys.items()
        for place in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    )


def terms(text: str, **keys: str) -> dict[str, str]:
    return {term.term: term.key for term in FINDER.terms(text, named(text, **keys))}


def references(text: str, *, offices: frozenset[str] = frozenset(), **keys: str) -> list[tuple[str, str]]:
    """What stands for whom, in the order of the text."""
    found = named(text, **keys)
    sentences = [place.start() for place in SENTENCE.finditer(text)]
    places = FINDER.references(text, sentences, found, FINDER.terms(text, found), offices)
    return [(text[place.start : place.end], place.key) for place in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Vexley Compute Holdings, Inc. (the "Company") signed.', {"Company": "v"}),
        ("Vexley Compute Holdings, Inc. (“Vexley” or the “Issuer”) signed.", {"Vexley": "v", "Issuer": "v"}),
        (
            'Vexley Compute Holdings, Inc., a Texas firm (together with its units, the "Borrower"), ran.',
            {"Borrower": "v"},
        ),
        ("Vexley Compute Holdings, Inc. (VCH) signed.", {"VCH": "v"}),
        ("Vexley Compute Holdings, Inc. (NYSE: VXL) signed.", {}),
        ("Vexley Compute Holdings, Inc. (2019) signed.", {}),
        ('Vexley Compute Holdings, Inc. signed a lease (the "Lease") there.', {}),
        ('Vexley Compute Holdings, Inc. paid. It has a lender (the "Lender").', {}),
        ("Vexley Compute Holdings, Inc. (Texas) signed.", {}),
    ],
)
def test_what_brackets_define(text: str, expected: dict[str, str]) -> None:
    assert terms(text, v="Vexley Compute Holdings, Inc.") == expected


def test_a_term_goes_to_the_last_party_named_before_its_brackets() -> None:
    text = 'Marrow Funding IV, LLC (the "Borrower"), owned by Marrow Compute, Inc. (the "Company"), drew.'
    assert terms(text, funding="Marrow Funding IV, LLC", parent="Marrow Compute, Inc.") == {
        "Borrower": "funding",
        "Company": "parent",
    }


def test_a_name_that_a_text_defines_as_a_short_form_is_the_same_party() -> None:
    text = "Teluk Power Berhad (TPB) won. TPB will build."
    found = named(text, long="Teluk Power Berhad", short="TPB")
    assert one_party(text, found, FINDER.terms(text, found)) == {"short": "long"}


def test_a_defined_term_stands_for_its_party_only_behind_its_definition() -> None:
    text = 'Company news. Ostrava Cloud plc (the "Company") paid Lindqvist AB. The Company will pay more.'
    assert references(text, o="Ostrava Cloud plc", l="Lindqvist AB") == [("Company", "o")]


def test_a_term_that_a_text_defines_anew_goes_to_its_new_party() -> None:
    text = (
        'Alder plc (the "Seller") sold. The Seller left. Birch AB (the "Seller") sold. The Seller was paid.'
    )
    assert references(text, a="Alder plc", b="Birch AB") == [("Seller", "a"), ("Seller", "b")]


def test_a_name_without_words_has_no_initials() -> None:
    assert list(FINDER.terms("… (AB) ran.", [Named(0, 1, "x")])) == []


def test_a_text_that_says_we_speaks_for_the_party_of_its_first_line() -> None:
    text = "Business of Corvid AI Cloud\nWe rent chips. Orla Labs and Orla Labs pay us. Orla Labs leads."
    assert references(text, c="Corvid AI Cloud", o="Orla Labs") == [("We", "c"), ("us", "c")]


def test_one_we_may_be_a_readers() -> None:
    assert references("Corvid AI Cloud grew. We doubt it.", c="Corvid AI Cloud") == []


def test_who_is_quoted_speaks_for_himself() -> None:
    text = "Corvid grew.\n“We sold our chips,” it said. We count on it, and we wait."
    assert references(text, c="Corvid") == [("We", "c"), ("we", "c")]


def test_the_united_states_say_nothing() -> None:
    assert references("Corvid grew in the US. US sales rose, and US banks lent.", c="Corvid") == []


def test_a_noun_calls_the_party_named_last_but_none_of_its_own_sentence() -> None:
    text = "Deals of the day\nHalvard bought chips.\nMorcant sold halls. The company also sued Halvard.\n"
    assert references(text, h="Halvard", m="Morcant") == [("The company", "m")]


def test_a_party_based_somewhere_is_called_so() -> None:
    text = "Morcant sold halls. The Dublin-based developer kept two."
    assert references(text, m="Morcant") == [("The Dublin-based developer", "m")]


def test_an_authority_is_seldom_called_a_company() -> None:
    text = "Morcant filed. The Energy Office agreed. The developer will pay."
    found = references(text, m="Morcant", e="Energy Office", offices=frozenset("e"))
    assert found == [("The developer", "m")]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a “b” c", "“b"),
        ('a "b" c', '"b'),
        ("a “b\nc", "“b"),
        ('a 19" rack', ""),
        ("a “b ‘c’ d” e", "“b ‘c’ d"),
    ],
)
def test_what_is_quoted(text: str, inside: str) -> None:
    marks = quoted(text)
    assert "".join(char for char, mark in zip(text, marks, strict=True) if mark) == inside


WORDS = ("Corvid", "Corvid plc", "we ", "us ", "the Company", "the firm ", "CP", "“Corvid”")
PARTS = st.sampled_from([*WORDS, " ", "\n", ". ", "(", ")", '"', "“", "”"])


@given(st.lists(PARTS, max_size=40).map("".join))
def test_references_lie_apart_and_stand_for_named_parties(text: str) -> None:
    found = named(text, short="Corvid")
    sentences = [place.start() for place in SENTENCE.finditer(text)]
    places = FINDER.references(text, sentences, found, FINDER.terms(text, found), frozenset())
    taken = [range(place.start, place.end) for place in (*found, *places)]
    assert sum(map(len, taken)) == len({char for own in taken for char in own})
    assert {place.key for place in places} <= {name.key for name in found}
    assert all(0 <= place.start < place.end <= len(text) for place in places)


def test_a_broken_file_of_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reference_words.yml"
    file.write_text("terms: [company]\nspeakers: [we]\nnuns: [firm]\n", encoding="utf-8")
    with pytest.raises(BadDataFileError, match=r"reference_words\.yml"):
        read_reference_words(file)


def test_every_word_that_refers_is_found_as_one() -> None:
    words = read_reference_words()
    assert all(word == word.lower() for name in type(words).model_fields for word in getattr(words, name))
    for noun in words.nouns:
        assert references(f"Corvid grew.\nThe {noun} borrowed.", c="Corvid") == [(f"The {noun}", "c")]
    for word in words.speakers:
        assert references(f"Corvid grew.\nSo {word} ran, and {word} won.", c="Corvid") == [(word, "c")] * 2
    for term in words.terms:
        assert terms(f'Corvid (the "{term.title()}") ran.', c="Corvid") == {term.title(): "c"}
