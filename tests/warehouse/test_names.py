"""Names made comparable, and the data files behind resolution."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError
from warehouse.names import normalise_name, read_name, read_name_words, same_name
from warehouse.rules import RULES_FILE, read_rules


@pytest.mark.parametrize(
    ("name", "normal_name"),
    [
        ("Crusoe Energy Systems, Inc.", "crusoe energy systems"),
        ("The Carlyle Group", "carlyle"),
        ("U.S. Department of Energy", "us department of energy"),
        ("Amazon.com, Inc.", "amazon com"),
        ("AT&T Inc.", "at&t"),
        ("Telefónica S.A.", "telefonica"),
        ("Moody's Corporation", "moody"),
        ("The Company", "company"),
        ("SK hynix", "sk hynix"),
    ],
)
def test_normal_names(name: str, normal_name: str) -> None:
    assert normalise_name(name) == normal_name


@given(st.text(max_size=40))
@example("İstanbul ǅ Group’s.")
@example("a.b.c. l.l.c")
@example("ʼ\u0345ß.'s")
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


@given(st.text(max_size=20), st.text(max_size=20))
def test_sameness_has_no_direction(left: str, right: str) -> None:
    assert same_name(read_name(left), read_name(right)) == same_name(read_name(right), read_name(left))


@given(
    st.sampled_from(["Crusoe", "Halden", "Nebius"]), st.sampled_from(["Inc.", "plc", "Group", "S.A.", "GmbH"])
)
def test_the_legal_form_does_not_count(name: str, form: str) -> None:
    assert same_name(read_name(name), read_name(f"{name.upper()} {form}"))


def test_every_word_of_the_data_file_is_used() -> None:
    words = read_name_words()
    for suffix in words.legal_suffixes:
        assert normalise_name(f"Halden {suffix}") == "halden"
    for word in words.common_first_words:
        assert not same_name(read_name(word), read_name(f"{word} Halden"))
    assert list(words.common_first_words) == sorted(words.common_first_words)
    assert not set(words.common_first_words) & set(words.legal_suffixes)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fund:", "fond:", "fond"),
        ("identifying: [sponsor]", "identifying: [lender]", "fund has no role lender"),
        ("needs_number: true", "needs_numbers: true", "needs_numbers"),
        ("drift: 0.3,", "drift: 3,", "drift"),
        ("window_days: 180, life_days: 540", "window_days: 700, life_days: 540", "must not exceed"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = RULES_FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "resolution.yml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadDataFileError, match=message) as error:
        read_rules(file)
    assert "resolution.yml" in str(error.value)


def test_a_doubled_word_is_named(tmp_path: Path) -> None:
    file = tmp_path / "name_words.yml"
    file.write_text("legal_suffixes: [inc, inc]\ncommon_first_words: [new]\n", encoding="utf-8")
    with pytest.raises(BadDataFileError, match=r"name_words\.yml: [^$]*legal_suffixes"):
        read_name_words(file)
