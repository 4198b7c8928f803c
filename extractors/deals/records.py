"""What speaks for a gathered record being a deal of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping

from extractors.deals.merging import Record
from pipeline.vocabulary import ROLES, Role

NOBODY = -3.0
"""Log odds that stand in for a record without any identifying party."""
LOWEST, HIGHEST = -4.0, 6.0
"""Odds beyond which more says no more."""
SIDE_WEIGHT = 0.5
"""What the odds of a side count beside those of being told."""


def record_odds(record: Record) -> float:
    """Log odds that something is told, by its surest telling."""
    return _held(max(mention.odds for mention in record.mentions))


def strength(record: Record) -> dict[str, float]:
    """What else speaks for or against a record: `side`, the odds of the less sure of its identifying roles;
    `missing`, how many of these nobody holds; `tellings`, the logarithm of their number; `ceded`, how many
    numbers it might have had went to others; `numbers`, `distant`, `unlisted` and `second`, 1 where it has a
    number, a party that its sentences do not name, no word that is known to tell deals, or a surest word that
    more likely tells a deal of another type, else 0."""
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
        "unlisted": float(not any(mention.trigger.types for mention in record.mentions)),
        "second": float(max(record.mentions, key=lambda mention: mention.odds).second),
        "ceded": float(len(record.offered) - len(record.numbers)),
    }


def weight(record: Record, own: Mapping[str, float]) -> float:
    """What its tellings and parties, by its strength, say for a record, in one number, to be compared with
    that of others."""
    return record_odds(record) + SIDE_WEIGHT * own["side"] - own["missing"]


def _held(odds: float) -> float:
    return min(max(odds, LOWEST), HIGHEST)
