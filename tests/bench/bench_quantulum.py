"""Quantities against quantulum3 on the same labelled sentences: F1 of value and unit, and sentences a second.

Run by `make bench`, which skips it where quantulum3 is not installed: it is no dependency of this project.
`pip install quantulum3` into an environment of your own, put this project on its path, and run this file.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from tests.measures.quantities60 import SENTENCES, Finder, Found, ours, score, sentences
from tests.measures.real import table

ROUNDS = 5
CURRENCIES = {
    "dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "yen": "JPY",
    "japanese yen": "JPY", "renminbi": "CNY", "chinese yuan": "CNY", "yuan": "CNY", "indian rupee": "INR",
    "rupee": "INR", "australian dollar": "AUD", "canadian dollar": "CAD", "south korean won": "KRW",
    "won": "KRW", "new taiwan dollar": "TWD", "singapore dollar": "SGD", "swiss franc": "CHF",
    "brazilian real": "BRL", "saudi riyal": "SAR",
}  # fmt: skip
SCALES = {
    "watt": ("MW", 1e-6), "kilowatt": ("MW", 1e-3), "megawatt": ("MW", 1.0), "gigawatt": ("MW", 1e3),
    "watt-hour": ("MWh", 1e-6), "kilowatt-hour": ("MWh", 1e-3), "megawatt-hour": ("MWh", 1.0),
    "gigawatt-hour": ("MWh", 1e3), "terawatt-hour": ("MWh", 1e6), "percentage": ("fraction", 0.01),
    "per cent": ("fraction", 0.01), "square foot": ("sqft", 1.0), "acre": ("acre", 1.0),
}  # fmt: skip
NOT_ASKED = {"dimensionless", "time"}
"""Bare numbers and durations are outside the labelled set."""


def theirs() -> Finder:
    """quantulum3's parser with its units in ours; a unit it does not know keeps its name and is wrong."""
    parser = pytest.importorskip("quantulum3.parser")

    def find(text: str) -> Iterable[Found]:
        for quantity in parser.parse(text):
            unit, factor = named(quantity.unit.name)
            if quantity.unit.entity.name in NOT_ASKED:
                continue
            low, high = quantity.value, quantity.value
            if quantity.uncertainty:
                low, high = low - quantity.uncertainty, high + quantity.uncertainty
            yield Found(low * factor, high * factor, unit, quantity.span[0])

    return find


def named(name: str) -> tuple[str, float]:
    """A unit of quantulum3 as ours, and what its numbers are to be multiplied by."""
    if name in SCALES:
        return SCALES[name]
    return CURRENCIES.get(name, name), 1.0


def rate(find: Finder, texts: list[str]) -> float:
    """Sentences a second in the fastest of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            list(find(text))
        taken.append(time.perf_counter() - start)
    return len(texts) / min(taken)


def test_quantities_against_quantulum3() -> None:
    other = theirs()
    if not SENTENCES.exists():
        pytest.skip("the labelled sentences of the recorded real-world inputs are not here")
    labelled = sentences()
    texts = [row["text"] for row in labelled]
    lines = []
    for name, find in (("ours", ours()), ("quantulum3", other)):
        total, distracted, _ = score(find, labelled)
        lines.append((name, *total.cells(), distracted, f"{rate(find, texts):.0f}"))
    table(
        "Quantities on 60 labelled sentences",
        ("reader", "precision", "recall", "F1", "distractors hit", "sentences/s"),
        lines,
    )
