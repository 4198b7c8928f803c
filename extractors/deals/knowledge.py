"""All that reading deals needs beside the encoder, as one plain object."""

from __future__ import annotations

from extractors.deals.described import AssetFinder
from extractors.deals.tellings import Thresholds
from extractors.knowledge.asset_words import AssetWords
from extractors.knowledge.clause_words import ClauseWords
from extractors.knowledge.frames import Frames
from extractors.knowledge.name_words import NameWords
from extractors.knowledge.reference_words import ReferenceWords
from extractors.knowledge.status_cues import StatusCues
from extractors.reference.finding import ReferenceFinder


class DealKnowledge:
    """Plain, as spaCy turns models that a reader gives into dicts."""

    least = Thresholds(type=-0.3, role=-0.5, filler=-2.5, number=-0.4, same=0.0, asset=2.0)
    least_chance = 0.36
    """Confidence from which a record is claimed; chosen, like the thresholds, on texts that no training had
    seen."""

    def __init__(
        self,
        frames: Frames,
        words: NameWords,
        cues: StatusCues,
        references: ReferenceWords,
        assets: AssetWords,
        clauses: ClauseWords,
    ) -> None:
        self.frames, self.words, self.cues, self.clauses = frames, words, cues, clauses
        self.referrer = ReferenceFinder(references)
        self.assets = AssetFinder(assets)
