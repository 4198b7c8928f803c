"""Which labelled deal a word tells: by the evidence of the deals, and by who is named around the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.training.alignment import LabelledDeal, same_name
from extractors.training.encoder.example import TOLD_NONE, UNSURE

QUOTED = 0.5
"""What the evidence counts beside the nearness of parties."""
LEAST_NAMED = 2
"""Parties of a deal whose names make a sentence tell it outside its evidence."""


class Named(NamedTuple):
    """A name from word `word` of the text on; `party`: which of the text's parties, None for a place;
    `length`: its words, 0 where it only refers to the party."""

    word: int
    name: str
    party: int | None
    length: int = 0


class Cue(NamedTuple):
    """Word `word` of the text, at characters `start`..`end`, which may tell a deal of the types it is listed
    for; of a number, `stating`: the deals that it is stated of; of a name, `naming`: the party."""

    word: int
    start: int
    end: int
    types: tuple[str, ...]
    stating: tuple[int, ...] | None = None
    naming: Named | None = None


class Sentence(NamedTuple):
    """Characters `start`..`end`, with the words that may tell deals and the names in it."""

    start: int
    end: int
    cues: Sequence[Cue]
    names: Sequence[Named]


def deal_told(sentence: Sentence, cue: Cue, deals: Sequence[LabelledDeal]) -> int:
    """The number of the deal that a cue tells, the one with most parties near it; TOLD_NONE or UNSURE."""
    if cue.stating is not None:
        return max(cue.stating, key=lambda number: _nearness(sentence, cue, deals[number]), default=TOLD_NONE)
    if cue.naming is not None:
        return _deal_of_party(sentence, cue.naming, deals)
    fitting = [
        number
        for number, deal in enumerate(deals)
        if (quotes(deal, cue) or _names_parties(sentence, deal)) and _may_tell(sentence, cue, deal)
    ]
    if fitting:
        return max(fitting, key=lambda number: _nearness(sentence, cue, deals[number]))
    return UNSURE if _maybe_told(sentence, cue, deals) else TOLD_NONE


def _deal_of_party(sentence: Sentence, name: Named, deals: Sequence[LabelledDeal]) -> int:
    """The only deal of a party that a sentence tells; UNSURE where it tells several, or may tell one."""
    own = [number for number, deal in enumerate(deals) if _parties_of(deal, [name])]
    told = [
        number
        for number in own
        if _overlaps(deals[number], sentence) or _names_parties(sentence, deals[number])
    ]
    if len(told) == 1:
        return told[0]
    listed = {kind for cue in sentence.cues for kind in cue.types}
    return UNSURE if told or any(deals[number].type in listed for number in own) else TOLD_NONE


def quotes(deal: LabelledDeal, cue: Cue) -> bool:
    """Whether a cue stands in the evidence of a deal."""
    return deal.start <= cue.start < deal.end


def _may_tell(sentence: Sentence, cue: Cue, deal: LabelledDeal) -> bool:
    """Whether a cue is listed for the deal's type, or none is in the evidence and any may tell it."""
    if deal.type in cue.types:
        return True
    return _overlaps(deal, sentence) and not any(
        deal.type in other.types and quotes(deal, other) for other in sentence.cues
    )


def _names_parties(sentence: Sentence, deal: LabelledDeal) -> bool:
    named = {name.party for name in _parties_of(deal, sentence.names) if name.party is not None}
    return len(named) >= LEAST_NAMED or (_overlaps(deal, sentence) and bool(named))


def _nearness(sentence: Sentence, cue: Cue, deal: LabelledDeal) -> float:
    near = sum(1 / (1 + abs(name.word - cue.word)) for name in _parties_of(deal, sentence.names))
    return near + (QUOTED if quotes(deal, cue) else 0.0)


def _maybe_told(sentence: Sentence, cue: Cue, deals: Iterable[LabelledDeal]) -> bool:
    """Whether a sentence beside the evidence names a party of such a deal: too unsure to teach."""
    return any(
        name.party is not None
        for deal in deals
        if deal.type in cue.types
        for name in _parties_of(deal, sentence.names)
    )


def _parties_of(deal: LabelledDeal, names: Iterable[Named]) -> list[Named]:
    return [name for name in names if any(same_name(party, name.name) for party, _ in deal.parties)]


def _overlaps(deal: LabelledDeal, sentence: Sentence) -> bool:
    return deal.start < sentence.end and deal.end > sentence.start
