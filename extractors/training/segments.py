"""Trains the weights that say which phrase is the segment of a figure.

Usage: python -m extractors.training.segments [GOLD_DIR...]

Reads our own texts and folders of <id>.txt with <id>.json with the shipped reader. Of the phrases that may
be the segment of a figure, those are right that share most words with the labelled one. Writes
extractors/data/segment_weights.json. Train the encoder first; it says which numbers are figures.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractors.figures.candidates import OWN, Candidate, Setting, candidates
from extractors.figures.segments import CLASS, WEIGHTS
from extractors.knowledge.rows import data_file
from extractors.knowledge.segment_words import SegmentWords, read_segment_words
from extractors.training.calibration import as_document, uncalibrated
from extractors.training.convex import LEAST_WEIGHT, write_weights
from extractors.training.corpus import kept, labelled_texts, read_folder
from extractors.training.judging import same_value
from extractors.training.ranking import Choice, fit_choices

HELD_OUT = r"^(t\d+7|w\d+-\d*7)$"
"""Texts that are kept aside to measure on."""
PENALTY = 3.0
FOLDERS_COUNT = 3
"""How often a choice of a folder's text counts beside one of our own texts, which are many."""
LEAST_SHARE = 0.4
"""F1 of the words in common from which a phrase may be the labelled segment, written otherwise."""
DIGITS = 2


class Teacher:
    """Stands in for what finds segments: notes the choices of one doc, and finds the best there is."""

    def __init__(self, table: SegmentWords) -> None:
        self.table = table
        self.wanted: Mapping[int, str] = {}
        self.choices: list[Choice] = []

    def find(self, setting: Setting) -> str | None:
        """The phrase nearest to the wanted one of the number; nothing is learnt where no phrase is near."""
        wanted = self.wanted.get(setting.passages[OWN].words[setting.first].start)
        if wanted is None:
            return None
        found = list(candidates(setting, self.table))
        right = rightness(found, wanted)
        if not any(right):
            return None
        self.choices.append(Choice([each.features for each in found], right))
        return found[right.index(True)].segment


def rightness(found: Sequence[Candidate], wanted: str) -> list[bool]:
    """Which candidates share most words with the wanted segment; where none is wanted, that none is told."""
    if not wanted:
        return [each.segment is None for each in found]
    shares = [_share(each.segment or "", wanted) for each in found]
    return [share >= LEAST_SHARE and share == max(shares) for share in shares]


def _share(one: str, other: str) -> float:
    first, second = (Counter(_telling(words)) for words in (one, other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _telling(words: str) -> Iterator[str]:
    plain = re.sub(r"\bdata[\s-]*cent(?:er|re)(s?)\b", r"datacenter\1", words.casefold())
    return (word.removesuffix("s") for word in re.findall(r"\w+", plain))


def wanted_segments(doc: Doc, labels: Iterable[Mapping[str, Any]]) -> Mapping[int, str]:
    """By the character a number begins at, what its label calls the segment; "" where it names none.

    Whom a figure is about may be told as a segment where the reader finds nobody: "the five biggest".
    """
    free, found = list(labels), {}
    for claim in doc._.figures:
        label = next((each for each in free if each["kind"] == claim.kind and same_value(claim, each)), None)
        if label is None:
            continue
        free.remove(label)
        found[claim.start] = label.get("segment") or ("" if claim.entities else label.get("entity")) or ""
    return found


def learn(folders: Iterable[Path], left_out: str = HELD_OUT) -> list[Choice]:
    """The choices that the labelled documents teach."""
    reader, teacher = uncalibrated(), Teacher(read_segment_words())
    figures: Any = reader.nlp.get_pipe("figures")
    shipped = figures.segments
    for text, counts in chain(
        zip(labelled_texts((), left_out), repeat(1)),
        ((text, FOLDERS_COUNT) for folder in folders for text in kept(read_folder(folder), left_out)),
    ):
        doc = reader.nlp.make_doc(text.text)
        doc._.document = as_document(text)
        figures.segments = shipped
        doc = reader.nlp(doc)
        teacher.wanted = wanted_segments(doc, text.labels["figures"])
        figures.segments = teacher
        # Read once more for the teacher alone: what was claimed tells which number each label means.
        doc._.figures.clear()
        known = len(teacher.choices)
        figures(doc)
        teacher.choices += teacher.choices[known:] * (counts - 1)
    return teacher.choices


def main(folders: Iterable[Path]) -> None:
    """Train on our own texts and folders and write the weights."""
    weights = fit_choices(learn(folders), penalty=PENALTY)
    kept = {
        name: {CLASS: round(value, DIGITS)} for name, value in weights.items() if abs(value) >= LEAST_WEIGHT
    }
    write_weights(data_file(WEIGHTS), [CLASS], kept, "python -m extractors.training.segments GOLD_DIR...")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
