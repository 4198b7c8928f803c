"""Fits one weight a feature, so that of each group of candidates a right one scores highest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]


class Choice(NamedTuple):
    """Candidates as features, and which of them are right."""

    candidates: Sequence[Sequence[str]]
    right: Sequence[bool]


class _Problem(NamedTuple):
    """All candidates as rows; where each group starts; which rows are right."""

    features: csr_matrix
    starts: NDArray[np.int64]
    right: NDArray[np.bool_]

    def loss(self, weights: Floats, penalty: float) -> tuple[float, Floats]:
        """Negative log likelihood of one of the right ones being chosen, with a Gaussian prior."""
        scores = self.features @ weights
        every = self._shares(scores)
        wanted = self._shares(np.where(self.right, scores, -np.inf))
        slope = self.features.T @ (every[1] - wanted[1]) + penalty * weights
        return float(0.5 * penalty * weights @ weights + (every[0] - wanted[0]).sum()), slope

    def _shares(self, scores: Floats) -> tuple[Floats, Floats]:
        sizes = np.diff(np.append(self.starts, len(scores)))
        top = np.maximum.reduceat(scores, self.starts)
        raised = np.exp(scores - np.repeat(top, sizes))
        totals = np.add.reduceat(raised, self.starts)
        return top + np.log(totals), raised / np.repeat(totals, sizes)


def fit_choices(
    choices: Sequence[Choice], *, penalty: float, rounds: int = 150, least: int = 4
) -> dict[str, float]:
    """The weights, by L-BFGS (Liu and Nocedal, 1989); features of fewer than `least` weigh nothing."""
    counts = Counter(feature for choice in choices for row in choice.candidates for feature in set(row))
    names = sorted(feature for feature, count in counts.items() if count >= least)
    problem = _problem(choices, {name: at for at, name in enumerate(names)})
    found = minimize(
        problem.loss, np.zeros(len(names)), args=(penalty,), jac=True, method="L-BFGS-B",
        options={"maxiter": rounds},
    )  # fmt: skip
    return dict(zip(names, map(float, found.x), strict=True))


def _problem(choices: Sequence[Choice], index: dict[str, int]) -> _Problem:
    rows = [sorted({index[f] for f in row if f in index}) for choice in choices for row in choice.candidates]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64, count=int(ends[-1]))
    features = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(index)))
    starts = np.cumsum([0, *(len(choice.candidates) for choice in choices)])[:-1]
    return _Problem(features, starts, np.array([right for choice in choices for right in choice.right]))
