"""Labels gathered records by the labelled deals of their document, for the scorer of whole records."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.deals.mentions import NONE
from extractors.deals.merging import Record
from extractors.deals.records import KEPT, Rivals, record_features
from extractors.training.alignment import LabelledDeal, same_party
from extractors.training.logistic import Example
from pipeline.vocabulary import ROLES, Role


def record_examples(records: Sequence[Record], deals: Sequence[LabelledDeal]) -> list[Example]:
    """One example a record; of several records of one labelled deal only the surest is right."""
    free = list(deals)
    right: set[int] = set()
    for number in sorted(range(len(records)), key=lambda n: -_sureness(records[n])):
        deal = max(
            (d for d in free if matches(records[number], d)),
            key=lambda d: _common(records[number], d),
            default=None,
        )
        if deal is not None:
            free.remove(deal)
            right.add(number)
    rivals = Rivals(records)
    return [
        Example(record_features(record, rivals), KEPT if number in right else NONE, (KEPT, NONE))
        for number, record in enumerate(records)
    ]


def matches(record: Record, deal: LabelledDeal) -> bool:
    """Same type, and a party in common in every identifying role that the label fills."""
    if record.type != deal.type:
        return False
    principal = {role.value for role in ROLES[record.type].principal}
    filled = {role for _, role in deal.parties if role in principal}
    return bool(deal.parties) and filled <= {role for _, role in _shared(record, deal)}


def _shared(record: Record, deal: LabelledDeal) -> list[tuple[str, str]]:
    return [
        (name, role)
        for name, role in deal.parties
        if any(
            held == Role(role) and same_party(name, holder.argument)
            for (_, held), holder in record.holders.items()
        )
    ]


def _common(record: Record, deal: LabelledDeal) -> int:
    return len(_shared(record, deal))


def _sureness(record: Record) -> float:
    return max(mention.odds for mention in record.mentions) + len(record.holders)
