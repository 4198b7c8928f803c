"""The market picture as the page needs it: deals, figures and what was covered, at one moment."""

from __future__ import annotations

from decimal import Decimal

from flows.page.table import Quote
from pipeline.deal import Deal
from pipeline.frozen import Frozen, Instant
from pipeline.vocabulary import Basis, FigureKind, Qualifier, Status

NOT_IN_FORCE = frozenset({Status.RUMORED, Status.TERMINATED})
"""What nobody has agreed, or no longer: told in the tables, and counted in no sum or bar."""


class Figure(Frozen):
    """A number about a company, a site or a market segment, as one document states it."""

    id: str
    kind: FigureKind
    name: str
    """The company or companies, else the segment."""
    product: str | None = None
    period: str | None = None
    year: int | None = None
    low: Decimal
    high: Decimal
    unit: str
    qualifier: Qualifier = Qualifier.EXACT
    basis: Basis = Basis.ACTUAL
    value_usd: Decimal | None = None
    quote: Quote


class Holding(Frozen):
    """Chips or power that somebody has, wants or was promised, from a figure or from a deal."""

    holder: str
    product: str | None = None
    low: Decimal
    high: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    unit: str
    standing: str
    """A figure's basis or a deal's status."""
    period: str | None = None
    quote: Quote | None = None


class SpentQuarter(Frozen):
    """What a company spent on plant and equipment in one quarter, in US dollars, beside its year's plan."""

    name: str
    quarter: str
    value_usd: Decimal
    year_to_date_usd: Decimal | None = None
    year_plan_usd: Decimal | None = None
    quote: Quote | None = None


class QuarterCount(Frozen):
    """Deals of one type announced in one quarter."""

    quarter: str
    type: str
    deals: int
    value_usd: Decimal | None = None


class Payment(Frozen):
    """What one party has agreed to pay another, over all deals that state a value."""

    payer: str
    payee: str
    types: tuple[str, ...]
    deals: int
    value_usd: Decimal


class SourceCount(Frozen):
    """What one source has given."""

    source: str
    documents: int
    last_published_at: Instant | None = None


class QuarantineCount(Frozen):
    """What of one source could not be read, for one reason."""

    source: str
    reason: str
    number: int
    example: str


class Picture(Frozen):
    """Everything on the page."""

    as_of: Instant
    documents: int = 0
    deals: tuple[Deal, ...] = ()
    figures: int = 0
    capex: tuple[Figure, ...] = ()
    """One a company, year and basis: of the source believed first."""
    spent: tuple[SpentQuarter, ...] = ()
    """The latest quarters of each company, newest first."""
    market_sizes: tuple[Figure, ...] = ()
    chips: tuple[Holding, ...] = ()
    power: tuple[Holding, ...] = ()
    quarters: tuple[QuarterCount, ...] = ()
    payments: tuple[Payment, ...] = ()
    sources: tuple[SourceCount, ...] = ()
    quarantine: tuple[QuarantineCount, ...] = ()
