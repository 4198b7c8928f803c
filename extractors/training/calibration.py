"""Fits how sure which score is, on labelled documents that the weights have not seen.

Usage: python -m extractors.training.calibration [GOLD_DIR...] [--only REGEX]

Reads our own texts and folders of <id>.txt with <id>.json with the shipped reader, of all of them those
whose id REGEX matches; scores of documents that a training has seen are too good, so name what it left out.
Writes extractors/data/calibration.yml. Train everything else first.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from spacy.tokens import Doc

from extractors.components.deals import weighed
from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.calibration import AS_SCORED, FILE, Calibration, Curve
from extractors.knowledge.rows import data_file
from extractors.reader import Reader
from extractors.training.corpus import labelled_texts
from extractors.training.judging import Judge, Judged
from extractors.training.labelled import LabelledText
from pipeline.document import Document
from pipeline.ids import document_id
from pipeline.settings import read_settings
from pipeline.vocabulary import DocumentKind, Tier

OFFSET_COST = 8.0
"""What holds the offset of a type or kind back: with few claims it stays near 0."""
FACT_COST = 1.0
ROUNDS = 50
DIGITS = 3
FEWEST = 20
"""Claims, right and wrong ones, below which nothing can be fitted."""
HEADER = (
    "# The chance of a claim: 1 / (1 + exp(-(slope*odds + intercept + sum of weight*fact + offset))),\n"
    "# odds being its score (log odds), the facts those of extractors/deals/records.py and rivals.py, the\n"
    "# offset that of its deal type or figure kind. Fitted by extractors/training/calibration.py.\n"
)


class Evidence(NamedTuple):
    """What the reader claimed of labelled documents, and what of it is right."""

    documents: int
    deals: list[Judged]
    figures: list[Judged]


def gather(folders: Iterable[Path], only: str) -> Evidence:
    """The judged claims of the documents whose id the regular expression matches."""
    reader, judge = uncalibrated(), Judge(read_aliases())
    texts = [text for text in labelled_texts(folders) if re.search(only, text.id)]
    found = Evidence(len(texts), [], [])
    for text in texts:
        doc = _read(reader, text)
        judged = judge.deals(doc._.deals, text.labels["deals"])
        found.deals.extend(
            claim._replace(facts=facts) for claim, facts in zip(judged, _facts(reader, doc), strict=True)
        )
        found.figures.extend(judge.figures(doc._.figures, text.labels["figures"]))
    return found


def _facts(reader: Reader, doc: Doc) -> Iterator[Mapping[str, float]]:
    """What else speaks for each of the doc's deals."""
    deals: Any = reader.nlp.get_pipe("deals")
    for each in weighed(doc, deals.knowledge, deals.calibration):
        if not each.denied():
            yield each.facts


def uncalibrated() -> Reader:
    """The shipped reader, its confidences the bare scores, and nothing too unlikely to be claimed.

    Those that it else refuses teach the low end of the curve, and a refusal states a confidence too.
    """
    reader = Reader(read_settings())
    deals: Any = reader.nlp.get_pipe("deals")
    figures: Any = reader.nlp.get_pipe("figures")
    deals.calibration = figures.calibration = Calibration(AS_SCORED, AS_SCORED)
    deals.knowledge.least_chance = 0.0
    figures.least_chance = figures.least_of_chips = 0.0
    return reader


def _read(reader: Reader, text: LabelledText) -> Doc:
    doc = reader.nlp.make_doc(text.text)
    doc._.document = as_document(text)
    return reader.nlp(doc)


def as_document(text: LabelledText) -> Document:
    """A labelled text as the document that a file of it would give."""
    url, published = f"file:///{text.id}.txt", text.labels.get("published")
    return Document(
        id=document_id(url, text.text),
        source="labelled",
        url=url,
        title=text.text.partition("\n")[0] or None,
        text=text.text,
        kind=DocumentKind(text.labels.get("kind") or DocumentKind.ARTICLE),
        tier=Tier.PRESS,
        published_at=datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None,
    )


def fitted(claims: Sequence[Judged], *, offset_cost: float = OFFSET_COST) -> Curve:
    """The curve under which the claims are likeliest, by Newton's method.

    Rights and wrongs count as a little less than certain, as Platt has it, so that claims that a score
    separates perfectly give no infinite slope. Raises ValueError where there are too few of either.
    """
    right = sum(claim.right for claim in claims)
    if min(right, len(claims) - right) < FEWEST:
        raise ValueError(f"{right} right claims of {len(claims)}: too few to fit")
    sorts, facts = sorted({claim.sort for claim in claims}), sorted({f for c in claims for f in c.facts})
    rows = np.array(
        [[c.odds, 1.0, *(c.facts[f] for f in facts), *(float(c.sort == s) for s in sorts)] for c in claims]
    )
    low, high = 1 / (len(claims) - right + 2), (right + 1) / (right + 2)
    aims = np.array([high if claim.right else low for claim in claims])
    costs = np.array([1e-6, 1e-6, *(FACT_COST for _ in facts), *(offset_cost for _ in sorts)])
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-np.clip(rows @ weights, -500, 500)))
        slope = rows.T @ (chances - aims) + costs * weights
        curvature = (rows * (chances * (1 - chances))[:, None]).T @ rows + np.diag(costs)
        weights -= np.linalg.solve(curvature, slope)
    values = [round(float(weight), DIGITS) + 0.0 for weight in weights]
    weights_of_facts, offsets = values[2 : 2 + len(facts)], values[2 + len(facts) :]
    return Curve(
        slope=values[0],
        intercept=values[1],
        facts=dict(zip(facts, weights_of_facts, strict=True)),
        offsets=dict(zip(sorts, offsets, strict=True)),
    )


def write_calibration(found: Evidence, path: Path, *, note: str) -> None:
    """calibration.yml anew."""
    curves = {"deal": fitted(found.deals), "figure": fitted(found.figures)}
    rows = {"note": note, **{name: curve.model_dump() for name, curve in curves.items()}}
    path.write_text(HEADER + yaml.safe_dump(rows, sort_keys=False, width=110), encoding="utf-8")


def main(folders: Sequence[Path], only: str) -> None:
    """Fit on our own texts and folders and write the file."""
    found = gather(folders, only)
    note = (
        f"{len(found.deals)} deals and {len(found.figures)} figures of {found.documents} documents, "
        f"python -m extractors.training.calibration GOLD_DIR --only '{only}'"
    )
    write_calibration(found, data_file(FILE), note=note)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fit how sure which score is.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--only", default="", metavar="REGEX", help="ids that no training has seen")
    given = parser.parse_args()
    main(given.folders, given.only)
