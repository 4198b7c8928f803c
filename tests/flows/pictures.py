"""A picture with something in every section, small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flows.page.picture import Figure, Holding, Payment, Picture, QuarantineCount, QuarterCount, SourceCount
from flows.page.table import Quote
from pipeline.deal import DealParty
from pipeline.vocabulary import Basis, DealType, FigureKind, Qualifier, Role
from tests.flows.deals import citation, deal

AS_OF = datetime(2025, 8, 1, 6, 0, tzinfo=UTC)


def figure(name: str, kind: FigureKind, low: int, unit: str, **fields: Any) -> Figure:
    """A figure whose sentence says just that."""
    given: dict[str, Any] = {
        "id": f"figure_{name}_{fields.get('year')}",
        "high": Decimal(low),
        "value_usd": Decimal(low) if unit == "USD" else None,
        "quote": Quote(
            text=f"{name} said so.",
            url="https://wire.example/f",
            title="A figure",
            source="wire",
            id="figure_1",
        ),
        **fields,
    }
    return Figure(name=name, kind=kind, low=Decimal(low), unit=unit, **given)


def holding(holder: str, number: int, unit: str, **fields: Any) -> Holding:
    """An exact number that somebody has."""
    given: dict[str, Any] = {"standing": "actual", "low": Decimal(number), "high": Decimal(number), **fields}
    return Holding(holder=holder, unit=unit, **given)


def full_picture(**fields: Any) -> Picture:
    """Five deals of five types, and figures of every kind that the page charts."""
    types = (
        (DealType.EQUITY_INVESTMENT, Role.INVESTEE, Role.INVESTOR),
        (DealType.DEBT_FINANCING, Role.BORROWER, Role.LENDER),
        (DealType.PUBLIC_FUNDING, Role.GRANTOR, Role.RECIPIENT),
        (DealType.LEASE, Role.LESSOR, Role.LESSEE),
    )
    deals = [deal()] + [
        deal(
            id=f"deal_{number}",
            type=type_,
            parties=(DealParty(name="Halden", role=one), DealParty(name="Northgate", role=other)),
            value_low=Decimal(number) * 10**8,
            value_high=Decimal(number) * 10**8,
            value_usd=Decimal(number) * 10**8,
            qualifier=Qualifier.EXACT,
            announced_on=date(2025, 4, number),
            capacity_mw=None,
            citations=(citation(f"Halden and Northgate agreed on number {number}."),),
        )
        for number, (type_, one, other) in enumerate(types, start=2)
    ]
    billions = 10**9
    given: dict[str, Any] = {
        "as_of": AS_OF,
        "documents": 12,
        "deals": tuple(deals),
        "figures": 7,
        "capex": (
            figure("Meta", FigureKind.CAPEX, 39 * billions, "USD", period="2024", year=2024),
            figure(
                "Meta", FigureKind.CAPEX, 66 * billions, "USD", period="2025", year=2025, basis=Basis.PLAN
            ),
            figure("Oracle", FigureKind.CAPEX, 25 * billions, "USD", period="2025", year=2025),
        ),
        "market_sizes": (
            figure("AI servers", FigureKind.MARKET_SIZE, 200 * billions, "USD", period="2025", year=2025),
            figure("AI servers", FigureKind.MARKET_SIZE, 400 * billions, "USD", period="2028", year=2028),
        ),
        "chips": (holding("xAI", 200_000, "count", product="H100"), holding("xAI", 1_000_000, "count")),
        "power": (holding("Crusoe", 1200, "MW"),),
        "quarters": (
            QuarterCount(quarter="2025-Q2", type="lease", deals=4, value_usd=Decimal(14) * 10**8),
            QuarterCount(quarter="2025-Q3", type="acquisition", deals=1, value_usd=Decimal(9) * 10**9),
        ),
        "payments": (
            Payment(
                payer="CoreWeave",
                payee="Core Scientific",
                types=("acquisition",),
                deals=1,
                value_usd=Decimal(9) * 10**9,
            ),
        ),
        "sources": (SourceCount(source="wire", documents=12, last_published_at=AS_OF),),
        "quarantine": (
            QuarantineCount(source="wire", reason="not_text", number=2, example="https://wire.example/pdf"),
        ),
        **fields,
    }
    return Picture(**given)
