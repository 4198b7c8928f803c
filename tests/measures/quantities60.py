"""Value and unit on 60 labelled sentences, and how many of their distractors come out.

`python -m tests.measures.quantities60`
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from extractors.components.quantities import read_quantity_grammar
from extractors.quantity import QuantityKind
from tests.measures.real import SCORE_HEADS, SHARED, Score, table, there

SENTENCES = SHARED / "reference" / "quantities60.jsonl"
OUTSIDE_THE_SET = {
    QuantityKind.COUNT,
    QuantityKind.DURATION,
    QuantityKind.FACILITIES,
    QuantityKind.MULTIPLE,
}
SCALED = {"W": ("MW", 1e-6), "Wh": ("MWh", 1e-6), "percent": ("fraction", 0.01), "flops": ("FLOPS", 1.0)}
"""Units of the labels in ours."""


class Found(NamedTuple):
    """One quantity as anybody's reader finds it."""

    low: float
    high: float
    unit: str
    start: int


Finder = Callable[[str], Iterable[Found]]


def ours() -> Finder:
    """The project's own grammar."""
    grammar = read_quantity_grammar()

    def find(text: str) -> Iterable[Found]:
        for quantity in grammar.find(text):
            if quantity.kind not in OUTSIDE_THE_SET:
                yield Found(float(quantity.low), float(quantity.high), quantity.unit, quantity.start)

    return find


def sentences() -> list[dict[str, Any]]:
    """The labelled sentences."""
    return [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


def score(find: Finder, labelled: Iterable[dict[str, Any]]) -> tuple[Score, int, int]:
    """Value and unit, then how many distractors come out and how many there are."""
    hits = wanted = found = distracted = distractors = 0
    for row in labelled:
        got = list(find(row["text"]))
        left = [quantity[:3] for quantity in got]
        gold = [_label(item) for item in row["quantities"] if item["target"]]
        for item in gold:
            match = next((quantity for quantity in left if _same(quantity, item)), None)
            if match:
                left.remove(match)
                hits += 1
        wanted, found = wanted + len(gold), found + len(got)
        distractors += len(row["distractors"])
        distracted += sum(q.start == d["start"] for q in got for d in row["distractors"])
    return Score(hits, found, hits, wanted), distracted, distractors


def _label(item: dict[str, Any]) -> tuple[float, float, str]:
    """A labelled quantity in our units; an open end equals the other one."""
    unit, factor = SCALED.get(item["unit"], (item["unit"], 1.0))
    ends = [end * factor for end in (item["low"], item["high"]) if end is not None]
    return min(ends), max(ends), unit


def _same(found: tuple[float, float, str], gold: tuple[float, float, str]) -> bool:
    ends = zip(found[:2], gold[:2], strict=True)
    return found[2] == gold[2] and all(abs(own - other) <= abs(other) * 1e-6 for own, other in ends)


def main(_: Sequence[str] | None = None) -> int:
    """Print the table."""
    if there(SENTENCES):
        total, distracted, distractors = score(ours(), sentences())
        table(
            "Quantities on 60 labelled sentences (value and unit)",
            (*SCORE_HEADS, "distractors hit"),
            [(*total.cells(), f"{distracted} of {distractors}")],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
