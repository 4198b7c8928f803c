"""What the submissions of the EDGAR look-alike plainly state: `edgar/expected.yml`, in the market's words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from pipeline.claims import Currency, PartialDate
from pipeline.frozen import Frozen
from pipeline.vocabulary import (
    ROLES,
    AmountKind,
    Basis,
    DealType,
    FigureKind,
    Qualifier,
    QuarantineReason,
    Role,
    Status,
)
from spiders.world.data import read_model


class Named(Frozen):
    """A party as the submission writes it, without its legal suffix."""

    name: str
    role: Role


class Sum(Frozen):
    """An amount in whole units of its currency."""

    low: Decimal
    high: Decimal
    currency: Currency
    kind: AmountKind = AmountKind.VALUE
    qualifier: Qualifier = Qualifier.EXACT


class Chips(Frozen):
    """A number of chips."""

    product: str
    count: Decimal


class StatedDeal(Frozen):
    """One deal; `told_in` are the document types of the submission that tell it."""

    type: DealType
    status: Status
    parties: tuple[Named, ...] = Field(min_length=1)
    amounts: tuple[Sum, ...] = ()
    chips: tuple[Chips, ...] = ()
    capacity_mw: tuple[Decimal, ...] = ()
    term_years: Decimal | None = None
    date: PartialDate | None = None
    told_in: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _roles_fit(self) -> Self:
        strange = [party.role for party in self.parties if party.role not in ROLES[self.type].all]
        if strange:
            raise ValueError(f"{self.type} has no role {', '.join(strange)}")
        return self


class StatedFigure(Frozen):
    """One figure about one entity; `unit` is a currency, `MW`, `count` or `fraction`."""

    kind: FigureKind
    entity: str
    low: Decimal
    high: Decimal
    unit: str
    period: str | None = None
    basis: Basis = Basis.ACTUAL
    qualifier: Qualifier = Qualifier.EXACT
    told_in: tuple[str, ...] = Field(min_length=1)


class Statement(Frozen):
    """All that one submission plainly states, and what is wrong with it."""

    accession: str
    deals: tuple[StatedDeal, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    quarantined: QuarantineReason | None = None


class Statements(Frozen):
    """The whole of `expected.yml`."""

    submissions: tuple[Statement, ...]


def read_expected(folder: Path) -> tuple[Statement, ...]:
    """The statements of `folder/expected.yml`; raises BadDataFileError for a value outside the vocabulary."""
    return read_model(folder / "expected.yml", Statements).submissions
