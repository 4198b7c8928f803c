"""Finds the segment a figure is about: "AI servers" in "spending on AI servers will reach $312bn".

Every noun phrase of the sentence, of what leads in to it and of the title may be it, and the segment of the
figure before; trained weights say which of them is, or that none is, and which other phrase tells more of it.
See extractors.training.segments.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractors.figures.candidates import Candidate, Setting, candidates
from extractors.figures.complements import complements
from extractors.knowledge.rows import data_file
from extractors.knowledge.segment_words import SegmentWords, read_segment_words
from extractors.scoring import LinearScorer, read_scorer

WEIGHTS = "segment_weights.json"
FIRST, MORE = "segment", "more"
"""The classes of the weights: what is the segment, and what tells more of it."""
LEAST_MORE = -1.5
"""Log odds against nothing more from which a second phrase is taken; on texts that no training had seen, such
segments still share more words with the labelled ones than the first phrases alone."""


class SegmentFinder:
    """The words and weights; built once."""

    def __init__(self, table: SegmentWords, scorer: LinearScorer) -> None:
        self._table, self._scorer = table, scorer

    def find(self, setting: Setting) -> str | None:
        """The likeliest segment, None where it is likeliest that none is told; the first of equals. What a
        second phrase tells of it stands behind a comma."""
        found = list(candidates(setting, self._table))
        first = self._likeliest(found, FIRST)
        if first.segment is None:
            return None
        more = self._likeliest(complements(first, found), MORE, -LEAST_MORE)
        return joined(first.segment, more.segment)

    def _likeliest(self, found: Iterable[Candidate], name: str, above_none: float = 0.0) -> Candidate:
        def odds(candidate: Candidate) -> float:
            raised = above_none if candidate.segment is not None else 0.0
            return self._scorer.scores(candidate.features)[name] + raised

        return max(found, key=odds)


def joined(first: str, more: str | None) -> str:
    """A segment out of the phrases that tell it."""
    return f"{first}, {more}" if more else first


def read_segment_finder(words: Path | None = None, weights: Path | None = None) -> SegmentFinder:
    """The bundled words and weights. Raises BadDataFileError where a file is broken."""
    return SegmentFinder(read_segment_words(words), read_scorer(weights or data_file(WEIGHTS)))
