"""Where its tellings place a deal in its life, and which tellings give none."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, product

import numpy as np
from spacy.tokens import Span

from extractors.deals.mentions import DealMention
from extractors.knowledge.status_cues import StatusCues
from pipeline.vocabulary import RefusalReason, Status

CUE_WEIGHT = math.exp(4)
"""What a cue adds to the odds of its status; more gained nothing on texts that no training had seen."""
DENIED = "denied"
UNTOLD = frozenset({DENIED, "hypothetical"})
BREAKS = frozenset({";", "but", "while", "whereas", "though", "although"})
"""Words at which a clause ends, and with it what it denies or supposes."""
CLOSING = "\"'”’» )"


class CueFinder:
    """Finds the cues of each sentence of one text once."""

    def __init__(self, cues: StatusCues) -> None:
        self._cues = cues
        self._found: dict[int, list[tuple[int, int, int]]] = {}
        self._breaks: dict[int, list[int]] = {}

    def cued(self, mention: DealMention) -> str | None:
        """The status, or "denied" or "hypothetical", that words around a trigger tell; None without any."""
        sentence, at = mention.sentence, mention.trigger.index
        fitting = [
            number
            for number, start, end in self._in(sentence)
            if self._fits(number, start, end, at, sentence)
        ]
        return self._cues.rows[min(fitting)].status if fitting else None

    def _fits(self, number: int, start: int, end: int, at: int, sentence: Span) -> bool:
        """Whether a cue of a row counts for the trigger at a word."""
        row = self._cues.rows[number]
        if row.asking:
            return start == sentence.start and _asks(sentence)
        near = at - row.before <= start and end <= at + row.after + 1
        return near and (row.status not in UNTOLD or self._in_one_clause(sentence, start, at))

    def of(self, mentions: Sequence[DealMention]) -> list[str | None]:
        """The same for each telling of a deal; a number or name that tells it has the cue of the nearest word
        that does in its sentence, and what is denied at the first word of a clause is denied at the others:
        "never signed a $30 billion contract"."""
        own = self._nearest(mentions)
        denied = [mention for mention, cue in zip(mentions, own, strict=True) if cue == DENIED]
        return [
            DENIED if any(self._goes_on(first, mention) for first in denied) else cue
            for mention, cue in zip(mentions, own, strict=True)
        ]

    def at_odds(self, mentions: Sequence[DealMention]) -> set[tuple[int, int]]:
        """The pairs of tellings, by their numbers, of which one clause of a sentence denies or supposes one,
        and another clause tells the other."""
        untold = [cue in UNTOLD for cue in self.of(mentions)]
        found = set()
        for _, beside in groupby(range(len(mentions)), lambda number: mentions[number].sentence.start):
            numbers = list(beside)
            denied, told = [n for n in numbers if untold[n]], [n for n in numbers if not untold[n]]
            crossed = product(denied, told)
            found |= {(d, t) for d, t in crossed if not self._one_clause(mentions[d], mentions[t])}
        return found | {(other, one) for one, other in found}

    def _nearest(self, mentions: Sequence[DealMention]) -> list[str | None]:
        worded = [mention for mention in mentions if not mention.trigger.length]
        return [self.cued(_nearest_word(mention, worded)) for mention in mentions]

    def _one_clause(self, one: DealMention, other: DealMention) -> bool:
        return self._in_one_clause(one.sentence, one.trigger.index, other.trigger.index)

    def _goes_on(self, first: DealMention, then: DealMention) -> bool:
        """Whether a telling stands behind another in its clause."""
        beside = first.type == then.type and first.sentence.start == then.sentence.start
        return beside and first.trigger.index < then.trigger.index and self._one_clause(first, then)

    def _in_one_clause(self, sentence: Span, one: int, other: int) -> bool:
        if sentence.start not in self._breaks:
            self._breaks[sentence.start] = [token.i for token in sentence if token.lower_ in BREAKS]
        breaks = self._breaks[sentence.start]
        return bisect_right(breaks, min(one, other)) == bisect_right(breaks, max(one, other))

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


def _asks(sentence: Span) -> bool:
    return bool(sentence.text.rstrip(CLOSING).endswith("?"))


def _nearest_word(mention: DealMention, worded: Sequence[DealMention]) -> DealMention:
    if not mention.trigger.length:
        return mention
    beside = (o for o in worded if o.type == mention.type and o.sentence.start == mention.sentence.start)
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
