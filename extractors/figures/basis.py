"""Tells by the words around a number on what basis a figure is known.

It may be a fact, a plan, a forecast, an estimate or orders on hand; trained weights say which. See
extractors.training.basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.figures.period import YEAR
from extractors.knowledge.rows import data_file
from extractors.scoring import LinearScorer, read_scorer
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Basis, FigureKind

WEIGHTS = "basis_weights.json"
WORDS = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
BREAK = re.compile(
    r"[,;:()—–]|\b(?:and|but|while|against|versus|from|after|compared|with|of which)\b", re.IGNORECASE
)
"""What ends a clause, beside which words speak rather of another number."""
ONE_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
BEFORE, BEHIND, NEAR = 12, 10, 5
"""Words before a number, behind it and right before it that are looked at."""
REACH = 400
"""Characters of a sentence on each side of a number that are looked at: a longer one is a list or a table."""


class Stated(NamedTuple):
    """A number `start`..`end` of a sentence, taken for a figure of some kind; `period` is that of the figure,
    `published` the year of the document, where they are known."""

    kind: FigureKind
    sentence: str
    start: int
    end: int
    period: str | None = None
    published: int | None = None


def features(stated: Stated) -> list[str]:
    """What speaks for a basis: kind, words around the number and in its clause, and the years told."""
    kind = stated.kind.value
    before = stated.sentence[max(0, stated.start - REACH) : stated.start]
    behind = stated.sentence[stated.end : stated.end + REACH]
    left, right = _words(before), _words(behind)
    clause, rest = _words(BREAK.split(before)[-1]), _words(BREAK.split(behind, maxsplit=1)[0])
    found = [f"kind {kind}", f"before {' '.join(left[-2:])}", f"behind {' '.join(right[:2])}"]
    found += [f"one before {' '.join(left[-1:])}", f"one behind {' '.join(right[:1])}"]
    found += (f"left {word}" for word in set(left[-BEFORE:]))
    found += (f"right {word}" for word in set(right[:BEHIND]))
    found += (f"any {word}" for word in {*left, *right})
    for word in set(left[-NEAR:]):
        found += (f"near {word}", f"{kind} near {word}")
    for word in set(clause):
        found += (f"clause {word}", f"{kind} clause {word}")
    found += (f"rest {word}" for word in set(rest))
    return sorted({*found, *_years(stated, before + behind)})


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORDS.findall(text)]


def _years(stated: Stated, around: str) -> Iterator[str]:
    if stated.published is None:
        return
    own = ONE_YEAR.search(stated.period or "")
    told = "none" if own is None else _beside(int(own[0]), stated.published)
    yield f"year {told}"
    yield f"{stated.kind.value} year {told}"
    yield f"any later {any(int(year) > stated.published for year in ONE_YEAR.findall(around))}"


def _beside(year: int, other: int) -> str:
    return "later" if year > other else "same" if year == other else "earlier"


class BasisFinder:
    """The weights; built once."""

    def __init__(self, scorer: LinearScorer) -> None:
        self._scorer = scorer

    def find(self, stated: Stated) -> Basis:
        """The likeliest basis; what lies after the publication is no fact yet."""
        scores = self._scorer.scores(features(stated))
        found = Basis(max(scores, key=lambda name: scores[name]))
        year = ONE_YEAR.search(stated.period or "")
        later = bool(year and stated.published and int(year[0]) > stated.published)
        return Basis.FORECAST if later and found is Basis.ACTUAL else found


def read_basis_finder(path: Path | None = None) -> BasisFinder:
    """The bundled weights. Raises BadDataFileError where the file is broken."""
    scorer = read_scorer(path or data_file(WEIGHTS))
    if unknown := set(scorer.classes) - {basis.value for basis in Basis}:
        raise BadDataFileError(f"{WEIGHTS}: no basis: {', '.join(sorted(unknown))}")
    return BasisFinder(scorer)
