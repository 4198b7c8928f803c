"""Gathers the tellings of one transaction: one record for each distinct deal of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.deals.attaching import Attachment
from extractors.deals.described import DESCRIPTION
from extractors.deals.mentions import DealMention, Holder
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import ROLES, DealType, Role

TWO_SIDED_OVERLAP = 2
SUPPOSED = frozenset({"context", DESCRIPTION})
"""Forms of arguments that add no party beside another in its role."""
AGREED, DIFFERING, AT_ODDS = 3.0, -2.0, -3.0
"""Log odds; chosen, like the thresholds, on texts that no training had seen."""


Values = frozenset[tuple[object, ...]]


class Sums(NamedTuple):
    """The amounts of money and the powers among some numbers."""

    money: Values
    power: Values


def sums(numbers: Iterable[Attachment]) -> Sums:
    """What some numbers state, wherever they state it."""
    held: dict[QuantityKind, set[tuple[object, ...]]] = {QuantityKind.MONEY: set(), QuantityKind.POWER: set()}
    for number in numbers:
        quantity: Quantity = number.span._.quantity
        if quantity.kind in held:
            held[quantity.kind].add((quantity.unit, quantity.low, quantity.high))
    return Sums(frozenset(held[QuantityKind.MONEY]), frozenset(held[QuantityKind.POWER]))


FAR_APART = -6.0
"""Log odds below which two tellings of the same parties and sums are not taken for one deal."""


@dataclass
class Record:
    """One transaction: its tellings in the order of the text, who has which role, and its numbers."""

    type: DealType
    mentions: list[DealMention] = field(default_factory=list)
    holders: dict[tuple[str, Role], Holder] = field(default_factory=dict)
    numbers: dict[tuple[int, int], Attachment] = field(default_factory=dict)
    offered: dict[tuple[int, int], Attachment] = field(default_factory=dict)
    """Its numbers before each was left with one record."""

    votes: dict[str, dict[Role, float]] = field(default_factory=dict)
    """What the tellings together say for each role of a party."""
    surest: dict[tuple[str, Role], Holder] = field(default_factory=dict)
    """The surest mention of each party in each role it was told in."""
    sentences: set[int] = field(default_factory=set)
    """First words of the sentences that tell it."""
    money: set[tuple[object, ...]] = field(default_factory=set)
    power: set[tuple[object, ...]] = field(default_factory=set)
    """What its numbers state, kept because each further telling asks for it."""

    def add(self, mention: DealMention, numbers: Sequence[Attachment]) -> None:
        """Take in one more telling; a party has one role, and the surest mention in it stands for it."""
        if self.mentions:
            # A later telling that only supposes a party must not add it beside those that are named.
            kept = tuple(
                h for h in mention.holders if h.argument.form not in SUPPOSED or not self.keys(h.role)
            )
            mention = mention._replace(holders=kept)
        self.mentions.append(mention)
        self.sentences.add(mention.sentence.start)
        own = sums(numbers)
        self.money |= own.money
        self.power |= own.power
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
        for number in numbers:
            key_span = (number.span.start, number.span.end)
            if key_span not in self.numbers or self.numbers[key_span].odds < number.odds:
                self.numbers[key_span] = number

    def take(self, other: Record) -> None:
        """Take in the tellings and numbers of another record of the same deal."""
        for mention in other.mentions:
            self.add(mention, ())
        self.numbers = other.numbers | self.numbers

    def keys(self, role: Role) -> frozenset[str]:
        """The parties in a role."""
        return frozenset(key for key, held in self.holders if held == role)


def merge(
    mentions: Sequence[DealMention],
    numbers: Sequence[Sequence[Attachment]],
    same: Mapping[tuple[int, int], float],
    least_same: float = 0.0,
) -> list[Record]:
    """Records, in the order of their first tellings; the surest tellings are placed first.

    `same` holds log odds of two tellings, by their numbers, being of one deal; where it knows none of a
    record's, what the record and the telling state decides.
    """
    stated = [sums(own) for own in numbers]
    order = sorted(range(len(mentions)), key=lambda i: -mentions[i].odds)
    records: list[Record] = []
    members: list[list[int]] = []
    # Only a record that has told of one of its parties can be a mention's home.
    places: dict[tuple[DealType, str], set[int]] = {}
    for index in order:
        mention, own = mentions[index], stated[index]
        parties = [(mention.type, holder.argument.key) for holder in mention.holders]
        near = sorted(set().union(*(places.get(party, ()) for party in parties)))
        home = len(records)
        best = least_same
        for number in near:
            known = [same[index, member] for member in members[number] if (index, member) in same]
            if known:
                odds = sum(known) / len(known) + agreement(records[number], mention, own)
            else:
                odds = least_same + (0.5 if same_deal(records[number], mention, own) else -0.5)
            if odds > best:
                home, best = number, odds
        if home == len(records):
            records.append(Record(mention.type))
            members.append([])
        members[home].append(index)
        records[home].add(mention, numbers[index])
        for party in parties:
            places.setdefault(party, set()).add(home)
    records = _alike_as_one(records, members, same)
    for record in records:
        record.mentions.sort(key=lambda m: m.trigger.index)
    _give_once(records)
    return sorted(records, key=lambda record: record.mentions[0].trigger.index)


def agreement(record: Record, mention: DealMention, stated: Sums) -> float:
    """What numbers and parties add to the odds of being one deal: less than nothing where other amounts,
    another power or other parties in an identifying role are stated, more where the same parties fill all of
    these roles."""
    differing = _differ(record.money, stated.money)
    apart = DIFFERING if differing or _differ(record.power, stated.power) else 0.0
    equal = not differing
    for role in ROLES[record.type].principal:
        held, own = record.keys(role), {h.argument.key for h in mention.holders if h.role == role}
        equal = equal and bool(held) and held == own
        if held and own and not held & own:
            apart += AT_ODDS
    return apart + AGREED if equal else apart


def _alike_as_one(
    records: Sequence[Record], members: Sequence[Sequence[int]], same: Mapping[tuple[int, int], float]
) -> list[Record]:
    """The records, those with the same parties, sums and powers as one unless held far apart by the encoder:
    a page may tell a deal many times in the same words."""
    kept: dict[object, int] = {}
    for place, record in enumerate(records):
        stated = (frozenset(record.money), frozenset(record.power))
        told = (record.type, frozenset(record.holders), stated)
        known = kept.setdefault(told if any(stated) else place, place)
        if known != place and not any(
            same.get((one, other), 0.0) < FAR_APART for one in members[known] for other in members[place]
        ):
            records[known].take(record)
        elif known != place:
            kept[place] = place
    return [records[place] for place in sorted(kept.values())]


def _give_once(records: Sequence[Record]) -> None:
    """Leave each number with the record it most likely belongs to, wherever it is stated twice."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for place, record in enumerate(records):
        for at, number in record.numbers.items():
            # Of equal ones the first has it.
            best[at] = max((number.odds, -place), best.get(at, (number.odds, -place)))
    for place, record in enumerate(records):
        record.offered = record.numbers
        record.numbers = {at: number for at, number in record.numbers.items() if best[at][1] == -place}


