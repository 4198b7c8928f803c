"""Recognises one deal told in several windows of a document, and makes one claim of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from pipeline.claims import DealClaim
from pipeline.vocabulary import ROLES

Key = tuple[object, ...]
T = TypeVar("T")


class Told(NamedTuple):
    """A deal of the whole document, and the windows that tell it."""

    deal: DealClaim
    windows: frozenset[str]


def one_deal_each(tellings: Iterable[tuple[str, DealClaim]]) -> list[DealClaim]:
    """Each deal once, of the window and the claim of each telling.

    Deals of one window stay apart, as their reader held them apart.
    """
    found: list[Told] = []
    places: dict[Key, list[int]] = {}
    for window, deal in tellings:
        near = places.setdefault(_sides(deal), [])
        home = next(
            (i for i in near if window not in found[i].windows and _is_same(found[i].deal, deal)), None
        )
        if home is None:
            near.append(len(found))
            found.append(Told(deal, frozenset({window})))
        else:
            held = found[home]
            found[home] = Told(_joined(held.deal, deal), held.windows | {window})
    return [told.deal for told in found]


def _sides(deal: DealClaim) -> Key:
    """The type and who stands on its principal sides."""
    principal = ROLES[deal.type].principal
    parties = {(p.role, p.entity_id or p.name.casefold()) for p in deal.parties if p.role in principal}
    return deal.type, *sorted(parties)


def _is_same(one: DealClaim, other: DealClaim) -> bool:
    """Whether two deals of the same sides are one: no round at odds, and where one party is all that is
    known, which may do many deals, no numbers or places at odds either."""
    if one.round and other.round and one.round != other.round:
        return False
    known = len(_sides(one)) - 1
    if known >= 2:
        return True
    return known == 1 and not any(
        _at_odds(facts(one), facts(other)) for facts in (_money, _chips, _power, _places)
    )


def _at_odds(one: set[Key], other: set[Key]) -> bool:
    return bool(one and other and not one & other)


def _money(deal: DealClaim) -> set[Key]:
    return {(amount.low, amount.high, amount.currency) for amount in deal.amounts}


def _chips(deal: DealClaim) -> set[Key]:
    return {(chips.low, chips.high) for chips in deal.chips}


def _power(deal: DealClaim) -> set[Key]:
    return {(power.low, power.high) for power in deal.capacity}


def _places(deal: DealClaim) -> set[Key]:
    return {(place,) for place in deal.places}


def _joined(first: DealClaim, later: DealClaim) -> DealClaim:
    """The first telling with what the later one adds; where both state a single thing the first counts."""
    update: dict[str, Any] = {
        "parties": added(first.parties, later.parties, lambda p: p.entity_id or p.name.casefold()),
        "amounts": added(first.amounts, later.amounts, lambda a: (a.low, a.high, a.currency, a.kind)),
        "chips": added(first.chips, later.chips, lambda c: (c.low, c.high, c.product)),
        "capacity": added(first.capacity, later.capacity, lambda c: (c.low, c.high)),
        "places": added(first.places, later.places, str),
        "evidence": added(first.evidence, later.evidence, lambda e: (e.start, e.end)),
        "confidence": surest(first.confidence, later.confidence),
    }
    for single in ("term_years", "date", "round", "program"):
        if getattr(first, single) is None:
            update[single] = getattr(later, single)
    return first.model_copy(update=update)


def surest(first: float | None, later: float | None) -> float | None:
    """How sure two tellings of one claim are together: tellings copy each other, so as the surer one is."""
    return max((one for one in (first, later) if one is not None), default=None)


def added(first: Sequence[T], later: Sequence[T], key: Callable[[T], object]) -> tuple[T, ...]:
    """The things with those of the later telling whose key none of the first has."""
    held = {key(thing) for thing in first}
    return (*first, *(thing for thing in later if key(thing) not in held))
