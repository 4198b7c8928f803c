"""The records of a doc beside each other: which of them tell the same words as something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from extractors.deals.merging import Record
from extractors.deals.records import strength, weight
from pipeline.vocabulary import RefusalReason

UNRIVALLED = -5.0
"""The weight of a rival where there is none."""
BOTH = 2
"""Parties in common from which two records tell of one relation."""


class Rivals:
    """The records of a doc by the parties and sentences they share, each looked into once."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.keys = {id(record): {key for key, _ in record.holders} for record in records}
        self.sentences = {id(record): {m.sentence.start for m in record.mentions} for record in records}
        self._strengths = {id(record): strength(record) for record in records}
        self._weights = {id(record): weight(record, self._strengths[id(record)]) for record in records}
        self._by_key: dict[str, dict[int, Record]] = {}
        self._by_sentence: dict[int, dict[int, Record]] = {}
        for record in records:
            for key in self.keys[id(record)]:
                self._by_key.setdefault(key, {})[id(record)] = record
            for start in self.sentences[id(record)]:
                self._by_sentence.setdefault(start, {})[id(record)] = record

    def facts(self, record: Record) -> dict[str, float]:
        """The strength of a record, and against it: `rival`, the weight of the weightiest record of another
        type that tells of its parties in its sentences; `part`, 1 where another record of its type has all
        of its parties, and more of them or more weight, else 0."""
        rivals = (self._weights[id(other)] for other in self._of_other_types(record))
        return {
            **self._strengths[id(record)],
            "rival": max(rivals, default=UNRIVALLED),
            "part": float(self._is_part(record)),
        }

    def _of_other_types(self, record: Record) -> Iterator[Record]:
        keys = self.keys[id(record)]
        beside = (self._by_sentence[start] for start in self.sentences[id(record)])
        for number, other in {number: each for held in beside for number, each in held.items()}.items():
            shared = len(keys & self.keys[number])
            if other.type != record.type and shared and shared >= min(BOTH, len(keys)):
                yield other

    def _is_part(self, record: Record) -> bool:
        own = id(record)
        keys = self.keys[own]
        # All of its parties are parties of the other, so that of the rarest are enough to look through.
        rarest = min((self._by_key[key] for key in keys), key=len, default={})
        return any(
            number != own
            and other.type == record.type
            and keys <= self.keys[number]
            and (keys < self.keys[number] or self._weights[number] > self._weights[own])
            for number, other in rarest.items()
        )

    def of(self, record: Record) -> Iterable[Record]:
        """The other records that share a party."""
        found = {
            number: other for key in self.keys[id(record)] for number, other in self._by_key[key].items()
        }
        found.pop(id(record), None)
        return found.values()

    def why_not(self, record: Record, kept: Collection[int]) -> RefusalReason:
        """Why a record is not kept: one of those kept, given by their `id`, shares a party and a sentence
        with it, or too little speaks for it."""
        own = self.sentences[id(record)]
        overruled = any(id(other) in kept and own & self.sentences[id(other)] for other in self.of(record))
        return RefusalReason.OVERRULED if overruled else RefusalReason.DOUBTFUL
