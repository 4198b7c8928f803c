"""Trains the weights that say what a number measures: a figure of some kind, part of a deal, or nothing.

Usage: python -m extractors.training.figures [GOLD_DIR...] [--leave-out REGEX]

Besides our own texts it reads folders of <id>.txt with <id>.json; ids that REGEX matches are kept for
testing. Writes extractors/data/figure_weights.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from extractors.extensions import QUANTITIES
from extractors.figures.features import Surroundings
from extractors.figures.kinds import SCORED_KINDS, FigureKinds
from extractors.figures.readings import DEAL, NONE, WEIGHTS, classes_of, is_of_a_device, same_sentence
from extractors.knowledge.fall_cues import read_fall_cues
from extractors.knowledge.figure_cues import read_basis_cues, read_figure_cues
from extractors.knowledge.rows import data_file
from extractors.nlp import build_nlp
from extractors.quantity import Quantity, QuantityKind
from extractors.training.convex import fit
from extractors.training.corpus import read_corpus
from extractors.training.logistic import Example, write_weights
from pipeline.settings import read_settings

TOLERANCE = 0.01
PENALTY, LEAST = 10.0, 4
PARTS = {QuantityKind.MONEY: "amounts", QuantityKind.CHIPS: "chips", QuantityKind.POWER: "capacity"}


def label_of(quantity: Quantity, labels: Mapping[str, Any]) -> str | None:
    """What the labels say a number is; None where they say two things."""
    figures = {
        f["kind"] for f in labels["figures"] if f["kind"] in classes_of(quantity.kind) and _equal(quantity, f)
    }
    part = PARTS.get(quantity.kind)
    if part and any(_equal(quantity, fact) for deal in labels["deals"] for fact in deal.get(part, ())):
        figures.add(DEAL)
    if len(figures) > 1:
        return None
    return figures.pop() if figures else NONE


def _equal(quantity: Quantity, fact: Mapping[str, Any]) -> bool:
    low = fact.get("low", fact.get("low_mw"))
    high = fact.get("high", fact.get("high_mw"))
    low, high = (high if low is None else low), (low if high is None else high)
    if low is None or fact.get("currency", quantity.unit) != quantity.unit:
        return False
    return all(
        # A fall is labelled below zero; the text writes it without a sign.
        abs(float(own) - abs(float(other))) <= TOLERANCE * abs(float(other))
        for own, other in ((quantity.low, low), (quantity.high, high))
    )


def examples(doc: Doc, labels: Mapping[str, Any], kinds: FigureKinds) -> list[Example]:
    """One example for each quantity whose label is plain."""
    words = Surroundings(doc, kinds)
    found: list[Example] = []
    last: tuple[Span, str] | None = None
    for span in doc.spans[QUANTITIES]:
        quantity = span._.quantity
        if quantity.kind not in SCORED_KINDS or quantity.vague or is_of_a_device(quantity):
            continue
        label = label_of(quantity, labels)
        before = last[1] if last and same_sentence(last[0], span) else None
        if label is not None:
            found.append(Example(words.features(span, before), label, classes_of(quantity.kind)))
        last = span, label or NONE
    return found


def gather(folders: Iterable[Path], left_out: str | None = None) -> list[list[Example]]:
    """The examples of each relevant document, without the ids that the regular expression matches."""
    nlp, kinds = (
        build_nlp(read_settings().model),
        FigureKinds(read_figure_cues(), read_basis_cues(), read_fall_cues()),
    )
    needed = [name for name in ("quantities", "organisations") if name in nlp.pipe_names]
    return [
        examples(_apply(nlp, doc, needed), labels, kinds)
        for doc, labels in read_corpus(folders, left_out)
        if labels["relevant"]
    ]


def _apply(nlp: Any, doc: Doc, names: Iterable[str]) -> Doc:
    for name in names:
        doc = nlp.get_pipe(name)(doc)
    return doc


def main(folders: Iterable[Path], left_out: str | None) -> None:
    """Train on our own texts and folders and write the weights."""
    found = [example for document in gather(folders, left_out) for example in document]
    classes, weights = fit(found, penalty=PENALTY, least=LEAST)
    write_weights(data_file(WEIGHTS), classes, weights, "python -m extractors.training.figures GOLD_DIR...")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the weights that say what a number measures.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--leave-out", metavar="REGEX", help="ids kept for testing")
    given = parser.parse_args()
    main(given.folders, given.leave_out)
