"""Floors of the scores: `python -m tests.gold.floors`, or `make floors`.

Without a flag floors only rise. `--lower --reason "…"` sets them to what was measured, lower ones too, and
writes the reason into the changelog, so that nothing gets worse unsaid.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import BadDataFileError
from pipeline.settings import Settings
from tests.gold.corpus import HALVES, HERE, Scores, corpus_hash, measure

FLOORS = HERE / "floors.yml"
CHANGELOG = HERE.parents[1] / "CHANGELOG.md"
MARGIN = 0.01
"""How far below the measured score a floor is set: another processor rounds its sums otherwise."""

HEADER = (
    "# The least that the reader may score, by half of the corpus and metric (F1 unless named otherwise),\n"
    "# and the SHA-256 of the corpus it was measured on. Written by `make floors`; README.md says how.\n"
)

Share = Annotated[float, Field(ge=0, le=1)]


class Floors(BaseModel):
    """The whole of floors.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    floors: Mapping[str, Mapping[str, Share]]

    @model_validator(mode="after")
    def _has_every_half(self) -> Floors:
        if set(self.floors) != {*HALVES, "topics"}:
            raise ValueError(f"floors must be given for {', '.join(HALVES)} and topics")
        return self


def read_floors(path: Path = FLOORS) -> Floors:
    """floors.yml. Raises BadDataFileError where it is no such file."""
    try:
        return Floors.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error


def breaches(floors: Floors, scores: Scores, corpus: str) -> list[str]:
    """What is below its floor, one line each; a changed corpus is one, as are metrics without a floor."""
    found = []
    if floors.corpus != corpus:
        found.append(f"the corpus has changed: {corpus}, and floors are for {floors.corpus}")
    for half, of_half in scores.items():
        for metric, score in of_half.items():
            floor = floors.floors[half].get(metric)
            if floor is None or score < floor:
                found.append(f"{half} {metric}: {score:.3f}, floor {floor}")
        if gone := sorted(set(floors.floors[half]) - set(of_half)):
            found.append(f"{half}: a floor, but no score, for {', '.join(gone)}")
    return found


def moved(floors: Floors, scores: Scores, corpus: str, *, lower: bool) -> Floors:
    """The floors just below these scores; those that would sink stay where they are unless `lower`."""
    new = {
        half: {
            metric: _below(score) if lower else max(_below(score), floors.floors[half].get(metric, 0.0))
            for metric, score in of_half.items()
        }
        for half, of_half in scores.items()
    }
    return Floors(corpus=corpus if lower else floors.corpus, floors=new)


def changes(old: Floors, new: Floors) -> list[str]:
    """Which floors sink, for the changelog."""
    return [
        f"{half} {metric} {before:.2f} to {new.floors[half].get(metric, 0.0):.2f}"
        for half, of_half in old.floors.items()
        for metric, before in of_half.items()
        if new.floors[half].get(metric, 0.0) < before
    ]


def noted(changelog: str, reason: str, sunk: Sequence[str]) -> str:
    """The changelog with a line under its newest version."""
    what = f" ({', '.join(sunk)})" if sunk else ""
    line = f"- Accuracy floors lowered{what}: {reason}\n"
    heading = re.search(r"^## .*\n\n", changelog, re.MULTILINE)
    if not heading:
        raise ValueError("the changelog has no version to note this under")
    return changelog[: heading.end()] + line + changelog[heading.end() :]


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """floors.yml anew."""
    body = yaml.safe_dump(floors.model_dump(), sort_keys=False)
    path.write_text(HEADER + body, encoding="utf-8")


def _below(score: float) -> float:
    return math.floor(max(0.0, score - MARGIN) * 100) / 100


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gold.floors", description=__doc__)
    parser.add_argument("--lower", action="store_true", help="let floors sink; needs --reason")
    parser.add_argument("--reason", default="", help="why they may sink, for the changelog")
    arguments = parser.parse_args(argv)
    if arguments.lower != bool(arguments.reason.strip()):
        parser.error("--lower and --reason go together")
    return arguments


def main(argv: Sequence[str] | None = None, *, floors: Path = FLOORS, changelog: Path = CHANGELOG) -> int:
    """Measure and move the floors; 1 where something stays below them."""
    arguments = _arguments(argv)
    old, scores, corpus = read_floors(floors), measure(Settings()), corpus_hash()
    new = moved(old, scores, corpus, lower=arguments.lower)
    for half, of_half in scores.items():
        for metric, score in of_half.items():
            before, after = old.floors[half].get(metric, 0.0), new.floors[half][metric]
            print(f"{half:<7} {metric:<20} {score:.3f}  floor {before:.2f} -> {after:.2f}")  # noqa: T201
    if arguments.lower:
        text = noted(changelog.read_text(encoding="utf-8"), arguments.reason.strip(), changes(old, new))
        changelog.write_text(text, encoding="utf-8")
    write_floors(new, floors)
    left = breaches(new, scores, corpus)
    for line in left:
        print(line, file=sys.stderr)  # noqa: T201
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
