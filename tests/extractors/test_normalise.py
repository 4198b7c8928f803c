"""The one normalisation: what it changes, what it keeps, and that once is enough."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.normalise import normalise, one_line
from extractors.text.titled import titled_text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("one\n \t \n\u00a0\n two", "one\n\ntwo"),
        ("  $9\u00a0billion \u2009 deal\t now ", "$9 billion deal now"),
        ("data\u00adcen\u200bter\ufeff", "datacenter"),
        ("\u202bplan\u202c \u2067x\u2069", "plan x"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("it\x92s \x93new\x94 \x97 big\x85", "it’s “new” — big…"),
        ("page\x0cend\u2028line\u2029para", "page\nend\nline\n\npara"),
        ("“quotes” – ‘dashes’ — €5 £6 ¥7", "“quotes” – ‘dashes’ — €5 £6 ¥7"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_normalise(given_text: str, expected: str) -> None:
    assert normalise(given_text) == expected


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_normalised_text_holds_its_promises(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\n\n\n" not in once
    assert "  " not in once
    assert once == once.strip()
    assert not {char for char in once if unicodedata.category(char) == "Cc"} - {"\n"}
    once.encode("utf-8")


def test_one_line() -> None:
    assert one_line(" A\n\n title\u00a0of two ") == "A title of two"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Big deal", "Text.", ("Big deal", "Big deal\n\nText.")),
        ("Big  deal ", "BIG DEAL\n\nText.", ("Big deal", "Big deal\n\nText.")),
        (None, "Text.", (None, "Text.")),
        (" ", "Text.", (None, "Text.")),
        ("Only", "", ("Only", "Only")),
    ],
)
def test_text_begins_with_its_title(title: str | None, body: str, expected: tuple[str | None, str]) -> None:
    assert titled_text(title, body) == expected
