"""Fits a multinomial logistic model over named features with Adagrad; plain numpy, no state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

SEED = 7
DIGITS = 2
LEAST_WEIGHT = 0.05


class Example:
    """Features that are present, the right class, and the classes it was chosen from (all if None)."""

    def __init__(self, features: Sequence[str], label: str, among: Sequence[str] | None = None) -> None:
        self.features, self.label, self.among = features, label, among


def fit(
    examples: Sequence[Example],
    *,
    rounds: int = 10,
    rate: float = 0.07,
    decay: float = 5e-4,
    least: int = 3,
    averaged: bool = True,
    seed: int = SEED,
) -> tuple[list[str], dict[str, dict[str, float]]]:
    """Classes and weights. Features seen in fewer than `least` examples are left out.

    `averaged` gives the mean of the weights after each round instead of the last ones.
    """
    counts = Counter(feature for example in examples for feature in set(example.features))
    names = sorted(feature for feature, count in counts.items() if count >= least)
    index = {name: number for number, name in enumerate(names)}
    classes = sorted({e.label for e in examples} | {c for e in examples for c in e.among or ()})
    rows = [np.array(sorted({index[f] for f in e.features if f in index}), dtype=int) for e in examples]
    gold = [classes.index(e.label) for e in examples]
    masks = [_mask(classes, e.among) for e in examples]
    weights = np.zeros((len(names), len(classes)))
    squares = np.full_like(weights, 1e-6)
    total = np.zeros_like(weights)
    order = np.random.default_rng(seed)
    for _ in range(rounds):
        for number in order.permutation(len(examples)):
            row = rows[number]
            scores = weights[row].sum(axis=0) + masks[number]
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            chances[gold[number]] -= 1.0
            step = chances[None, :] + decay * len(row) * weights[row]
            squares[row] += step * step
            weights[row] -= rate * step / np.sqrt(squares[row])
        total += weights
    if averaged:
        weights = total / rounds
    return classes, {
        name: kept
        for name, values in zip(names, weights, strict=True)
        if (
            kept := {
                c: round(float(v), DIGITS)
                for c, v in zip(classes, values, strict=True)
                if abs(v) >= LEAST_WEIGHT
            }
        )
    }


def write_weights(path: Path, classes: list[str], weights: dict[str, dict[str, float]], note: str) -> None:
    """Write a weight file, one feature a line, sorted, so that a retraining shows as a readable diff."""
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in sorted(weights.items())
    )
    text = f'{{"note": {json.dumps(note)}, "classes": {json.dumps(classes)}, "weights": {{\n{lines}\n}}}}\n'
    path.write_text(text, encoding="utf-8")


def _mask(
    classes: list[str], among: Sequence[str] | None
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    if among is None:
        return np.zeros(len(classes))
    return np.array([0.0 if name in among else -1e9 for name in classes])
