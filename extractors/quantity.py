"""A number with its unit, as the `quantities` component finds it, before anybody says what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.vocabulary import Qualifier


class QuantityKind(StrEnum):
    """What sort of thing is counted or measured."""

    MONEY = "money"
    POWER = "power"
    CHIPS = "chips"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    FACILITIES = "facilities"
    AREA = "area"
    ENERGY = "energy"
    COMPUTE = "compute"
    DURATION = "duration"
    COUNT = "count"


@dataclass(frozen=True)
class Quantity:
    """One stated number or range; `low == high` for a single number.

    `unit`: ISO 4217 for money, `MW` for power, `fraction` for percent (0.10 for 10 %), `times` for
    multiples, `chip`, `facility`, `sqft`, `acre`, `MWh`, `FLOPS`, `year`, or the noun counted.
    """

    kind: QuantityKind
    low: Decimal
    high: Decimal
    unit: str
    as_written: str
    qualifier: Qualifier = Qualifier.EXACT
    product: str | None = None
    """Of chips: the product as written ("GB200"), or the noun ("GPU")."""
    per: str | None = None
    """What the number is a rate of: "year", "share", "unit" …; None for totals."""
    start: int = 0
    end: int = 0
    """Characters of the document that `as_written` stands at; hedges and rates lie outside."""
    vague: bool = False
    """Whether the words give an order of magnitude only ("tens of billions"), or a number beyond anything
    there is, so no claim can use them."""
