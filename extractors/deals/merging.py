"""Gathers the tellings of one transaction: one record for each distinct deal of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.deals.attaching import Attachment
from extractors.deals.mentions import DealMention, Holder
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import ROLES, DealType, Role

TWO_SIDED_OVERLAP = 2


@dataclass
class Record:
    """One transaction: its tellings in the order of the text, who has which role, and its numbers."""

    type: DealType
    mentions: list[DealMention] = field(default_factory=list)
    holders: dict[tuple[str, Role], Holder] = field(default_factory=dict)
    numbers: dict[tuple[int, int], Attachment] = field(default_factory=dict)

    def add(self, mention: DealMention, numbers: Sequence[Attachment]) -> None:
        """Take in one more telling; of several mentions of a party the surest stands for it."""
        self.mentions.append(mention)
        for holder in mention.holders:
            key = (holder.argument.key, holder.role)
            if key not in self.holders or self.holders[key].odds < holder.odds:
                self.holders[key] = holder
        for number in numbers:
            key_span = (number.span.start, number.span.end)
            if key_span not in self.numbers or self.numbers[key_span].odds < number.odds:
                self.numbers[key_span] = number

    def keys(self, role: Role) -> frozenset[str]:
        """The parties in a role."""
        return frozenset(key for key, held in self.holders if held == role)


def merge(
    mentions: Sequence[DealMention], numbers: Sequence[Sequence[Attachment]]
) -> list[Record]:
    """Records, in the order of their first tellings; the surest tellings are placed first."""
    order = sorted(range(len(mentions)), key=lambda i: -mentions[i].odds)
    records: list[Record] = []
    for index in order:
        mention, own = mentions[index], numbers[index]
        home = next((record for record in records if same_deal(record, mention, own)), None)
        if home is None:
            home = Record(mention.type)
            records.append(home)
        home.add(mention, own)
    for record in records:
        record.mentions.sort(key=lambda m: m.trigger.index)
    return sorted(records, key=lambda record: record.mentions[0].trigger.index)


def same_deal(record: Record, mention: DealMention, numbers: Sequence[Attachment]) -> bool:
    """Whether a mention tells the record's deal: same type, no principal role at odds, some party shared."""
    if record.type != mention.type:
        return False
    shared = 0
    for role in ROLES[record.type].principal:
        held = record.keys(role)
        own = {h.argument.key for h in mention.holders if h.role == role}
        if held and own:
            if not held & own:
                return False
            shared += 1
    if not shared:
        return False
    near = any(m.sentence.start == mention.sentence.start for m in record.mentions)
    return near or shared >= TWO_SIDED_OVERLAP or not numbers_differ(record, numbers)


def numbers_differ(record: Record, numbers: Sequence[Attachment]) -> bool:
    """Whether both state money and no amount is the same."""
    held = {_value(number) for number in record.numbers.values()} - {None}
    own = {_value(number) for number in numbers} - {None}
    return bool(held and own and not held & own)


def _value(number: Attachment) -> tuple[object, ...] | None:
    quantity: Quantity = number.span._.quantity
    if quantity.kind != QuantityKind.MONEY:
        return None
    return quantity.unit, quantity.low, quantity.high
