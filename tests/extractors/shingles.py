"""How well a found text agrees with the true one: shared runs of four words.

A page's runs are counted as a multiset. True positives, false positives and false negatives are divided
by the page's number of runs, so that each page weighs the same, and summed before precision, recall
and F1 are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

SIZE = 4
_WORD = re.compile(r"\w+")


class Agreement(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words; a shorter text is one run."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SIZE]) for at in range(max(1, len(words) - SIZE + 1)) if words)


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """Agreement of (true text, found text) over pages."""
    hits = extra = missed = 0.0
    for truth, found in ((shingles(truth), shingles(found)) for truth, found in pairs):
        counts = (truth & found).total(), (found - truth).total(), (truth - found).total()
        whole = sum(counts) or 1
        hits, extra, missed = hits + counts[0] / whole, extra + counts[1] / whole, missed + counts[2] / whole
    precision = hits / (hits + extra) if hits + extra else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return Agreement(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)
