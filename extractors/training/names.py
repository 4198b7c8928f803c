"""Trains the weights that tell names of companies, public bodies, sites, people and places apart.

Usage: python -m extractors.training.names [GOLD_DIR...] [--leave-out REGEX]

Besides our own texts it reads folders of
<id>.txt with <id>.json whose `names` lists every surface form by sort; ids that REGEX matches are kept for
testing. Writes extractors/data/name_weights.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from spacy.tokens import Doc

from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.chips import read_chips
from extractors.knowledge.name_words import read_name_words
from extractors.knowledge.rows import data_file
from extractors.names.candidates import Run, RunFinder
from extractors.names.features import Evidence
from extractors.names.segment import NONE, gather
from extractors.training.corpus import read_corpus
from extractors.training.logistic import Example, fit, write_weights

WEIGHTS = "name_weights.json"
LEAST_WEIGHT = 0.2


def sorts_of(labels: Mapping[str, object]) -> dict[str, str]:
    """Surface form -> sort, PROJECT told as SITE."""
    names = labels.get("names")
    assert isinstance(names, dict)
    return {form: "SITE" if sort == "PROJECT" else sort for sort, forms in names.items() for form in forms}


def examples(
    doc: Doc, labels: Mapping[str, object], evidence: Evidence, runs: Iterable[Run]
) -> list[Example]:
    """One example for each piece of each run of a doc."""
    sorts = sorts_of(labels)
    found = []
    for run in runs:
        named = _named(doc, run, sorts)
        for start, end in run.pieces():
            label = sorts[doc[start:end].text] if (start, end) in named else NONE
            found.append(Example(evidence.features(start, end), label))
    return found


def _named(doc: Doc, run: Run, sorts: Mapping[str, str]) -> set[tuple[int, int]]:
    """The pieces of a run that are labelled names, the longest ones first, none inside another."""
    taken: set[int] = set()
    named = set()
    for start, end in sorted(run.pieces(), key=lambda piece: piece[0] - piece[1]):
        if doc[start:end].text in sorts and not taken & set(range(start, end)):
            named.add((start, end))
            taken |= set(range(start, end))
    return named


def main(folders: Sequence[Path], left_out: str | None) -> None:
    """Train on our own texts and folders and write the weights."""
    aliases, words, chips = read_aliases(), read_name_words(), read_chips()
    found: list[Example] = []
    for doc, labels in read_corpus(folders, left_out):
        evidence = Evidence(doc, aliases, words, chips)
        runs = gather(RunFinder(doc, aliases, words), evidence)
        found += examples(doc, labels, evidence, runs)
    classes, weights = fit(found, rounds=10, rate=0.2, decay=1e-4, least=2)
    write_weights(
        data_file(WEIGHTS),
        classes,
        sparse(classes, weights),
        "python -m extractors.training.names GOLD_DIR",
    )


def sparse(classes: Sequence[str], weights: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The same model in fewer weights: what all classes but a few share of a feature says nothing."""
    found = {}
    for feature, row in weights.items():
        common = median(row.get(name, 0.0) for name in classes)
        kept = {name: round(row.get(name, 0.0) - common, 1) for name in classes}
        found[feature] = {name: weight for name, weight in kept.items() if abs(weight) >= LEAST_WEIGHT}
    return {feature: row for feature, row in found.items() if row}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the weights that tell names apart.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--leave-out", metavar="REGEX", help="ids kept for testing")
    given = parser.parse_args()
    main(given.folders, given.leave_out)
