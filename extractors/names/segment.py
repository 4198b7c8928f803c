"""Chooses, for every run of capitalised words, the cut whose pieces are most likely names."""

from __future__ import annotations

from typing import NamedTuple

from extractors.knowledge.aliases import Aliases
from extractors.knowledge.chips import Chips
from extractors.knowledge.name_words import NameWords
from extractors.names.candidates import Run, RunFinder
from extractors.names.features import Evidence
from extractors.scoring import LinearScorer

NONE = "NONE"


class NameKnowledge:
    """All that reading names needs: a plain object, as spaCy turns models that a reader gives into dicts."""

    def __init__(self, aliases: Aliases, words: NameWords, chips: Chips, scorer: LinearScorer) -> None:
        self.aliases, self.words, self.chips, self.scorer = aliases, words, chips, scorer


class Name(NamedTuple):
    """Words `start`..`end` of the doc name something of the sort `label`, with this chance."""

    start: int
    end: int
    label: str
    chance: float


def gather(finder: RunFinder, evidence: Evidence) -> list[Run]:
    """The runs of the finder's doc, every piece of them noted as evidence."""
    runs = finder.runs()
    for run in runs:
        for start, end in run.pieces():
            evidence.add(start, end, (run.start, run.end))
    return runs


def read_names(runs: list[Run], evidence: Evidence, scorer: LinearScorer) -> list[Name]:
    """The best reading of all runs, in the order of the text; stretches that name nothing are left out."""
    return [name for run in runs for name in _best_cut(run, evidence, scorer) if name.label != NONE]


def _best_cut(run: Run, evidence: Evidence, scorer: LinearScorer) -> list[Name]:
    best: dict[int, tuple[float, list[Name]]] = {run.start: (0.0, [])}
    for start, end in run.pieces():
        if start not in best:
            continue
        row = scorer.log_chances(evidence.features(start, end))
        label = max(row, key=lambda name: row[name])
        # Every piece says only whether it is a name itself, so readings compare by their odds of naming.
        total = best[start][0] + row[label] - row[NONE]
        if end not in best or total > best[end][0]:
            best[end] = (total, [*best[start][1], Name(start, end, label, row[label])])
    return best[run.end][1] if run.end in best else []
