"""Trains the weights that say on what basis a figure is known.

Usage: python -m extractors.training.basis [GOLD_DIR...]

Reads our own texts and folders of <id>.txt with <id>.json with the shipped reader; the labels of the figures
it claims say their basis. Writes extractors/data/basis_weights.json. Train the encoder first; it says which
numbers are figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from extractors.components.figures import stated
from extractors.figures.basis import WEIGHTS, Stated, features
from extractors.knowledge.rows import data_file
from extractors.training.calibration import uncalibrated
from extractors.training.convex import Example, fit, write_weights
from extractors.training.figures import HELD_OUT, ReadText, read_labelled
from pipeline.claims import FigureClaim

PENALTY = 6.0
LEAST = 8
"""Figures that a feature is seen with at least."""


def examples(read: ReadText) -> Iterator[Example]:
    """The figures of a text whose labels state a basis."""
    for claim, label in read.figures:
        if label.get("basis"):
            yield Example(features(_stated(read.doc, claim)), label["basis"])


def _stated(doc: Doc, claim: FigureClaim) -> Stated:
    return stated(doc, claim.kind, claim.start, claim.end, claim.period)


def learn(folders: Iterable[Path], left_out: str = HELD_OUT) -> list[Example]:
    """What the labelled documents teach."""
    return [each for read in read_labelled(uncalibrated(), folders, left_out) for each in examples(read)]


def main(folders: Iterable[Path]) -> None:
    """Train on our own texts and folders and write the weights."""
    classes, weights = fit(learn(folders), penalty=PENALTY, least=LEAST)
    write_weights(data_file(WEIGHTS), classes, weights, "python -m extractors.training.basis GOLD_DIR...")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
