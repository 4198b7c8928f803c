"""Gathers the tellings of one transaction: one record for each distinct deal of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.deals.arguments import UNNAMED
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

    votes: dict[str, dict[Role, float]] = field(default_factory=dict)
    """What the tellings together say for each role of a party."""
    surest: dict[tuple[str, Role], Holder] = field(default_factory=dict)
    """The surest mention of each party in each role it was told in."""
    sentences: set[int] = field(default_factory=set)
    """First words of the sentences that tell it."""
    sums: set[tuple[object, ...]] = field(default_factory=set)
    """The amounts of money among its numbers, kept because each further telling asks for them."""

    def add(self, mention: DealMention, numbers: Sequence[Attachment]) -> None:
        """Take in one more telling; a party has one role, and the surest mention in it stands for it."""
        if self.mentions:
            # A later telling that only supposes a party must not add it beside those that are named.
            kept = tuple(
                h
                for h in mention.holders
                if not h.argument.form.startswith("context") or not self.keys(h.role)
            )
            mention = mention._replace(holders=kept)
        self.mentions.append(mention)
        self.sentences.add(mention.sentence.start)
        self.sums |= _money(numbers)
        for holder in mention.holders:
            party = holder.argument.key
            votes = self.votes.setdefault(party, {})
            votes[holder.role] = votes.get(holder.role, 0.0) + max(holder.odds, 0.1)
            held = self.surest.get((party, holder.role))
            if held is None or _rank(held) < _rank(holder):
                self.surest[party, holder.role] = holder
        for party in dict.fromkeys(holder.argument.key for holder in mention.holders):
            votes = self.votes[party]
            chosen = max(votes, key=lambda role: votes[role])
            for role in votes:
                self.holders.pop((party, role), None)
            self.holders[party, chosen] = self.surest[party, chosen]
        self._settle_unnamed()
        for number in numbers:
            key_span = (number.span.start, number.span.end)
            if key_span not in self.numbers or self.numbers[key_span].odds < number.odds:
                self.numbers[key_span] = number

    def _settle_unnamed(self) -> None:
        """Keep of what is only described the surest, and none beside a name in its role."""
        for role in {role for _, role in self.holders}:
            keys = self.keys(role)
            described = sorted(
                (key for key in keys if key.startswith(UNNAMED)),
                key=lambda key: -self.holders[key, role].odds,
            )
            for key in described[0 if _named(keys) else 1 :]:
                del self.holders[key, role]

    def keys(self, role: Role) -> frozenset[str]:
        """The parties in a role."""
        return frozenset(key for key, held in self.holders if held == role)


def merge(mentions: Sequence[DealMention], numbers: Sequence[Sequence[Attachment]]) -> list[Record]:
    """Records, in the order of their first tellings; the surest tellings are placed first."""
    order = sorted(range(len(mentions)), key=lambda i: -mentions[i].odds)
    records: list[Record] = []
    # Only a record that has told of one of its parties can be a mention's home.
    places: dict[tuple[DealType, str], set[int]] = {}
    for index in order:
        mention, own = mentions[index], numbers[index]
        parties = [(mention.type, holder.argument.key) for holder in mention.holders]
        near = sorted(set().union(*(places.get(party, ()) for party in parties)))
        home = next((number for number in near if same_deal(records[number], mention, own)), len(records))
        if home == len(records):
            records.append(Record(mention.type))
        records[home].add(mention, own)
        for party in parties:
            places.setdefault(party, set()).add(home)
    for record in records:
        record.mentions.sort(key=lambda m: m.trigger.index)
    return sorted(records, key=lambda record: record.mentions[0].trigger.index)


def same_deal(record: Record, mention: DealMention, numbers: Sequence[Attachment]) -> bool:
    """Whether a mention tells the record's deal: same type, no principal role at odds, some fact shared."""
    if record.type != mention.type:
        return False
    shared, open_roles = 0, 0
    for role in ROLES[record.type].principal:
        held = record.keys(role)
        own = {h.argument.key for h in mention.holders if h.role == role}
        if _named(held) and _named(own) and not held & own:
            return False
        shared += bool(held & own)
        open_roles += not (held and own)
    near = mention.sentence.start in record.sentences
    same_money = bool(record.sums & _money(numbers))
    others = {key for key, _ in record.holders} & {h.argument.key for h in mention.holders}
    if not shared:
        return bool(others and open_roles and (near or same_money))
    return near or same_money or shared >= TWO_SIDED_OVERLAP or not numbers_differ(record, numbers)


def _named(keys: Iterable[str]) -> bool:
    """Whether any of the holders has a name: what is only described goes by many words."""
    return any(not key.startswith(UNNAMED) for key in keys)


def numbers_differ(record: Record, numbers: Sequence[Attachment]) -> bool:
    """Whether both state money and no amount is the same."""
    own = _money(numbers)
    return bool(record.sums and own and not record.sums & own)


def _rank(holder: Holder) -> tuple[bool, float]:
    return holder.argument.form == "name", holder.odds


def _money(numbers: Iterable[Attachment]) -> frozenset[tuple[object, ...]]:
    quantities: list[Quantity] = [number.span._.quantity for number in numbers]
    return frozenset((q.unit, q.low, q.high) for q in quantities if q.kind == QuantityKind.MONEY)
