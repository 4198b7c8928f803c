"""Leaves on every quantity, in `span._.reading`, the chances of what it measures; needs organisations."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extractors.figures.kinds import FigureKinds
from extractors.figures.readings import WEIGHTS, read_numbers
from extractors.knowledge.fall_cues import read_fall_cues
from extractors.knowledge.figure_cues import read_basis_cues, read_figure_cues
from extractors.knowledge.rows import data_file
from extractors.scoring import LinearScorer, read_scorer


@registry.readers("gigawatch.figure_kinds.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_figure_kinds() -> FigureKinds:
    """The cue tables of figures."""
    return FigureKinds(read_figure_cues(), read_basis_cues(), read_fall_cues())


@registry.readers("gigawatch.figure_scorer.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_figure_scorer() -> LinearScorer:
    """The trained weights. Raises BadDataFileError where their file is broken."""
    return read_scorer(data_file(WEIGHTS))


class Readings:
    """Weighs for every quantity whether it is a figure, part of a deal, or nothing."""

    def __init__(self) -> None:
        self.kinds: FigureKinds | None = None
        self.scorer: LinearScorer | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        kinds: FigureKinds,
        scorer: LinearScorer,
    ) -> None:
        """Take the cue tables and the weights."""
        self.kinds, self.scorer = kinds, scorer

    def __call__(self, doc: Doc) -> Doc:
        """Set the readings."""
        assert self.kinds is not None, "the readings component was not initialized"
        assert self.scorer is not None
        read_numbers(doc, self.kinds, self.scorer)
        return doc


@Language.factory("readings")
def make_readings(nlp: Language, name: str) -> Readings:  # noqa: ARG001 -- spaCy passes both
    """The component without its tables; [initialize.components.readings] names their readers."""
    return Readings()
