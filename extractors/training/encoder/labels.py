"""The classes of the heads, in the order of their columns."""

from __future__ import annotations

from extractors.components.organisations import PARTY_LABELS
from extractors.encoder.heads import Labels
from extractors.quantity import QuantityKind
from extractors.training.labelled import SORTS
from pipeline.vocabulary import ROLES, AmountKind, DealType, FigureKind, Status

NUMBERS = tuple(
    kind.value for kind in QuantityKind if kind not in (QuantityKind.MULTIPLE, QuantityKind.DURATION)
)
"""Kinds of numbers; multiples and durations are no amounts or figures."""
PARTIES = frozenset({*PARTY_LABELS, "PLACE"})
"""Sorts of names that may have a role."""
ATTACHED = frozenset({"money", "power", "chips"})
"""Kinds of numbers that belong to deals."""

LABELS = Labels(
    sorts=SORTS,
    kinds=SORTS + NUMBERS,
    types=tuple(kind.value for kind in DealType),
    roles=tuple((kind.value, role.value) for kind in DealType for role in ROLES[kind].all),
    statuses=tuple(status.value for status in Status),
    amounts=tuple(kind.value for kind in AmountKind),
    figures=tuple(kind.value for kind in FigureKind),
)
ROLE_COLUMNS = {pair: column for column, pair in enumerate(LABELS.roles)}
