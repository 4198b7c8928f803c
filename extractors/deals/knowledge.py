"""All that reading deals needs beside the encoder, as one plain object."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.deals.tellings import Thresholds
from extractors.knowledge.frames import Frames
from extractors.knowledge.status_cues import StatusCue


class DealKnowledge:
    """Plain, as spaCy turns models that a reader gives into dicts. `legal`: words of legal forms."""

    least = Thresholds(type=-1.0, role=0.2, filler=-3.0, number=-1.5, same=-1.0)
    least_chance = 0.35
    """Confidence from which a record is claimed."""
    sure = 0.6
    """Confidence from which it is claimed though the same words tell a surer deal of another type, between
    the same parties. All were chosen on texts that no training had seen."""

    def __init__(self, frames: Frames, legal: frozenset[str], cues: Sequence[StatusCue]) -> None:
        self.frames, self.legal, self.cues = frames, legal, cues
