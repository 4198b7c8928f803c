"""Cuts a text into overlapping windows of word pieces, with the letter case and line breaks around each.

The vocabulary is in lower case, so the encoder is told beside each piece how its word is written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from pipeline.errors import BadDataFileError

LONGEST = 512
"""Word pieces in a window: what the encoder was trained to see at once."""
OVERLAP = 160
"""Word pieces that a window shares with the one before."""
MOST_BREAKS = 2
LONGEST_BLANK = 80
"""Characters that are looked at for line breaks."""
WORD = re.compile(r"\w+")
PLAIN, LOWER, UPPER, TITLE, MIXED, DIGITS = range(6)
"""How the word around a piece, or before a mark that follows it, is written; PLAIN for what is no word."""

Ints = NDArray[np.int64]


class Window(NamedTuple):
    """One window of `n` pieces; every array has shape (n,)."""

    ids: Ints
    case: Ints
    breaks: Ints
    """Line breaks before the piece, no more than two."""
    starts: Ints
    ends: Ints
    """Characters of the text that each piece stands for; begin and end marks stand for none."""

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last piece of the characters `start`..`end`; None where the window does not hold them."""
        held = np.flatnonzero((self.ends > self.starts) & (self.starts < end) & (self.ends > start))
        if not len(held):
            return None
        first, last = int(held[0]), int(held[-1])
        whole = self.starts[first] <= start + 1 and self.ends[last] >= end - 1
        return (first, last) if whole else None


class Pieces:
    """A WordPiece vocabulary read from its file. Raises BadDataFileError where the file is broken."""

    def __init__(self, path: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise BadDataFileError(f"{path.name}: no vocabulary: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # a text that says "[SEP]" ends nothing
        self._tokenizer.enable_truncation(LONGEST, stride=OVERLAP)

    def windows(self, text: str) -> list[Window]:
        """The windows of a text in order; a text without words has one of two marks."""
        edges = _edges(text)
        encoding = self._tokenizer.encode(text)
        return [_window(text, part, edges) for part in (encoding, *encoding.overflowing)]


def _edges(text: str) -> tuple[Ints, Ints]:
    """For each place: where the word that ends there began, and where one that begins there ends."""
    begins, ends = np.arange(len(text) + 1), np.arange(len(text) + 1)
    for word in WORD.finditer(text):
        begins[word.start() : word.end() + 1] = word.start()
        ends[word.start() : word.end() + 1] = word.end()
    return begins, ends


def _window(text: str, encoding: Encoding, edges: tuple[Ints, Ints]) -> Window:
    begins, ends = edges
    case, breaks, before = [], [], None
    cases: dict[tuple[int, int], int] = {}
    for start, end in encoding.offsets:
        if end <= start:
            case.append(PLAIN)
            breaks.append(0)
            continue
        word = int(begins[start]), int(ends[end])
        if word not in cases:
            cases[word] = _case(text[slice(*word)])
        case.append(cases[word])
        # Only the first piece of a window does not know what stands before it.
        blank = _blank_before(text, start) if before is None else text[before:start]
        breaks.append(min(blank.count("\n"), MOST_BREAKS))
        before = end
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    return Window(
        np.array(encoding.ids, dtype=np.int64),
        np.array(case, dtype=np.int64),
        np.array(breaks, dtype=np.int64),
        offsets[:, 0],
        offsets[:, 1],
    )


def _blank_before(text: str, place: int) -> str:
    near = text[max(0, place - LONGEST_BLANK) : place]
    return near[len(near.rstrip()) :]


def _case(word: str) -> int:
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    if word[:1].isupper():
        return TITLE if len(word) == 1 or word[1:].islower() else MIXED
    return DIGITS if any(char.isdigit() for char in word) else PLAIN
