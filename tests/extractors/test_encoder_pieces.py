"""Texts cut into overlapping windows of word pieces: nothing lost, nothing misplaced, whatever the text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.components.encoder import FOLDER
from extractors.encoder.encoder import VOCABULARY
from extractors.encoder.pieces import (
    DIGITS,
    LONGEST,
    LOWER,
    MIXED,
    OVERLAP,
    PLAIN,
    TITLE,
    UPPER,
    Pieces,
    Window,
)
from extractors.knowledge.rows import data_file
from pipeline.errors import BadDataFileError

WORD = re.compile(r"\w")
ODD = "e\u0301 \u200fשל\u200e \U0001f600 \U0001f468\u200d\U0001f469 \u0000a\u0007b \u00ad ½ ﬁ İ ß 中文"
CHARACTERS = st.sampled_from(list("ab Z9$.,;'_-!\n\r\t" + ODD)) | st.characters(codec="utf-8")
TEXTS = st.text(CHARACTERS, max_size=200)
LONG_TEXTS = st.builds(
    lambda parts, times: " ".join(parts) * times,
    st.lists(
        st.sampled_from(["Norvane", "buys.\n", "3M", "\u200f", "$2.5bn", "Ünlü"]), min_size=1, max_size=8
    ),
    st.integers(1, 400),
)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(data_file(FOLDER) / VOCABULARY)


def written(window: Window, text: str) -> list[str]:
    """The characters of each piece, without the marks."""
    spans = zip(window.starts.tolist(), window.ends.tolist(), strict=True)
    return [text[start:end] for start, end in spans if end > start]


def codes(pieces: Pieces, text: str) -> dict[str, tuple[int, int]]:
    """Case and line breaks by the characters of each piece of a short text."""
    (window,) = pieces.windows(text)
    rows = zip(window.starts, window.ends, window.case, window.breaks, strict=True)
    return {text[start:end]: (int(case), int(breaks)) for start, end, case, breaks in rows if end > start}


@given(text=TEXTS | LONG_TEXTS)
def test_every_word_character_lies_in_a_piece(pieces: Pieces, text: str) -> None:
    held = np.zeros(len(text) + 1, dtype=bool)
    for window in pieces.windows(text):
        for start, end in zip(window.starts, window.ends, strict=True):
            held[start:end] = True
    assert [text[at] for at in range(len(text)) if WORD.match(text[at]) and not held[at]] == []


@given(text=TEXTS | LONG_TEXTS)
def test_pieces_stand_in_order_within_the_text(pieces: Pieces, text: str) -> None:
    for window in pieces.windows(text):
        size = len(window.ids)
        assert 2 <= size <= LONGEST
        assert {len(column) for column in window} == {size}
        starts, ends = window.starts[1:-1], window.ends[1:-1]
        assert (starts < ends).all()
        assert (ends <= len(text)).all()
        assert (starts[1:] >= ends[:-1]).all()
        assert [window.starts[at] == window.ends[at] for at in (0, -1)] == [True, True]
        assert set(window.case.tolist()) <= {PLAIN, LOWER, UPPER, TITLE, MIXED, DIGITS}
        assert set(window.breaks.tolist()) <= {0, 1, 2}


@given(text=LONG_TEXTS)
def test_windows_overlap_and_leave_no_piece_out(pieces: Pieces, text: str) -> None:
    windows = pieces.windows(text)
    for before, behind in pairwise(windows):
        assert len(before.ids) == LONGEST
        for column in ("ids", "starts", "ends", "case"):
            shared = getattr(before, column)[-1 - OVERLAP : -1], getattr(behind, column)[1 : 1 + OVERLAP]
            assert np.array_equal(*shared), column
    assert sum(len(window.ids) - 2 for window in windows) - OVERLAP * (len(windows) - 1) == len(
        {at for window in windows for at in window.starts[1:-1].tolist()}
    )


@given(text=LONG_TEXTS, data=st.data())
def test_a_name_shorter_than_the_overlap_is_whole_in_some_window(
    pieces: Pieces, text: str, data: st.DataObject
) -> None:
    words = list(re.finditer(r"\w+", text))
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = min(first + data.draw(st.integers(0, 20)), len(words) - 1)
    start, end = words[first].start(), words[last].end()
    found = [(window, window.find(start, end)) for window in pieces.windows(text)]
    held = [(window.starts[at[0]], window.ends[at[1]]) for window, at in found if at is not None]
    assert (start, end) in held


@given(text=TEXTS, start=st.integers(0, 200), size=st.integers(1, 30))
def test_find_gives_the_pieces_of_these_characters(pieces: Pieces, text: str, start: int, size: int) -> None:
    end = start + size
    assume(end <= len(text))
    (window,) = pieces.windows(text)
    touched = [
        at
        for at, (begin, close) in enumerate(zip(window.starts, window.ends, strict=True))
        if begin < close and begin < end and close > start
    ]
    found = window.find(start, end)
    if found is None:
        # One character at either edge may belong to no piece, as a joiner does; more may not.
        assert not touched or window.starts[touched[0]] > start + 1 or window.ends[touched[-1]] < end - 1
    else:
        assert found == (touched[0], touched[-1])


def test_find_knows_nothing_of_what_the_window_cuts_off(pieces: Pieces) -> None:
    text = "Norvane Compute buys Halden. " * 200
    first, second, *_ = pieces.windows(text)
    border = int(first.ends[-2])
    assert first.find(border + 1, border + 8) is None
    assert first.find(border - 8, border + 8) is None
    assert second.find(0, 15) is None
    assert first.find(0, 15) == (1, len(pieces.windows("Norvane Compute")[0].ids) - 2)
    assert first.find(15, 16) is None, "a blank is no piece"


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u200f\u200e", "\u0000\u0007"])
def test_a_text_without_words_has_one_window_of_two_marks(pieces: Pieces, text: str) -> None:
    (window,) = pieces.windows(text)
    assert len(window.ids) == 2
    assert window.find(0, max(len(text), 1)) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("e\u0301tat", "e\u0301tat"),
        ("Norvane\u200f", "Norvane"),
        ("\U0001f600 ok", "\U0001f600ok"),
        ("a\u0000b", "a\u0000b"),
        ("x" * 150, "x" * 150),
        ("ﬁne ½", "ﬁne½"),
    ],
    ids=["combining", "direction", "emoji", "nul", "endless", "ligature"],
)
def test_pieces_quote_the_text_as_it_is(pieces: Pieces, text: str, shown: str) -> None:
    (window,) = pieces.windows(text)
    assert "".join(written(window, text)) == shown


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("deal", LOWER),
        ("NVDA", UPPER),
        ("B200", UPPER),
        ("Deal", TITLE),
        ("I", TITLE),
        ("OpenGrid", MIXED),
        ("2025", DIGITS),
        ("eBay", PLAIN),
        ("中", PLAIN),
        ("½", PLAIN),
    ],
)
def test_the_vocabulary_is_told_how_a_word_is_written(pieces: Pieces, word: str, case: int) -> None:
    assert {found for found, _ in codes(pieces, word).values()} == {case}


def test_each_piece_has_the_case_of_its_whole_word(pieces: Pieces) -> None:
    (window,) = pieces.windows("the Quillanesemi said")
    assert len(window.ids) > 5, "the name is cut into pieces"
    assert window.case[1:-1].tolist() == [LOWER, *[TITLE] * (len(window.ids) - 4), LOWER]


def test_line_breaks_are_counted_up_to_two(pieces: Pieces) -> None:
    found = codes(pieces, "one two\nsix\n\nten\n\n\n\nred\r\nsea")
    assert {word: breaks for word, (_, breaks) in found.items()} == {
        "one": 0, "two": 0, "six": 1, "ten": 2, "red": 2, "sea": 1,
    }  # fmt: skip


def test_a_piece_is_the_same_in_every_window_that_holds_it(pieces: Pieces) -> None:
    text = "Norvane Compute\nbuys 3M.\n\n" * 300
    seen: dict[int, tuple[int, int]] = {}
    for window in pieces.windows(text):
        rows = zip(window.starts[1:-1], window.case[1:-1], window.breaks[1:-1], strict=True)
        for start, case, breaks in rows:
            assert seen.setdefault(int(start), (int(case), int(breaks))) == (case, breaks), text[start:][:9]


@pytest.mark.parametrize(
    ("unit", "size"),
    [("x", 200_000), ("ab ", 200_000), ("x.", 200_000), ("e\u0301", 200_000), ("a_", 10_000), ("中", 10_000)],
    ids=["word", "words", "stops", "marks", "underscores", "chinese"],
)
def test_an_endless_line_takes_bounded_time(pieces: Pieces, unit: str, size: int) -> None:
    text = unit * (size // len(unit))
    start = process_time()
    windows = pieces.windows(text)
    assert process_time() - start < 5
    # The last accent may be left out, as it is no word character.
    assert max(int(window.ends.max()) for window in windows) >= len(text) - 1


def test_a_missing_or_broken_vocabulary_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataFileError, match=r"vocabulary\.json: no vocabulary"):
        Pieces(tmp_path / VOCABULARY)
    (tmp_path / VOCABULARY).write_text('{"version": "1.0"}', encoding="utf-8")
    with pytest.raises(BadDataFileError, match=r"vocabulary\.json: no vocabulary"):
        Pieces(tmp_path / VOCABULARY)