def hand_back(refused: Iterable[Record], claimed: Sequence[Record]) -> None:
    """Leave each number of the refused records with the claimed one that it most likely belongs to, if it was
    offered to any."""
    for record in refused:
        for at in record.numbers:
            heirs = [other for other in claimed if at in other.offered]
            heir = max(heirs, key=lambda other: other.offered[at].odds, default=None)
            if heir:
                heir.numbers[at] = heir.offered[at]


def same_deal(record: Record, mention: DealMention, stated: Sums) -> bool:
    """Whether a mention tells the record's deal: same type, no principal role at odds, some fact shared."""
    if record.type != mention.type:
        return False
    shared, open_roles = 0, 0
    for role in ROLES[record.type].principal:
        held = record.keys(role)
        own = {h.argument.key for h in mention.holders if h.role == role}
        if held and own and not held & own:
            return False
        shared += bool(held & own)
        open_roles += not (held and own)
    near = mention.sentence.start in record.sentences
    same_money = bool(record.money & stated.money)
    others = {key for key, _ in record.holders} & {h.argument.key for h in mention.holders}
    if not shared:
        return bool(others and open_roles and (near or same_money))
    return near or same_money or shared >= TWO_SIDED_OVERLAP or not _differ(record.money, stated.money)


def _differ(held: Collection[object], own: Values) -> bool:
    """Whether both state something and nothing is the same."""
    return bool(held and own) and own.isdisjoint(held)


def _rank(holder: Holder) -> tuple[bool, float]:
    return holder.argument.form == "name", holder.odds
