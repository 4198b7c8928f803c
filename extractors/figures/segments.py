"""Finds the segment a figure is about: "AI servers" in "spending on AI servers will reach $312bn".

Every noun phrase of the sentence, of what leads in to it and of the title may be it, and the segment of the
figure before; trained weights say which of them is, or that none is. See extractors.training.segments.
"""

from __future__ import annotations

from pathlib import Path

from extractors.figures.candidates import Setting, candidates
from extractors.knowledge.rows import data_file
from extractors.knowledge.segment_words import SegmentWords, read_segment_words
from extractors.scoring import LinearScorer, read_scorer

WEIGHTS = "segment_weights.json"
CLASS = "segment"
"""The one class of the weights."""


class SegmentFinder:
    """The words and weights; built once."""

    def __init__(self, table: SegmentWords, scorer: LinearScorer) -> None:
        self._table, self._scorer = table, scorer

    def find(self, setting: Setting) -> str | None:
        """The likeliest segment, None where it is likeliest that none is told; the first of equals."""
        best = max(
            candidates(setting, self._table), key=lambda found: self._scorer.scores(found.features)[CLASS]
        )
        return best.segment


def read_segment_finder(words: Path | None = None, weights: Path | None = None) -> SegmentFinder:
    """The bundled words and weights. Raises BadDataFileError where a file is broken."""
    return SegmentFinder(read_segment_words(words), read_scorer(weights or data_file(WEIGHTS)))
