"""Trains the weights of the relevance gate.

Usage: python -m extractors.training.gate [GOLD_DIR...]

Besides our own texts it reads folders of <id>.txt with <id>.json
(`relevant`). Writes extractors/data/gate_weights.json.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from extractors.gate import IRRELEVANT, RELEVANT, WEIGHTS, Gate, read_term_groups
from extractors.knowledge.rows import data_file
from extractors.scoring import LinearScorer
from extractors.training.convex import Example, fit, write_weights
from extractors.training.corpus import labelled_texts

PENALTY = 1.0
NOTHING = 20
"""How many texts without any term are learned as irrelevant beside the labelled ones."""


def examples(folders: Iterable[Path], gate: Gate) -> list[Example]:
    """One example for each labelled document."""
    found = [Example(gate.features(""), IRRELEVANT)] * NOTHING
    for _, text, labels in labelled_texts(folders):
        found.append(Example(gate.features(text), RELEVANT if labels["relevant"] else IRRELEVANT))
    return found


def main(folders: Iterable[Path]) -> None:
    """Train on folders and write the weights."""
    gate = Gate(read_term_groups(), LinearScorer((RELEVANT, IRRELEVANT), {}))
    classes, weights = fit(examples(folders, gate), penalty=PENALTY)
    write_weights(data_file(WEIGHTS), classes, weights, "python -m extractors.training.gate GOLD_DIR...")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
