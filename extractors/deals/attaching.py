"""Numbers that belong to tellings of deals."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Span

from extractors.quantity import QuantityKind
from pipeline.vocabulary import AmountKind

ATTACHABLE = frozenset({QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.CHIPS})


class Attachment(NamedTuple):
    """A number that belongs to a telling, with the log odds of belonging, and what it is as an amount."""

    span: Span
    odds: float
    amount: AmountKind
