"""Names put together from the tags of word pieces: whole words, apart, alike wherever they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product
from time import process_time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors.components.encoder import FOLDER
from extractors.components.organisations import PARTY_LABELS, named_spans
from extractors.encoder.encoder import VOCABULARY, Encoded, Floats
from extractors.encoder.heads import Heads, Labels, log_chances
from extractors.encoder.names import NamedText, best_tags, named
from extractors.encoder.pieces import OVERLAP, Pieces
from extractors.knowledge.rows import data_file
from extractors.nlp import build_nlp
from pipeline.settings import read_settings

SORTS = ("ORG", "PLACE")
OUTSIDE, ORG, IN_ORG, PLACE, IN_PLACE = range(5)
WORD = re.compile(r"\w")


class TagHeads(Heads):
    """Takes vectors for the scores of the tags themselves."""

    def __init__(self) -> None:
        self.labels = Labels(SORTS, SORTS, (), (), (), (), ())

    def names(self, states: Floats) -> Floats:
        return log_chances(states)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(data_file(FOLDER) / VOCABULARY)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


def scored(tags: Sequence[int]) -> Floats:
    """Vectors that say these tags of the pieces of a window."""
    return 9 * np.eye(5, dtype=np.float32)[list(tags)]


def tagged(pieces: Pieces, text: str, told: dict[str, int], *, only: int | None = None) -> list[Encoded]:
    """The windows of a text; the tags of pieces by their characters, in all windows or in only one."""
    windows = []
    for number, window in enumerate(pieces.windows(text)):
        words = [text[start:end] for start, end in zip(window.starts, window.ends, strict=True)]
        heard = only is None or number == only
        windows.append(Encoded(window, scored([told.get(word, OUTSIDE) if heard else 0 for word in words])))
    return windows


def score(chances: Floats, tags: Sequence[int]) -> float:
    return float(sum(row[tag] for row, tag in zip(chances, tags, strict=True)))


def is_lawful(tags: Sequence[int]) -> bool:
    """Whether nothing is inside what has not begun."""
    return all(tag % 2 or not tag or before in (tag - 1, tag) for before, tag in pairwise((OUTSIDE, *tags)))


SCORES = st.lists(st.lists(st.floats(-8, 8, width=32), min_size=5, max_size=5), min_size=1, max_size=4)


@settings(max_examples=30)
@given(rows=SCORES)
def test_the_likeliest_tags_are_those_that_a_search_of_all_finds(rows: list[list[float]]) -> None:
    chances = log_chances(np.array(rows, dtype=np.float32))
    found = best_tags(chances)
    assert is_lawful(found)
    lawful = [tags for tags in product(range(5), repeat=len(rows)) if is_lawful(tags)]
    assert score(chances, found) == pytest.approx(max(score(chances, tags) for tags in lawful), abs=1e-3)


@given(rows=st.lists(st.lists(st.floats(-50, 50, width=32), min_size=5, max_size=5), min_size=1, max_size=80))
def test_no_name_begins_inside(rows: list[list[float]]) -> None:
    found = best_tags(log_chances(np.array(rows, dtype=np.float32)))
    assert len(found) == len(rows)
    assert is_lawful(found)


def test_an_inside_that_nothing_began_is_taken_for_a_begin_or_nothing() -> None:
    assert best_tags(log_chances(scored([OUTSIDE, IN_ORG, OUTSIDE])))[1] in (OUTSIDE, ORG)
    assert best_tags(log_chances(scored([PLACE, IN_ORG])))[1] != IN_ORG


TOLD = {"Nor": ORG, "van": IN_ORG, "e": IN_ORG, "Compute": IN_ORG, "Oslo": PLACE}
LINES = st.lists(
    st.sampled_from(
        ["Norvane Compute", "Oslo", "Oslo,", "a Norvane", "x_Oslo_y", "Nor", "中Oslo", "\u200f", "\n"]
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(words=LINES, data=st.data())
def test_names_are_whole_words_in_the_text_and_apart(
    pieces: Pieces, words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    windows = [
        Encoded(window, scored(data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))))
        for window in pieces.windows(text)
        if (size := len(window.ids))
    ]
    found = named(text, windows, TagHeads())
    assert found == sorted(found)
    assert all(before.end <= behind.start for before, behind in pairwise(found))
    for name in found:
        assert 0 <= name.start < name.end <= len(text)
        assert name.sort in SORTS
        for at in (name.start, name.end):
            assert not (WORD.match(text[at - 1 : at]) and WORD.match(text[at : at + 1])), text[
                at - 1 : at + 1
            ]


def test_pieces_make_one_name(pieces: Pieces) -> None:
    text = "Norvane Compute left Oslo."
    assert named(text, tagged(pieces, text, TOLD), TagHeads()) == [
        NamedText(0, 15, "ORG"),
        NamedText(21, 25, "PLACE"),
    ]


def test_a_name_of_some_pieces_of_a_word_is_the_word(pieces: Pieces) -> None:
    text = "the Norvane fell"
    assert named(text, tagged(pieces, text, {"van": ORG}), TagHeads()) == [NamedText(4, 11, "ORG")]


def test_two_names_side_by_side_stay_two(pieces: Pieces) -> None:
    text = "Oslo Oslo"
    assert named(text, tagged(pieces, text, TOLD), TagHeads()) == [
        NamedText(0, 4, "PLACE"),
        NamedText(5, 9, "PLACE"),
    ]


def test_what_is_a_name_once_is_one_wherever_it_is_written_so(pieces: Pieces) -> None:
    filler = "nothing of note was said. " * 120
    text = f"Oslo. {filler} Oslo, Oslovia and oslo."
    windows = tagged(pieces, text, TOLD, only=0)
    assert len(windows) > 1
    assert [text[name.start : name.end] for name in named(text, windows, TagHeads())] == ["Oslo", "Oslo"]


def test_short_words_and_small_letters_are_not_repeated(pieces: Pieces) -> None:
    filler = "nothing of note was said. " * 120
    text = f"AB power. {filler} AB power."
    windows = tagged(pieces, text, {"AB": ORG, "power": ORG}, only=0)
    assert [name.start for name in named(text, windows, TagHeads())] == [0, 3]


def test_the_window_with_more_text_around_a_name_says_its_sort(pieces: Pieces) -> None:
    text = "word " * 500 + "Oslo " + "word " * 200
    first, second = pieces.windows(text)
    sorts = []
    for deep, shallow in ((second, first), (first, second)):
        windows = []
        for window in (first, second):
            at = window.find(2500, 2504)
            assert at is not None
            tags = [OUTSIDE] * len(window.ids)
            tags[at[0]] = ORG if window is deep else PLACE
            windows.append(Encoded(window, scored(tags)))
        del shallow
        sorts.append([name.sort for name in named(text, windows, TagHeads())])
    # "Oslo" is the tenth piece before the end of the first window, deep in the second.
    assert sorts == [["ORG"], ["PLACE"]]
    assert OVERLAP > 100


@pytest.mark.parametrize("unit", ["a_", "Norvane_", "中"])
def test_an_endless_word_full_of_names_takes_bounded_time(pieces: Pieces, unit: str) -> None:
    text = unit * (6_000 // len(unit))
    windows = [Encoded(window, scored([ORG] * len(window.ids))) for window in pieces.windows(text)]
    start = process_time()
    found = named(text, windows, TagHeads())
    assert process_time() - start < 2
    assert found == [NamedText(0, len(text), "ORG")]


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Northgate Cloud bought Halden Power",
            "the U.S. Department of Energy's",
            "AT&T",
            "Oslo, Norway",
            "NORTHGATE\nCLOUD",
            "\U0001f600\u200f",
            "$2bn",
            "x_y",
        ]
    )
    | st.text(max_size=20),
    max_size=5,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=SENTENCES)
def test_parties_and_places_never_share_a_word(nlp: Language, parts: list[str]) -> None:
    doc = nlp(" ".join(parts))
    spans = sorted(
        [*doc.spans["organisations"], *doc.spans["places"]], key=lambda span: (span.start, span.end)
    )
    assert all(before.end <= behind.start for before, behind in pairwise(spans))
    assert {span.label_ for span in doc.spans["organisations"]} <= set(PARTY_LABELS.values())
    assert all(span._.name.strip() for span in doc.spans["organisations"])
    assert len(spans) <= len(list(named_spans(doc)))


def test_what_is_known_of_a_name_outweighs_a_place_or_person(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    component = nlp.get_pipe("organisations")
    doc = nlp.make_doc("Amazon and Meridale Holdings and Meridale spoke of a data center.")
    spans = [doc[0:1], doc[2:4], doc[5:6], doc[9:11]]
    for span, sort in zip(spans, ("PLACE", "PERSON", "PLACE", "ORG"), strict=True):
        span.label_ = sort
    monkeypatch.setattr("extractors.components.organisations.named_spans", lambda _: spans)
    component(doc)
    parties = [(span.text, span.label_, span._.entity_id) for span in doc.spans["organisations"]]
    assert parties[:2] == [("Amazon", "ORG", "amazon"), ("Meridale Holdings", "ORG", None)]
    assert [span.text for span in doc.spans["places"]] == ["Meridale"]


def test_names_of_a_plain_sentence_are_found(nlp: Language) -> None:
    doc = nlp("Northgate Cloud said it would buy Halden Power for $2 billion.")
    assert [span._.name for span in doc.spans["organisations"]] == ["Northgate Cloud", "Halden Power"]
