"""Where its tellings place a deal in its life, and which tellings give none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby, product

import numpy as np
from spacy.tokens import Span

from extractors.deals.clauses import Clause, Clauses, lowered
from extractors.deals.mentions import DealMention
from extractors.knowledge.status_cues import StatusCues
from pipeline.vocabulary import DealType, RefusalReason, Status

CUE_WEIGHT = math.exp(4)
"""What a cue adds to the odds of its status; more gained nothing on texts that no training had seen."""
DENIED = "denied"
UNTOLD = frozenset({DENIED, "hypothetical"})
TOLD = "told"
"""Instead of a status: words that look like a denial and are none."""


class CueFinder:
    """Finds the cues of each sentence of one text once."""

    def __init__(self, cues: StatusCues, clauses: Clauses) -> None:
        self._cues, self._clauses = cues, clauses
        self._found: dict[int, list[tuple[int, int, int]]] = {}

    def cued(self, mention: DealMention) -> str | None:
        """The status, or "denied" or "hypothetical", that words around a trigger tell; None without any."""
        sentence, at = mention.sentence, mention.trigger.index
        found = self._in(sentence)
        fitting = [number for number, start, end in found if self._fits(number, start, end, at, sentence)]
        status = self._cues.rows[min(fitting)].status if fitting else None
        return None if status == TOLD else status

    def _fits(self, number: int, start: int, end: int, at: int, sentence: Span) -> bool:
        """Whether a cue of a row counts for the trigger at a word."""
        row = self._cues.rows[number]
        if row.asking:
            return True  # only those that ask are found
        within = start <= at < end  # "has" of "has not"
        if not within and not (at - row.before <= start and end <= at + row.after + 1):
            return False
        if row.status not in UNTOLD:
            return True
        aside = row.status == DENIED and _commas(sentence, end, at) % 2
        return not aside and self._clauses.of(sentence, start) == self._clauses.of(sentence, at)

    def of(self, mentions: Sequence[DealMention]) -> list[str | None]:
        """The same for each telling of a deal; a number or name that tells it has the cue of the nearest word
        that does in its clause, and what a clause denies at one word is denied at those behind it: "never
        signed a $30 billion contract"."""
        own = self._nearest(mentions)
        first: dict[tuple[DealType, Clause], int] = {}
        for mention, cue in zip(mentions, own, strict=True):
            if cue == DENIED:
                place, at = self._place(mention), mention.trigger.index
                first[place] = min(at, first.get(place, at))
        return [
            DENIED if first.get(self._place(mention), math.inf) < mention.trigger.index else cue
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
            clauses = {n: self._clause(mentions[n]) for n in numbers}
            found |= {(d, t) for d, t in product(denied, told) if clauses[d] != clauses[t]}
        return found | {(other, one) for one, other in found}

    def _nearest(self, mentions: Sequence[DealMention]) -> list[str | None]:
        """The cue of each; of a number or name that of the nearest telling word in its clause, if any."""
        worded: dict[tuple[DealType, Clause], list[DealMention]] = {}
        for mention in mentions:
            if not mention.trigger.length:
                worded.setdefault(self._place(mention), []).append(mention)
        return [
            self.cued(_nearest_word(mention, worded.get(self._place(mention), ())))
            if mention.trigger.length
            else self.cued(mention)
            for mention in mentions
        ]

    def _place(self, mention: DealMention) -> tuple[DealType, Clause]:
        return mention.type, self._clause(mention)

    def _clause(self, mention: DealMention) -> Clause:
        return self._clauses.of(mention.sentence, mention.trigger.index)

    def _in(self, sentence: Span) -> list[tuple[int, int, int]]:
        """Numbers of rows with the words of the doc where a cue of theirs stands."""
        if sentence.start not in self._found:
            words, asking = lowered(sentence), self._clauses.asking_word(sentence)
            self._found[sentence.start] = [
                (number, sentence.start + at, sentence.start + at + len(cue))
                for at, word in enumerate(words)
                for cue, number in self._cues.begun.get(word, ())
                if tuple(words[at : at + len(cue)]) == cue
                and (not self._cues.rows[number].asking or sentence.start + at == asking)
            ]
        return self._found[sentence.start]


def _nearest_word(mention: DealMention, words: Iterable[DealMention]) -> DealMention:
    """The nearest of some words to a number or name, or that itself."""
    return min(words, key=lambda word: abs(word.trigger.index - mention.trigger.index), default=mention)


def _commas(sentence: Span, start: int, end: int) -> int:
    """How many stand between two words of the doc: one alone parts what is denied from what is told ("Without
    giving a price, X bought Y"), two enclose what is said by the way."""
    return sum(token.text == "," for token in sentence.doc[start:end])


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
