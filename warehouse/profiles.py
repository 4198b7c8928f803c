"""What resolution compares: a claim reduced to parties, numbers and dates, and a deal as its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.vocabulary import AmountKind, DealType, Qualifier, Role, Status
from warehouse.names import PartyName, normalise_name, read_name, same_name

HEADLINE_KINDS = (AmountKind.VALUE, AmountKind.EQUITY, AmountKind.DEBT)
STAGES: Mapping[Status, int] = {
    Status.RUMORED: 1,
    Status.ANNOUNCED: 2,
    Status.COMPLETED: 3,
    Status.TERMINATED: 3,
}


class PartyKey(NamedTuple):
    """A party as resolution sees it."""

    role: Role
    name: PartyName
    entity_id: str | None

    def same_as(self, other: PartyKey) -> bool:
        """By the alias data where both sides have it, else by name."""
        if self.role is not other.role:
            return False
        if self.entity_id and other.entity_id:
            return self.entity_id == other.entity_id
        return same_name(self.name, other.name)

    @property
    def blocks(self) -> tuple[str, ...]:
        """Keys of which two same parties always share one."""
        first_word = self.name.normal_name.split(" ")[0]
        return (first_word, self.entity_id) if self.entity_id else (first_word,)


class Money(NamedTuple):
    """An amount with the stage of the deal at which it was told."""

    low: Decimal
    high: Decimal
    currency: str
    qualifier: Qualifier
    kind: AmountKind
    usd_per_unit: float | None
    status: Status


@dataclass(frozen=True)
class ClaimProfile:
    """One deal claim, comparable."""

    id: str
    document_id: str | None
    """None for a claim that a newer extractor version superseded: its document tells it no more."""
    type: DealType
    status: Status
    on: date
    is_dated: bool
    precedence: int
    parties: tuple[PartyKey, ...]
    money: tuple[Money, ...]
    capacity: tuple[tuple[Decimal, Decimal], ...]
    places: frozenset[str]
    round: str | None
    program: str | None

    @property
    def order(self) -> tuple[object, ...]:
        """Chronological, so that a rumour is there before its signing; total, so that it is repeatable."""
        return (self.on, STAGES[self.status], self.precedence, self.document_id or "", self.id)


@dataclass
class DealProfile:
    """A deal as the claims assigned to it so far."""

    id: str
    claims: list[ClaimProfile] = field(default_factory=list)
    parties: dict[PartyKey, None] = field(default_factory=dict)
    """Parties of all claims in order of appearance, variants of one name included."""

    def add(self, claim: ClaimProfile) -> None:
        """One more claim that tells this deal."""
        self.claims.append(claim)
        self.parties.update(dict.fromkeys(claim.parties))

    @property
    def ended_on(self) -> date | None:
        """The last day a closing or termination was told of."""
        return max((claim.on for claim in self.claims if STAGES[claim.status] == 3), default=None)


def to_profile(row: Mapping[str, Any]) -> ClaimProfile:
    """A row of `read_claim_profiles.sql`."""
    status = Status(row["status"])
    on, is_dated = _read_day(row["stated_date"], row["published_on"])
    return ClaimProfile(
        id=row["id"],
        document_id=row["document_id"] if row["is_in_force"] else None,
        type=DealType(row["type"]),
        status=status,
        on=on,
        is_dated=is_dated,
        precedence=row["precedence"],
        parties=tuple(
            PartyKey(Role(party["role"]), read_name(party["name"]), party["entity_id"])
            for party in row["parties"]
            if not _only_described(party)
        ),
        money=tuple(_to_money(amount, status) for amount in row["amounts"]),
        capacity=tuple((power["low"], power["high"]) for power in row["capacity"]),
        places=frozenset(_place_words(row["places"])),
        round=normalise_name(row["round"]) if row["round"] else None,
        program=normalise_name(row["program"]) if row["program"] else None,
    )


def _only_described(party: Mapping[str, Any]) -> bool:
    """Whether a target is told by what it is, "48-acre parcel": each report describes it in other words."""
    words = party["name"].split()
    named = party["entity_id"] or Role(party["role"]) is not Role.TARGET or words[0] != words[0].lower()
    return not named and len(words) > 1


def _to_money(amount: Mapping[str, Any], status: Status) -> Money:
    return Money(
        low=amount["low"],
        high=amount["high"],
        currency=amount["currency"],
        qualifier=Qualifier(amount["qualifier"]),
        kind=AmountKind(amount["kind"]),
        usd_per_unit=amount["usd_per_unit"],
        status=status,
    )


def _read_day(stated: str | None, published_on: date) -> tuple[date, bool]:
    if stated is None or published_on.isoformat().startswith(stated):
        return published_on, stated is not None
    try:
        return date.fromisoformat(stated + "0000-01-01"[len(stated) :]), True
    except ValueError:  # "2025-02-30" passes the pattern of a partial date
        return published_on, False


def _place_words(places: Iterable[str]) -> Iterable[str]:
    for place in places:
        yield from (word for word in normalise_name(place).split() if len(word) > 3)
