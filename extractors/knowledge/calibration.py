"""How scores become confidences, from calibration.yml; fitted by extractors.training.calibration."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, FiniteFloat, model_validator

from extractors.knowledge.rows import Row, data_file, read_record
from pipeline.vocabulary import DealType, FigureKind

FILE = "calibration.yml"
NO_FACTS: Mapping[str, float] = MappingProxyType({})
STEEPEST = 500.0
"""Log odds beyond which a chance is 0 or 1 whatever the float."""


class Curve(Row):
    """The chance of a claim as a logistic function of its raw log odds (Platt, "Probabilistic outputs for
    support vector machines", 1999) and of what else speaks for it; each type or kind shifts it by an
    offset of its own.
    """

    slope: FiniteFloat = Field(gt=0)
    intercept: FiniteFloat
    facts: Mapping[str, FiniteFloat] = Field(default_factory=dict)
    """What one unit of each fact about a claim adds."""
    offsets: Mapping[str, FiniteFloat] = Field(default_factory=dict)

    def chance(self, odds: float, sort: str, facts: Mapping[str, float] = NO_FACTS) -> float:
        """The chance for these log odds, this deal type or figure kind, and these facts."""
        value = self.slope * odds + self.intercept + self.offsets.get(sort, 0.0)
        value += sum(weight * facts.get(name, 0.0) for name, weight in self.facts.items())
        return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, value))))


class _File(Row):
    """The whole of calibration.yml."""

    note: str
    deal: Curve
    figure: Curve

    @model_validator(mode="after")
    def _names_types_and_kinds(self) -> _File:
        for curve, words in ((self.deal, DealType), (self.figure, FigureKind)):
            if unknown := set(curve.offsets) - {word.value for word in words}:
                raise ValueError(f"offsets for what is no {words.__name__}: {', '.join(sorted(unknown))}")
        return self


class Calibration:
    """Plain, as spaCy turns models that a reader gives into dicts."""

    def __init__(self, deal: Curve, figure: Curve) -> None:
        self.deal, self.figure = deal, figure


AS_SCORED = Curve(slope=1.0, intercept=0.0)
"""What the scores themselves say, which is what the curves are fitted on."""


def read_calibration(path: Path | None = None) -> Calibration:
    """calibration.yml. Raises BadDataFileError naming file and line."""
    found = read_record(path or data_file(FILE), _File)
    return Calibration(found.deal, found.figure)
