"""Precision at coverage: `python -m tests.gold.confidence`, or `make confidence`.

For each threshold of confidence: of the deals claimed with at least that much, how many are right
(precision), and how much of what is labelled they are (recall); over d041 to d060, totals only. Below it,
how often what is claimed with a confidence is right.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extractors.folder import extract_folder
from extractors.reader import Reader
from pipeline.settings import Settings
from tests.gold.corpus import DEV, HALVES, scorer

STEP = 0.01
SHOWN_STEP = 0.05
"""Thresholds of the table; the one sought is looked for in finer steps."""
AIM = 0.90
"""The precision from which claims may be relied on."""
BANDS = 5
"""How many equal bands of confidence are compared with what came true."""

Label = dict[str, Any]
Labels = Mapping[str, Label]
"""What was read, or what is labelled, by the document's id."""


class Point(NamedTuple):
    """What is claimed with at least this confidence."""

    threshold: float
    right: int
    claimed: int
    labelled: int

    @property
    def precision(self) -> float:
        """Share of the claims that are right; 1 of none."""
        return self.right / self.claimed if self.claimed else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled deals that are found."""
        return self.right / self.labelled if self.labelled else 1.0


class Band(NamedTuple):
    """The claims between two confidences: how many, their mean confidence, and how many are right."""

    claimed: int
    confidence: float
    right: int


def coverage(gold: Labels, read: Labels, thresholds: Sequence[float]) -> list[Point]:
    """Deal precision and recall at each threshold, matched anew at each by the labels' own scorer."""
    return [_point(gold, read, threshold) for threshold in thresholds]


def _point(gold: Labels, read: Labels, threshold: float) -> Point:
    right = claimed = labelled = 0
    for name, label in gold.items():
        sure = [deal for deal in _deals(read, name) if _confidence(deal) >= threshold]
        right += len(matched(label["deals"], sure))
        claimed += len(sure)
        labelled += len(label["deals"])
    return Point(threshold, right, claimed, labelled)


def least_threshold(points: Sequence[Point], aim: float = AIM) -> Point | None:
    """The first point from which on precision stays at the aim wherever anything is claimed."""
    found = None
    for point in sorted(points, key=lambda point: -point.threshold):
        if point.claimed and point.precision < aim:
            break
        found = point if point.claimed else found
    return found


def bands(gold: Labels, read: Labels, count: int = BANDS) -> list[Band]:
    """The claims by bands of confidence, lowest first."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(count)]
    for name, label in gold.items():
        deals = _deals(read, name)
        right = matched(label["deals"], deals)
        for number, deal in enumerate(deals):
            sure = _confidence(deal)
            held[min(int(sure * count), count - 1)].append((sure, number in right))
    return [
        Band(len(row), sum(sure for sure, _ in row) / max(1, len(row)), sum(right for _, right in row))
        for row in held
    ]


def matched(gold: Sequence[Label], read: Sequence[Label]) -> frozenset[int]:
    """Numbers of the deals read that a labelled deal of their own bears out."""
    score = scorer()
    parsed = [[score.parse_deal(deal) for deal in deals] for deals in (gold, read)]
    return frozenset(score.match_deals(*parsed).values())


def thresholds() -> list[float]:
    """0, 0.01 and so on below 1."""
    return [round(number * STEP, 2) for number in range(round(1 / STEP))]


def read_labels(folder: Path, ids: Sequence[str]) -> Labels:
    """The label files of these documents."""
    return {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ids}


def report(gold: Labels, read: Labels) -> str:
    """The tables."""
    points = coverage(gold, read, thresholds())
    lines = [f"{'confidence':>10}  precision  recall  right  claimed  labelled"]
    lines += [
        f"{p.threshold:10.2f}  {p.precision:9.3f}  {p.recall:6.3f}"
        f"  {p.right:5}  {p.claimed:7}  {p.labelled:8}"
        for p in points[:: round(SHOWN_STEP / STEP)]
        if p.claimed
    ]
    least = least_threshold(points)
    if least is None:
        lines.append(f"at no confidence is precision {AIM:.2f}")
    else:
        lines.append(
            f"precision is at least {AIM:.2f} from confidence {least.threshold:.2f} on: "
            f"{least.right} right of {least.claimed}, recall {least.recall:.3f}"
        )
    lines += ["", "claimed  mean confidence  right"]
    lines += [
        f"{b.claimed:7}  {b.confidence:15.2f}  {b.right / b.claimed:5.2f}"
        for b in bands(gold, read)
        if b.claimed
    ]
    return "\n".join(lines)


def _deals(read: Labels, name: str) -> list[Label]:
    deals: list[Label] = read[name]["deals"]
    return deals


def _confidence(deal: Label) -> float:
    return float(deal["confidence"])


def main() -> int:
    """Read the blind half with the shipped reader and print the tables."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        extract_folder(DEV, Path(folder), Reader(settings), settings=settings)
        ids = HALVES["blind"]
        print(report(read_labels(DEV, ids), read_labels(Path(folder), ids)))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
