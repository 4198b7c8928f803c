"""Says of each number what it measures, with chances: a figure of some kind, part of a deal, or nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Doc, Span

from extractors.extensions import QUANTITIES
from extractors.figures.features import Surroundings
from extractors.figures.kinds import SCORED_KINDS, FigureKinds
from extractors.quantity import Quantity, QuantityKind
from extractors.scoring import LinearScorer
from pipeline.vocabulary import FigureKind

WEIGHTS = "figure_weights.json"
SMALLEST_SITE_MW = Decimal("0.3")
CLEAR_CUE = 2.0
"""What a cue right beside a number adds to the score of its figure, for wordings too rare to be trained."""
DEAL = "deal"
NONE = "none"
_CLASSES: dict[QuantityKind, tuple[FigureKind, ...]] = {
    QuantityKind.MONEY: (
        FigureKind.CAPEX,
        FigureKind.REVENUE,
        FigureKind.VALUATION,
        FigureKind.FUNDING_TOTAL,
        FigureKind.MARKET_SIZE,
        FigureKind.INVESTMENT_TOTAL,
    ),
    QuantityKind.PERCENT: (FigureKind.GROWTH, FigureKind.MARKET_SHARE),
    QuantityKind.CHIPS: (FigureKind.CHIPS,),
    QuantityKind.POWER: (FigureKind.POWER_CAPACITY,),
    QuantityKind.FACILITIES: (FigureKind.FACILITY_COUNT,),
}
_IN_DEALS = frozenset({QuantityKind.MONEY, QuantityKind.CHIPS, QuantityKind.POWER})


def classes_of(kind: QuantityKind) -> tuple[str, ...]:
    """What a number of this kind can be."""
    return (*_CLASSES.get(kind, ()), *((DEAL,) if kind in _IN_DEALS else ()), NONE)


def is_of_a_device(quantity: Quantity) -> bool:
    """Whether a power is that of a machine or a rack rather than of a site."""
    return quantity.kind is QuantityKind.POWER and quantity.high < SMALLEST_SITE_MW


def same_sentence(first: Span, second: Span) -> bool:
    """Whether two numbers stand in one sentence."""
    return first.sent.start == second.sent.start


@dataclass(frozen=True)
class Reading:
    """The chances of each class for one number, and the class it was given."""

    chances: Mapping[str, float]
    label: str

    def chance(self, label: str) -> float:
        """The chance of a class, 0 for one that cannot be."""
        return self.chances.get(label, 0.0)

    @property
    def figure(self) -> FigureKind | None:
        """The likeliest figure, None for a number that can be none."""
        figures = {label: chance for label, chance in self.chances.items() if label not in (DEAL, NONE)}
        return FigureKind(max(figures, key=lambda label: figures[label])) if figures else None

    @property
    def all_figures(self) -> float:
        """The chance of being a figure of any kind."""
        return sum(chance for label, chance in self.chances.items() if label not in (DEAL, NONE))


def read_numbers(doc: Doc, kinds: FigureKinds, scorer: LinearScorer) -> None:
    """Set `span._.reading` on every quantity that can be a figure or part of a deal."""
    words = Surroundings(doc, kinds)
    last: Span | None = None
    for span in doc.spans[QUANTITIES]:
        quantity = span._.quantity
        if quantity.kind not in SCORED_KINDS or quantity.vague or is_of_a_device(quantity):
            continue
        before = last._.reading.label if last is not None and same_sentence(last, span) else None
        logs = scorer.log_chances(words.features(span, before), classes_of(quantity.kind))
        if (clear := words.clear_cue(span)) in logs:
            logs[str(clear)] += CLEAR_CUE
        whole = sum(math.exp(value) for value in logs.values())
        chances = {label: math.exp(value) / whole for label, value in logs.items()}
        span._.reading = Reading(chances, max(chances, key=lambda label: chances[label]))
        last = span
