"""All that reading deals needs, as one plain object."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.frames import Frames, read_frames
from extractors.knowledge.name_words import NameWords, read_name_words
from extractors.knowledge.rows import data_file
from extractors.knowledge.status_cues import StatusCue, read_status_cues
from extractors.scoring import LinearScorer, read_scorer

TYPE_WEIGHTS = "deal_type_weights.json"
ROLE_WEIGHTS = "deal_role_weights.json"
NUMBER_WEIGHTS = "deal_number_weights.json"
RECORD_WEIGHTS = "deal_record_weights.json"
WEIGHTS = (TYPE_WEIGHTS, ROLE_WEIGHTS, NUMBER_WEIGHTS, RECORD_WEIGHTS)


Scorers = tuple[LinearScorer, LinearScorer, LinearScorer, LinearScorer]


class DealKnowledge:
    """Plain, as spaCy turns models that a reader gives into dicts. The thresholds are log odds."""

    least_type = -2.0
    least_role = -0.5
    least_filler = -2.5
    least_number = 0.0
    least_record = -0.6

    def __init__(
        self, frames: Frames, words: NameWords, kinds: dict[str, str], cues: Sequence[StatusCue],
        scorers: Scorers,
    ) -> None:  # fmt: skip
        self.frames, self.words, self.kinds, self.cues = frames, words, kinds, cues
        self.types, self.roles, self.numbers, self.records = scorers


def read_deal_weights() -> DealKnowledge:
    """The bundled knowledge. Raises BadDataFileError where a file is broken."""
    types, roles, numbers, whole = (read_scorer(data_file(name)) for name in WEIGHTS)
    return deal_knowledge((types, roles, numbers, whole))


def deal_knowledge(scorers: Scorers) -> DealKnowledge:
    """The bundled tables with the given scorers of types, roles, numbers and records."""
    kinds = {party.id: party.kind for party in read_aliases().parties.values()}
    return DealKnowledge(read_frames(), read_name_words(), kinds, read_status_cues(), scorers)
