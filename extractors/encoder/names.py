"""The names of a text: the likeliest begins and insides of each window, put together over windows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractors.encoder.encoder import Encoded, Floats
from extractors.encoder.heads import Heads

DEEP = 20
"""Pieces from the edge of a window beyond which more context says no more."""
SHORTEST_REPEATED = 3
BARRED = np.float32(-1e4)
WORD = re.compile(r"\w")
WORDS = re.compile(r"\w+")


class NamedText(NamedTuple):
    """Characters `start`..`end` name something of a sort."""

    start: int
    end: int
    sort: str


def named(text: str, windows: Sequence[Encoded], heads: Heads) -> list[NamedText]:
    """The names of a text in order, none overlapping; what is a name once is one wherever it stands."""
    deepest: dict[tuple[int, int], tuple[str, int]] = {}
    words = _Words(text)
    for encoded in windows:
        for name, depth in _of_window(words, encoded, heads):
            known = deepest.get((name.start, name.end))
            if known is None or known[1] < depth:
                deepest[name.start, name.end] = name.sort, depth
    ranked = sorted(deepest.items(), key=lambda row: (row[1][1] <= DEEP, row[0][0] - row[0][1], row[0]))
    found = _apart(NamedText(start, end, sort) for (start, end), (sort, _) in ranked)
    return sorted(_apart([*found, *_repeated(text, found)]))


def _of_window(words: _Words, encoded: Encoded, heads: Heads) -> Iterator[tuple[NamedText, int]]:
    window = encoded.window
    tags = best_tags(heads.names(encoded.states))
    size = len(window.ids)
    first = 1  # after the mark that begins a window
    while first < size - 1:
        tag = tags[first]
        last = first
        if tag:
            while last + 1 < size - 1 and tags[last + 1] == _inside(tag):
                last += 1
            start, end = words.whole(int(window.starts[first]), int(window.ends[last]))
            if end > start:
                sort = heads.labels.sorts[(tag - 1) // 2]
                yield NamedText(start, end, sort), min(first, size - 1 - last)
        first = last + 1


def _inside(tag: int) -> int:
    """The tag of a further piece of the name that `tag` began or continued."""
    return tag + tag % 2


def best_tags(chances: Floats) -> list[int]:
    """The likeliest tags of pieces (n, tags), by Viterbi's rule; nothing is inside what has not begun."""
    tags = chances.shape[1]
    moves = np.zeros((tags, tags), dtype=np.float32)
    for tag in range(2, tags, 2):
        moves[:, tag] = BARRED
        moves[[tag - 1, tag], tag] = 0
    score = chances[0].copy()
    score[2::2] = BARRED
    back = []
    for row in chances[1:]:
        every = score[:, None] + moves
        best = every.argmax(axis=0)
        score = every[best, np.arange(tags)] + row
        back.append(best)
    found = [int(score.argmax())]
    for best in reversed(back):
        found.append(int(best[found[-1]]))
    return found[::-1]


class _Words:
    """Where the words of a text begin and end."""

    def __init__(self, text: str) -> None:
        spans = [word.span() for word in WORDS.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The stretch grown to whole words at both sides."""
        first, last = bisect_right(self._starts, start) - 1, bisect_left(self._ends, end)
        if first >= 0 and start < self._ends[first]:
            start = self._starts[first]
        if last < len(self._ends) and self._starts[last] < end:
            end = self._ends[last]
        return start, end


def _apart(names: Iterable[NamedText]) -> list[NamedText]:
    """The names that overlap none before them."""
    found: list[NamedText] = []
    taken: set[int] = set()
    for name in names:
        here = range(name.start, name.end)
        if taken.isdisjoint(here):
            found.append(name)
            taken.update(here)
    return found


def _repeated(text: str, names: Iterable[NamedText]) -> Iterator[NamedText]:
    """Every place where the form of a name stands as whole words, longer forms first at each place."""
    sorts: dict[str, Counter[str]] = {}
    for name in names:
        sorts.setdefault(text[name.start : name.end], Counter())[name.sort] += 1
    begun: dict[str, list[str]] = {}
    for form in sorted(sorts, key=len, reverse=True):
        first = WORDS.match(form)
        if first and len(form) >= SHORTEST_REPEATED and not form.islower():
            begun.setdefault(first[0], []).append(form)
    for word in WORDS.finditer(text):
        for form in begun.get(word[0], ()):
            end = word.start() + len(form)
            if text.startswith(form, word.start()) and not WORD.match(text[end : end + 1]):
                yield NamedText(word.start(), end, sorts[form].most_common(1)[0][0])
