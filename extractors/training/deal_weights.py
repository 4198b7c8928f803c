"""Trains the four files of weights that reading deals needs.

Usage: python -m extractors.training.deal_weights [GOLD_DIR...] [--leave-out REGEX]

Besides our own texts it reads folders of <id>.txt with <id>.json in the label format; ids that REGEX matches
are kept for testing. Train the names first (extractors.training.names).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.components.deals import candidates
from extractors.deals.knowledge import WEIGHTS, DealKnowledge, deal_knowledge
from extractors.deals.records import KEPT
from extractors.knowledge.rows import data_file
from extractors.scoring import LinearScorer
from extractors.training.alignment import LabelledDeal
from extractors.training.convex import Weights, fit
from extractors.training.corpus import corpus_scenes, lesson_scenes
from extractors.training.deals import Examples, document_examples
from extractors.training.logistic import Example, write_weights
from extractors.training.records import record_examples

FOLDS = 3
NOTE = "python -m extractors.training.deal_weights GOLD_DIR"


class Lesson(NamedTuple):
    """One document with its labelled deals and the examples they give."""

    doc: Doc
    deals: list[LabelledDeal]
    examples: Examples


def train(lessons: Sequence[Lesson]) -> list[Weights]:
    """Weights of types, roles, numbers and whole records.

    Records are scored with weights that did not see their document, as they will be when reading.
    """
    whole: list[Example] = []
    for fold in range(FOLDS):
        others = [lesson for number, lesson in enumerate(lessons) if number % FOLDS != fold]
        know = _knowledge(_train_parts(others))
        for lesson in lessons[fold::FOLDS]:
            whole += record_examples(candidates(lesson.doc, know), lesson.deals)
    return [*_train_parts(lessons), fit(whole)]


def _train_parts(lessons: Sequence[Lesson]) -> list[Weights]:
    return [
        fit([example for lesson in lessons for example in lesson.examples[part]])
        for part in range(len(Examples._fields))
    ]


def _knowledge(weights: Sequence[Weights]) -> DealKnowledge:
    """Knowledge with the weights trained so far, and a record scorer that keeps everything."""
    types, roles, numbers = (LinearScorer(*row) for row in weights)
    return deal_knowledge((types, roles, numbers, LinearScorer([KEPT], {})))


def main(folders: Sequence[Path], left_out: str | None) -> None:
    """Train on folders and write the files of weights."""
    lessons = [
        Lesson(doc, deals, document_examples(doc, scenes, deals))
        for doc, scenes, deals in chain(corpus_scenes(folders, left_out), lesson_scenes())
    ]
    for name, weights in zip(WEIGHTS, train(lessons), strict=True):
        write_weights(data_file(name), *weights, NOTE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the weights that reading deals needs.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--leave-out", metavar="REGEX", help="ids kept for testing")
    given = parser.parse_args()
    main(given.folders, given.leave_out)
