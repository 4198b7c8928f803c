"""What speaks for a gathered record being a deal of its own, seen as a whole and beside the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from extractors.deals.merging import Record
from extractors.quantity import Quantity
from pipeline.vocabulary import ROLES, RefusalReason, Role

KEPT = "KEPT"


def record_features(record: Record, rivals: Rivals) -> list[str]:
    """Features of a record among all those of its doc, which `rivals` was built from."""
    found = {"bias", *_strength(record), *_roles(record), *_numbers(record), *_telling(record)}
    found.update(_rivals(record, rivals))
    found.update([f"{record.type}|{feature}" for feature in found])
    return sorted(found)


def _strength(record: Record) -> Iterable[str]:
    odds = [mention.odds for mention in record.mentions]
    yield f"surest={_step(max(odds))}"
    yield from (f"surest>{step}" for step in range(-1, 6) if max(odds) > step)
    yield f"mentions={min(len(odds), 4)}"
    yield f"sentences={min(len({m.sentence.start for m in record.mentions}), 3)}"
    held = [
        holder.odds for (_, role), holder in record.holders.items() if role in ROLES[record.type].principal
    ]
    if held:
        yield from (f"weakest>{step}" for step in range(-3, 5) if min(held) > step)
    sides = _sides(record)
    if sides:
        # A record is as good as the worse known of its two sides, whoever else is drawn in.
        yield from (f"side>{step / 2}" for step in range(-6, 10) if min(sides) > step / 2)
        yield from (f"both>{step}" for step in range(-4, 12) if max(odds) + min(sides) > step)


def _sides(record: Record) -> list[float]:
    """The odds of the surest holder of each principal role that is filled."""
    best: dict[Role, float] = {}
    for (_, role), holder in record.holders.items():
        if role in ROLES[record.type].principal:
            best[role] = max(best.get(role, holder.odds), holder.odds)
    return list(best.values())


def _roles(record: Record) -> Iterable[str]:
    for role in ROLES[record.type].all:
        keys = record.keys(role)
        yield f"{role}={min(len(keys), 3)}"
    principal = ROLES[record.type].principal
    yield f"missing={sum(not record.keys(role) for role in principal)}"
    for (_, role), holder in record.holders.items():
        yield f"{role}|form={holder.argument.form.split('-')[0]}"
        yield f"{role}|label={holder.argument.label}"
        yield f"{role}|kind={holder.argument.kind}"


def _numbers(record: Record) -> Iterable[str]:
    kinds = [_quantity(number.span._.quantity) for number in record.numbers.values()]
    for kind in ("money", "power", "chips"):
        yield f"{kind}={min(kinds.count(kind), 2)}"


def _quantity(quantity: Quantity) -> str:
    return str(quantity.kind)


def _telling(record: Record) -> Iterable[str]:
    best = max(record.mentions, key=lambda mention: mention.odds)
    yield f"lemma={best.trigger.lemma}"
    yield f"pos={best.trigger.pos}"
    yield f"tag={best.sentence.doc[best.trigger.index].tag_}"
    for child in best.sentence.doc[best.trigger.index].children:
        if child.dep_ in ("aux", "neg", "mark"):
            yield f"{child.dep_}={child.lemma_.lower()}"
    if record.mentions[0].sentence.start < 3:
        yield "title"


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

    def why_not(self, record: Record, kept: Collection[int]) -> RefusalReason:
        """Why a record is not kept: one of those kept, given by their `id`, shares a party and a sentence
        with it, or too little speaks for it."""
        own = self.sentences[id(record)]
        overruled = any(id(other) in kept and own & self.sentences[id(other)] for other in self.of(record))
        return RefusalReason.OVERRULED if overruled else RefusalReason.DOUBTFUL


def _rivals(record: Record, rivals: Rivals) -> Iterable[str]:
    own = id(record)
    for other in rivals.of(record):
        shared = len(rivals.keys[own] & rivals.keys[id(other)])
        stronger = "stronger" if rivals.sure[id(other)] > rivals.sure[own] else "weaker"
        together = bool(rivals.sentences[own] & rivals.sentences[id(other)])
        if other.type == record.type or together:
            same = "same" if other.type == record.type else "other"
            yield f"rival={same}|{min(shared, 2)}|{stronger}|{together}"
            if together and other.type != record.type:
                yield f"rival-type={other.type}|{stronger}"


def _step(odds: float) -> int:
    return max(-2, min(6, round(odds)))
