"""Where its tellings place a deal in its life, and which tellings give none."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from spacy.tokens import Span

from extractors.deals.mentions import DealMention
from extractors.knowledge.status_cues import StatusCues
from pipeline.vocabulary import RefusalReason, Status

CUE_WEIGHT = math.exp(4)
"""What a cue adds to the odds of its status; more gained nothing on texts that no training had seen."""
UNTOLD = frozenset({"denied", "hypothetical"})


class CueFinder:
    """Finds the cues of each sentence of one text once."""

    def __init__(self, cues: StatusCues) -> None:
        self._cues = cues
        self._found: dict[int, list[tuple[int, int, int]]] = {}

    def cued(self, mention: DealMention) -> str | None:
        """The status, or "denied" or "hypothetical", that words around a trigger tell; None without any."""
        at = mention.trigger.index
        fitting = [
            number
            for number, start, end in self._in(mention.sentence)
            if at - self._cues.rows[number].before <= start and end <= at + self._cues.rows[number].after + 1
        ]
        return self._cues.rows[min(fitting)].status if fitting else None

    def of(self, mentions: Sequence[DealMention]) -> list[str | None]:
        """The same for each telling of a deal; a number or name that tells it has the cue of the nearest word
        that does in its sentence."""
        worded = [mention for mention in mentions if not mention.trigger.length]
        return [self.cued(_nearest_word(mention, worded)) for mention in mentions]

    def _in(self, sentence: Span) -> list[tuple[int, int, int]]:
        """Numbers of rows with the words of the doc where a cue of theirs stands."""
        if sentence.start not in self._found:
            words = [token.lower_ for token in sentence]
            self._found[sentence.start] = [
                (number, sentence.start + at, sentence.start + at + len(cue))
                for at, word in enumerate(words)
                for cue, number in self._cues.begun.get(word, ())
                if tuple(words[at : at + len(cue)]) == cue
            ]
        return self._found[sentence.start]


def _nearest_word(mention: DealMention, worded: Sequence[DealMention]) -> DealMention:
    if not mention.trigger.length:
        return mention
    beside = (other for other in worded if other.sentence.start == mention.sentence.start)
    return min(beside, key=lambda other: abs(other.trigger.index - mention.trigger.index), default=mention)


def untold(told: Sequence[str | None]) -> RefusalReason | None:
    """Why a deal is none, from what the cues of its tellings say: each denies it or only supposes it."""
    reasons = [status for status in told if status in UNTOLD]
    return RefusalReason(reasons[0]) if reasons and len(reasons) == len(told) else None


def settle(mentions: Sequence[DealMention], told: Sequence[str | None], statuses: Sequence[str]) -> Status:
    """The likeliest status by the encoder's chances and the cues of all tellings, the surer counting more."""
    chances = np.zeros(len(statuses))
    for mention, cue in zip(mentions, told, strict=True):
        own = mention.statuses * [CUE_WEIGHT if status == cue else 1.0 for status in statuses]
        chances += own / own.sum() / (1 + math.exp(-mention.odds))
    return Status(statuses[int(np.argmax(chances))])
