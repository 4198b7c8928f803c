"""Where its tellings place a deal in its life, and which tellings give none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from spacy.tokens import Span

from extractors.deals.mentions import DealMention
from extractors.knowledge.status_cues import StatusCue
from pipeline.vocabulary import RefusalReason, Status

CUE_WEIGHT = math.exp(4)
"""What a cue adds to the odds of its status; more gained nothing on texts that no training had seen."""
UNTOLD = frozenset({"denied", "hypothetical"})


def cued(mention: DealMention, cues: Sequence[StatusCue]) -> str | None:
    """The status, or "denied" or "hypothetical", that cue words around a trigger tell; None without any."""
    sentence, at = mention.sentence, mention.trigger.index
    for row in cues:
        start, end = max(at - row.before, sentence.start), min(at + row.after + 1, sentence.end)
        window = _phrases(sentence.doc[start:end])
        longer = {cue for cue in row.cues if cue.count(" ") > 1}
        text = f" {sentence.doc[start:end].text.lower()} "
        if row.cues & window or any(f" {cue} " in text for cue in longer):
            return row.status
    return None


def _phrases(span: Span) -> frozenset[str]:
    """Lemmas, words and pairs of words, all in lower case."""
    words = [token.lower_ for token in span]
    found = {*words, *(token.lemma_.lower() for token in span)}
    found.update(f"{a} {b}" for a, b in pairwise(words))
    return frozenset(found)


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
