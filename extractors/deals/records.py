"""What speaks for a gathered record being a deal of its own, and what overrules one that is not kept."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from extractors.deals.merging import Record
from pipeline.vocabulary import ROLES, RefusalReason, Role

NOBODY = -3.0
"""Log odds that stand in for a record without any identifying party."""
LOWEST, HIGHEST = -4.0, 6.0
"""Odds beyond which more says no more."""


def record_odds(record: Record) -> float:
    """Log odds that something is told, by its surest telling."""
    return _held(max(mention.odds for mention in record.mentions))


def strength(record: Record) -> dict[str, float]:
    """What else speaks for or against a record: `side`, the odds of the less sure of its identifying roles;
    `missing`, how many of these nobody holds; `tellings`, the logarithm of their number; `numbers` and
    `distant`, 1 where it has a number, or a party that its sentences do not name, else 0."""
    sides: dict[Role, float] = {}
    for (_, role), holder in record.holders.items():
        sides[role] = max(holder.odds, sides.get(role, holder.odds))
    principal = ROLES[record.type].principal
    return {
        "side": _held(min((sides[role] for role in principal if role in sides), default=NOBODY)),
        "missing": float(sum(role not in sides for role in principal)),
        "tellings": math.log(len(record.mentions)),
        "numbers": float(bool(record.numbers)),
        "distant": float(any(held.argument.form == "context" for held in record.holders.values())),
    }


def _held(odds: float) -> float:
    return min(max(odds, LOWEST), HIGHEST)


class Rivals:
    """The records of a doc by the parties they share, each looked into once."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.keys = {id(record): {key for key, _ in record.holders} for record in records}
        self.sure = {id(record): max(mention.odds for mention in record.mentions) for record in records}
        self.sentences = {id(record): {m.sentence.start for m in record.mentions} for record in records}
        self._by_key: dict[str, dict[int, Record]] = {}
        for record in records:
            for key in self.keys[id(record)]:
                self._by_key.setdefault(key, {})[id(record)] = record

    def of(self, record: Record) -> Iterable[Record]:
        """The other records that share a party."""
        found = {
            number: other for key in self.keys[id(record)] for number, other in self._by_key[key].items()
        }
        found.pop(id(record), None)
        return found.values()

    def retold_as_another(self, record: Record, rated: Mapping[int, float]) -> bool:
        """Whether a record without numbers is, by the chances of all by their `id`, the less sure reading of
        sentences that tell of two of its parties as another type of deal."""
        own = id(record)
        return not record.numbers and any(
            rated[id(other)] > rated[own]
            and other.type != record.type
            and len(self.keys[own] & self.keys[id(other)]) > 1
            and self.sentences[own] <= self.sentences[id(other)]
            for other in self.of(record)
        )

    def why_not(self, record: Record, kept: Collection[int]) -> RefusalReason:
        """Why a record is not kept: one of those kept, given by their `id`, shares a party and a sentence
        with it, or too little speaks for it."""
        own = self.sentences[id(record)]
        overruled = any(id(other) in kept and own & self.sentences[id(other)] for other in self.of(record))
        return RefusalReason.OVERRULED if overruled else RefusalReason.DOUBTFUL
