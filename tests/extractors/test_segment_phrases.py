"""The noun phrases that may name a segment, cut out of tagged words; and what speaks for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.candidates import OWN, Carried, Passage, Setting, candidates
from extractors.figures.phrases import LONGEST, TAGS, Word, codes, phrases
from extractors.knowledge.segment_words import read_segment_words
from pipeline.errors import BadDataFileError

TABLE = read_segment_words()


def tagged(told: str) -> list[Word]:
    """Words written as "liquid/JJ cooling/NN"."""
    words, place = [], 0
    for each in told.split():
        text, _, tag = each.rpartition("/")
        words.append(Word(text, tag, place, place + len(text)))
        place += len(text) + 1
    return words


def passage(told: str, numbers: frozenset[int] = frozenset()) -> Passage:
    return Passage(tagged(told), numbers, {})


def told(words: str, numbers: frozenset[int] = frozenset()) -> list[str]:
    """The phrases found, as text."""
    own = tagged(words)
    found = phrases(own, codes(own, numbers, TABLE), TABLE)
    return [" ".join(word.text for word in own[phrase.first : phrase.last]) for phrase in found]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("spending/NN on/IN liquid/JJ cooling/NN rose/VBD", ["spending on liquid cooling", "liquid cooling"]),
        ("halls/NNS under/IN construction/NN in/IN Norway/NNP", ["halls under construction in Norway"]),
        ("the/DT total/JJ global/JJ switch/NN market/NN", ["switch market", "switch"]),
        ("Norway/NNP 's/POS live/JJ capacity/NN", ["live capacity", "Norway 's live capacity"]),
        ("capacity/NN contracted/VBN in/IN Norway/NNP", ["capacity contracted in Norway"]),
    ],
)
def test_cuts_phrases_as_a_segment_is_written(words: str, wanted: list[str]) -> None:
    assert set(wanted) <= set(told(words))


@pytest.mark.parametrize(
    "words", ["the/DT third/JJ quarter/NN", "the/DT firm/NN", "total/JJ value/NN", "bn/NN of/IN"]
)
def test_words_that_name_no_segment_are_no_phrase(words: str) -> None:
    assert told(words) == []


def test_no_phrase_goes_over_a_number() -> None:
    words = "halls/NNS of/IN 40/CD MW/NNP in/IN Norway/NNP"
    assert told(words, frozenset({2, 3})) == ["halls", "Norway"]


@given(
    st.lists(
        st.tuples(st.sampled_from([*TAGS, "XX"]), st.sampled_from(["chips", "total", "of", "–", "&", "x"]))
    )
)
def test_phrases_end_in_nouns_whatever_the_tags(drawn: list[tuple[str, str]]) -> None:
    words = [Word(text, tag, 9 * at, 9 * at + len(text)) for at, (tag, text) in enumerate(drawn)]
    coded = codes(words, frozenset({0}), TABLE)
    for phrase in phrases(words, coded, TABLE):
        assert 0 < phrase.first < phrase.core <= phrase.last <= len(words)
        assert phrase.cut or coded[phrase.last - 1] == "N"
        assert len(phrase.joints) <= 2
        assert phrase.last - phrase.first <= LONGEST or not phrase.joints


def test_the_subject_of_a_figure_is_not_its_segment_too() -> None:
    own = passage("Halden/NNP Cloud/NNP sold/VBD chips/NNS for/IN 40/CD", frozenset({5}))
    named, unnamed = (
        {found.segment for found in candidates(Setting("revenue", 5, 6, {OWN: own}, who), TABLE)}
        for who in ("Halden Cloud", None)
    )
    assert unnamed - named == {"Halden Cloud"}
    assert {None, "chips"} <= named


def test_the_segment_before_is_a_candidate() -> None:
    setting = Setting(
        "growth", 1, 2, {OWN: passage("up/RB 40/CD", frozenset({1}))}, None, Carried("chips", "revenue", 1)
    )
    assert [found.segment for found in candidates(setting, TABLE)] == [None, "chips"]


def test_words_in_capitals_are_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "segment_words.yml"
    path.write_text('# cut\nshed: [Total]\nheads: []\nempty: []\njoints: ["on"]\nrepeated: {}\n')
    with pytest.raises(BadDataFileError, match=r"(?s)segment_words\.yml, line 2.*Total"):
        read_segment_words(path)


def test_the_kind_of_a_figure_said_again_is_no_segment() -> None:
    own = passage("capacity/NN in/IN Norway/NNP reached/VBD 40/CD", frozenset({4}))
    found = {each.segment for each in candidates(Setting("power_capacity", 4, 5, {OWN: own}), TABLE)}
    assert found == {None, "capacity in Norway", "Norway"}
    assert "capacity" in {each.segment for each in candidates(Setting("revenue", 4, 5, {OWN: own}), TABLE)}
