"""Where a telling places its deal in its life, by the cue words around the trigger."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.deals.mentions import DealMention
from extractors.deals.triggers import phrases
from extractors.knowledge.status_cues import StatusCue
from pipeline.vocabulary import RefusalReason, Status

UNTOLD = frozenset({"denied", "hypothetical"})


def status_of(mention: DealMention, cues: Sequence[StatusCue]) -> str:
    """A status, or "denied" or "hypothetical" for a telling that gives no deal."""
    sentence, at = mention.sentence, mention.trigger.index
    for row in cues:
        start, end = max(at - row.before, sentence.start), min(at + row.after + 1, sentence.end)
        window = phrases(sentence.doc[start:end])
        longer = {cue for cue in row.cues if cue.count(" ") > 1}
        text = f" {sentence.doc[start:end].text.lower()} "
        if row.cues & window or any(f" {cue} " in text for cue in longer):
            return row.status
    return Status.ANNOUNCED.value


def settle(statuses: Sequence[str]) -> Status | None:
    """The status of a deal told several times; None where no telling gives a deal."""
    told = [status for status in statuses if status not in UNTOLD]
    return Status(told[0]) if told else None


def refused_as(statuses: Sequence[str]) -> RefusalReason:
    """Why a deal that no telling gives is refused: what its first telling does with it."""
    return RefusalReason(statuses[0])
