"""What the stories of the bundled world plainly tell: `expected.yml`, in the market's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from pipeline.claims import Currency
from pipeline.frozen import Frozen
from pipeline.vocabulary import ROLES, AmountKind, Basis, DealType, FigureKind, Qualifier, Role, Status
from spiders.world.data import read_model

StoryKey = Annotated[str, StringConstraints(pattern=r"^[a-z]+/\d\d-[a-z0-9-]+$")]
"""`<publisher key>/<file stem>`."""


class Number(Frozen):
    """A single number: pieces or MW."""

    at: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    product: str | None = None


class Money(Frozen):
    """An amount in whole units of its currency."""

    at: Decimal
    currency: Currency
    kind: AmountKind = AmountKind.VALUE
    qualifier: Qualifier = Qualifier.EXACT


class ToldDeal(Frozen):
    """A deal that a story tells, with the names it uses."""

    story: StoryKey
    type: DealType
    status: Status
    parties: Mapping[Role, tuple[str, ...]]
    amounts: tuple[Money, ...] = ()
    chips: tuple[Number, ...] = ()
    capacity: tuple[Number, ...] = ()
    term_years: Decimal | None = None

    @model_validator(mode="after")
    def _roles_fit(self) -> Self:
        strange = [role for role in self.parties if role not in ROLES[self.type].all]
        if strange:
            raise ValueError(f"{self.type} has no role {', '.join(strange)}")
        return self


class ToldFigure(Frozen):
    """A figure that a story tells about an entity or a segment."""

    story: StoryKey
    kind: FigureKind
    entity: str | None = None
    segment: str | None = None
    period: str | None = None
    low: Decimal
    high: Decimal
    unit: str
    basis: Basis = Basis.ACTUAL
    qualifier: Qualifier = Qualifier.EXACT


class Step(Frozen):
    """The status one story gives to a deal that several stories tell."""

    story: StoryKey
    status: Status


class Chain(Frozen):
    """Stories about one deal, oldest first."""

    key: str
    type: DealType
    final_status: Status
    stories: tuple[Step, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ends_as_it_says(self) -> Self:
        if self.final_status not in {step.status for step in self.stories}:
            raise ValueError(f"{self.key}: no story gives the status {self.final_status}")
        return self


class Because(StrEnum):
    """Why an amount is named without being stated."""

    HYPOTHETICAL = "hypothetical"
    CORRECTED = "corrected"


class Never(Frozen):
    """An amount that no claim may carry."""

    story: StoryKey
    at: Decimal
    currency: Currency
    because: Because


class Told(Frozen):
    """The whole of `expected.yml`."""

    deals: tuple[ToldDeal, ...]
    figures: tuple[ToldFigure, ...]
    chains: tuple[Chain, ...]
    not_relevant: tuple[StoryKey, ...]
    never: tuple[Never, ...]


def read_told(folder: Path) -> Told:
    """What `folder/expected.yml` says; raises BadDataFileError for a value outside the vocabulary."""
    return read_model(folder / "expected.yml", Told)
