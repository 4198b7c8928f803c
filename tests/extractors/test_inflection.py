"""Lemmas in the forms that texts write, and the words of a phrase as the tokenizer makes them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.knowledge.frames import Frame
from extractors.knowledge.inflection import noun_forms, plural, read_irregular_verbs, verb_forms, words_of
from extractors.knowledge.rows import data_file, read_rows
from extractors.knowledge.status_cues import read_status_cues

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        ("sign", {"sign", "signs", "signed", "signing"}),
        ("acquire", {"acquire", "acquires", "acquired", "acquiring"}),
        ("supply", {"supply", "supplies", "supplied", "supplying"}),
        ("deploy", {"deploy", "deploys", "deployed", "deploying"}),
        ("plan", {"plan", "plans", "planned", "planning"}),
        ("purchase", {"purchase", "purchases", "purchased", "purchasing"}),
        ("buy", {"buy", "buys", "bought", "buying"}),
        ("build", {"build", "builds", "built", "building"}),
        ("take", {"take", "takes", "took", "taken", "taking"}),
    ],
)
def test_a_verb_is_known_in_all_its_forms(lemma: str, written: set[str]) -> None:
    assert written <= verb_forms(lemma)


@pytest.mark.parametrize(
    ("lemma", "several"), [("facility", "facilities"), ("lease", "leases"), ("tranche", "tranches"),
                           ("campus", "campuses"), ("tax", "taxes"), ("alloy", "alloys")]
)  # fmt: skip
def test_nouns_are_known_in_the_plural(lemma: str, several: str) -> None:
    assert noun_forms(lemma) == {lemma, several}


@given(WORDS)
def test_every_form_begins_as_its_lemma_does(word: str) -> None:
    assert word in verb_forms(word)
    assert plural(word) in verb_forms(word)
    irregular = set(read_irregular_verbs().get(word, ()))
    assert all(form.startswith(word[:-1]) for form in verb_forms(word) - irregular)


def test_irregular_verbs_are_listed_once_and_hold_no_regular_form() -> None:
    rows = read_irregular_verbs()
    assert len(rows) > 20
    assert all(f"{lemma}ed" not in forms for lemma, forms in rows.items())


def test_phrases_fall_into_the_words_of_the_tokenizer() -> None:
    tokenizer = spacy.blank("en").tokenizer
    phrases = {phrase for row in read_rows(data_file("frames.yml"), Frame) for phrase in row.triggers}
    phrases |= {cue for row in read_status_cues().rows for cue in row.cues}
    assert {phrase: words_of(phrase) for phrase in phrases} == {
        phrase: tuple(token.text for token in tokenizer(phrase)) for phrase in phrases
    }
