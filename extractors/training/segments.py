"""Trains the weights that say which phrase is the segment of a figure.

Usage: python -m extractors.training.segments [GOLD_DIR...]

Reads our own texts and folders of <id>.txt with <id>.json with the shipped reader. Of the phrases that may
be the segment of a figure, those are right that share most words with the labelled one; of those that may
tell more of it, those that share most with what is left of the label. Writes
extractors/data/segment_weights.json. Train the encoder first; it says which numbers are figures.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractors.figures.candidates import OWN, Candidate, Setting, candidates
from extractors.figures.complements import complements, telling
from extractors.figures.segments import FIRST, MORE, WEIGHTS, joined
from extractors.knowledge.rows import data_file
from extractors.knowledge.segment_words import SegmentWords, read_segment_words
from extractors.training.calibration import uncalibrated
from extractors.training.convex import LEAST_WEIGHT, write_weights
from extractors.training.figures import HELD_OUT, LabelledFigure, read_labelled
from extractors.training.ranking import Choice, fit_choices

PENALTIES = {FIRST: 8.0, MORE: 3.0}
FOLDERS_COUNT = {FIRST: 6, MORE: 3}
"""How often a choice of a folder's text counts beside one of our own texts, which are many."""
LEAST_SHARE = {FIRST: 0.25, MORE: 0.4}
"""F1 of the words in common from which a phrase may be the labelled segment, or what is left of it, written
otherwise."""
DIGITS = 2


class Teacher:
    """Stands in for what finds segments: notes the choices of one doc, and finds the best there is."""

    def __init__(self, table: SegmentWords) -> None:
        self.table = table
        self.wanted: Mapping[int, str] = {}
        self.choices: dict[str, list[Choice]] = {FIRST: [], MORE: []}

    def find(self, setting: Setting) -> str | None:
        """The phrases nearest to the wanted one of the number; nothing is learnt where none is near."""
        wanted = self.wanted.get(setting.passages[OWN].words[setting.first].start)
        if wanted is None:
            return None
        found = list(candidates(setting, self.table))
        first = self._choose(FIRST, found, wanted)
        if first is None or first.segment is None:
            return None
        known = set(telling(first.segment))
        left = " ".join(word for word in telling(wanted) if word not in known)
        more = self._choose(MORE, list(complements(first, found)), left)
        return joined(first.segment, more.segment if more else None)

    def _choose(self, name: str, found: Sequence[Candidate], wanted: str) -> Candidate | None:
        """The right candidate; what nothing tells more of is told by nothing more."""
        right = rightness(found, wanted, LEAST_SHARE[name])
        if not any(right) and name == MORE:
            right = rightness(found, "", LEAST_SHARE[name])
        if not any(right):
            return None
        self.choices[name].append(Choice([each.features for each in found], right))
        return found[right.index(True)]


def rightness(found: Sequence[Candidate], wanted: str, least: float) -> list[bool]:
    """Which candidates share most words, and at least so many, with the wanted segment; where none is wanted,
    that none is told."""
    if not wanted:
        return [each.segment is None for each in found]
    shares = [_share(each.segment or "", wanted) for each in found]
    most = max(shares)
    return [share >= least and share == most for share in shares]


def _share(one: str, other: str) -> float:
    first, second = Counter(telling(one)), Counter(telling(other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def wanted_segment(figure: LabelledFigure) -> str:
    """What the label of a figure calls its segment; "" where it names none.

    Whom a figure is about may be told as a segment where the reader finds nobody: "the five biggest".
    """
    claim, label = figure
    return label.get("segment") or ("" if claim.entities else label.get("entity")) or ""


def learn(folders: Iterable[Path], left_out: str = HELD_OUT) -> Mapping[str, Sequence[Choice]]:
    """The choices that the labelled documents teach, by the class of weights they are for."""
    reader, teacher = uncalibrated(), Teacher(read_segment_words())
    figures: Any = reader.nlp.get_pipe("figures")
    figures.segments = teacher
    for doc, labelled, of_folder in read_labelled(reader, folders, left_out):
        teacher.wanted = {figure.claim.start: wanted_segment(figure) for figure in labelled}
        known = {name: len(choices) for name, choices in teacher.choices.items()}
        # Read once more to learn: what was claimed tells which number each label means.
        doc._.figures.clear()
        figures(doc)
        teacher.wanted = {}
        for name, choices in teacher.choices.items():
            choices += choices[known[name] :] * (FOLDERS_COUNT[name] - 1 if of_folder else 0)
    return teacher.choices


def main(folders: Iterable[Path]) -> None:
    """Train on our own texts and folders and write the weights."""
    weights: dict[str, dict[str, float]] = {}
    for name, choices in learn(folders).items():
        for feature, value in fit_choices(choices, penalty=PENALTIES[name]).items():
            if abs(value) >= LEAST_WEIGHT:
                weights.setdefault(feature, {})[name] = round(value, DIGITS)
    note = "python -m extractors.training.segments GOLD_DIR..."
    write_weights(data_file(WEIGHTS), [FIRST, MORE], weights, note)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
