"""Fits a multinomial logistic model over named features; convex, so that a training has one outcome."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

DIGITS = 2
LEAST_WEIGHT = 0.03

Weights = tuple[list[str], dict[str, dict[str, float]]]
"""Classes, and the weight of each feature for each class."""


class Example(NamedTuple):
    """Features that are present, and the right class."""

    features: Sequence[str]
    label: str


class _Problem(NamedTuple):
    """Examples as numbers: which features each has, and the number of its class among so many."""

    features: csr_matrix
    labels: NDArray[np.intp]
    classes: int

    def loss(self, flat: NDArray[np.float64], penalty: float) -> tuple[float, NDArray[np.float64]]:
        """Negative log likelihood with a Gaussian prior on the weights, and its gradient."""
        scores = self.features @ flat.reshape(-1, self.classes).astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        totals = chances.sum(axis=1, keepdims=True)
        rows = np.arange(len(self.labels))
        likelihood = (scores - np.log(totals))[rows, self.labels].sum()
        chances /= totals
        chances[rows, self.labels] -= 1.0
        slope = (self.features.T @ chances).ravel().astype(np.float64) + penalty * flat
        return float(0.5 * penalty * flat @ flat - likelihood), slope


def fit(examples: Sequence[Example], *, penalty: float, rounds: int = 80, least: int = 3) -> Weights:
    """Classes and weights, by L-BFGS (Liu and Nocedal, 1989) on the penalised likelihood.

    Features seen in fewer than `least` examples are left out. `penalty` is the precision of the prior on each
    weight.
    """
    counts = Counter(feature for example in examples for feature in set(example.features))
    names = sorted(feature for feature, count in counts.items() if count >= least)
    classes = sorted({example.label for example in examples})
    problem = _problem(examples, names, classes)
    start = np.zeros(len(names) * len(classes))
    found = minimize(
        problem.loss, start, args=(penalty,), jac=True, method="L-BFGS-B",
        options={"maxiter": rounds, "maxcor": 8},
    )  # fmt: skip
    table = found.x.reshape(-1, len(classes))
    rounded = (
        (
            name,
            {c: round(float(v), DIGITS) for c, v in zip(classes, row, strict=True) if abs(v) >= LEAST_WEIGHT},
        )
        for name, row in zip(names, table, strict=True)
    )
    return classes, {name: row for name, row in rounded if row}


def _problem(examples: Sequence[Example], names: Sequence[str], classes: Sequence[str]) -> _Problem:
    index = {name: number for number, name in enumerate(names)}
    number = {name: place for place, name in enumerate(classes)}
    held = [sorted({index[f] for f in example.features if f in index}) for example in examples]
    ends = np.cumsum([0, *map(len, held)])
    columns = np.fromiter((column for row in held for column in row), dtype=np.int64, count=int(ends[-1]))
    ones = np.ones(len(columns), dtype=np.float32)
    features = csr_matrix((ones, columns, ends), shape=(len(examples), len(names)))
    return _Problem(features, np.array([number[example.label] for example in examples]), len(classes))


def write_weights(path: Path, classes: list[str], weights: dict[str, dict[str, float]], note: str) -> None:
    """Write a weight file, one feature a line, sorted, so that a retraining shows as a readable diff."""
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in sorted(weights.items())
    )
    text = f'{{"note": {json.dumps(note)}, "classes": {json.dumps(classes)}, "weights": {{\n{lines}\n}}}}\n'
    path.write_text(text, encoding="utf-8")
