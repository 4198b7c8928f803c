"""Linear scores over named features, read from a JSON file of weights; trained by extractors.training."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import BadDataFileError


class LinearScorer:
    """A multinomial logistic model: one weight a feature and class, absent ones are 0."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, Mapping[str, float]]) -> None:
        self.classes = tuple(classes)
        self._weights = weights

    def scores(self, features: Iterable[str]) -> dict[str, float]:
        """Sum of the weights of the features present, by class."""
        totals = dict.fromkeys(self.classes, 0.0)
        for feature in features:
            for name, weight in self._weights.get(feature, {}).items():
                totals[name] += weight
        return totals

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """Probabilities of the classes."""
        totals = self.scores(features)
        top = max(totals.values())
        shares = {name: math.exp(value - top) for name, value in totals.items()}
        whole = sum(shares.values())
        return {name: share / whole for name, share in shares.items()}


def read_scorer(path: Path) -> LinearScorer:
    """The weights of one model. Raises BadDataFileError where the file is not such a model."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        classes, weights = list(data["classes"]), dict(data["weights"])
        wrong = {name for row in weights.values() for name in row} - set(classes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDataFileError(f"{path.name}: not a file of weights: {error}") from error
    if wrong:
        raise BadDataFileError(f"{path.name}: weights for unknown classes {', '.join(sorted(wrong))}")
    return LinearScorer(classes, weights)
