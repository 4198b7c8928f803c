"""Capital spending by quarter, on rows written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.claims import Evidence
from pipeline.vocabulary import Basis, FigureKind, Status, Tier
from tests.factories import document, figure_claim
from tests.warehouse.stories import Story, Warehouse, buys, signed
from warehouse.cite import cite
from warehouse.publish import publish

MILLION = Decimal(1000000)
NORTHGATE = "Northgate Compute"


def spent(
    millions: int,
    period: str,
    on: str,
    *,
    basis: Basis = Basis.ACTUAL,
    tier: Tier = Tier.FILING,
    told_in: Mapping[str, str] | None = None,
    **fields: Any,
) -> Story:
    words = f"{millions},000,000"
    day = datetime.fromisoformat(f"{on}T05:00:00+00:00").astimezone(UTC)
    source = document(
        f"Capex of {period} told on {on}: {words}.",
        tier=tier,
        published_at=day,
        **{"url": f"http://{tier}.example/{on}", **(told_in or {})},
    )
    given = {"kind": FigureKind.CAPEX, "unit": "USD", "entities": (NORTHGATE,), **fields}
    return Story(
        source,
        figures=(figure_claim(source, words, str(millions * MILLION), period=period, basis=basis, **given),),
    )


def test_actual_quarters_stand_beside_the_latest_plan_of_their_year(warehouse: Warehouse) -> None:
    warehouse.load(
        spent(700, "Q1 2025 (2025-01-01 to 2025-03-31)", "2025-05-08"),
        spent(900, "Q2 2025 (2025-04-01 to 2025-06-30)", "2025-08-07"),
        spent(650, "Q1 2025 (2025-01-01 to 2025-03-31)", "2025-11-01"),
        spent(950, "Q2 2025", "2025-11-02", tier=Tier.PRESS),
        spent(800, "Q4 2025 (2025-10-01 to 2025-12-31)", "2026-02-20"),
        spent(3900, "2025", "2025-02-01", basis=Basis.PLAN),
        spent(
            4200,
            "2025",
            "2025-09-01",
            basis=Basis.PLAN,
            tier=Tier.PRESS,
            entities=("Northgate Compute Corp",),
        ),
    )
    columns = "quarter, value_usd, first_low, year_to_date_usd, year_plan_usd, source_count"
    assert warehouse.rows(f"SELECT {columns} FROM capex_by_company_quarter") == [
        ("Q1 2025", 650 * MILLION, 700 * MILLION, 650 * MILLION, 4200 * MILLION, 2),
        ("Q2 2025", 900 * MILLION, 900 * MILLION, 1550 * MILLION, 4200 * MILLION, 2),
        ("Q4 2025", 800 * MILLION, 800 * MILLION, None, 4200 * MILLION, 1),
    ]


def test_fiscal_quarters_are_put_beside_those_of_the_calendar(warehouse: Warehouse) -> None:
    warehouse.load(
        spent(30, "Q1 FY2026 (2025-01-27 to 2025-04-27)", "2025-05-28"),
        spent(40, "Q2 FY2026 (2025-04-28 to 2025-07-27)", "2025-08-27"),
        spent(45, "Q2 fiscal 2026", "2025-08-28", tier=Tier.PRESS),
        spent(50, "Q3 2025", "2025-11-20", tier=Tier.PRESS, entities=("Telenord",)),
        spent(60, "Q3", "2025-11-20", tier=Tier.WIRE),
    )
    assert warehouse.rows(
        "SELECT company, quarter, quarter_on, starts_on, ends_on, low FROM capex_by_company_quarter"
    ) == [
        (
            "Northgate Compute",
            "Q1 FY2026",
            date(2025, 1, 1),
            date(2025, 1, 27),
            date(2025, 4, 27),
            30 * MILLION,
        ),
        (
            "Northgate Compute",
            "Q2 FY2026",
            date(2025, 4, 1),
            date(2025, 4, 28),
            date(2025, 7, 27),
            40 * MILLION,
        ),
        ("Telenord", "Q3 2025", date(2025, 7, 1), None, None, 50 * MILLION),
    ]


def test_a_difference_cites_both_lines(warehouse: Warehouse) -> None:
    text = "Capex\n\nnine months | 2,900\nhalf-year | 1,600"
    source = document(text, tier=Tier.FILING)
    lines = ("nine months | 2,900", "half-year | 1,600")
    evidence = tuple(
        Evidence(start=text.index(line), end=text.index(line) + len(line), quote=line) for line in lines
    )
    claim = figure_claim(
        source, "2,900", "1300", kind=FigureKind.CAPEX, unit="USD", period="Q3 2025", evidence=evidence
    )
    warehouse.load(Story(source, figures=(claim,)))
    publish(warehouse.settings)
    told = [(citation.quote, citation.fact) for citation in cite(claim.id, warehouse.settings)]
    assert told == [
        (lines[0], "capex Halden Data Centers Q3 2025 actual USD 1300"),
        (lines[1], "also rests on"),
    ]


def filed(millions: int, on: str, cik: str, filer: str, name: str) -> Story:
    """What the XBRL of a filing tells of its filer."""
    url = f"http://data.edgar.example/api/xbrl/companyfacts/CIK{int(cik):010d}.json#{on}"
    told_in = {"cik": cik, "company": filer, "url": url}
    return spent(
        millions, f"Q1 {on[:4]} ({on[:4]}-01-01 to {on[:4]}-03-31)", on, entities=(name,), told_in=told_in
    )


def test_one_company_is_one_whatever_it_is_called(warehouse: Warehouse) -> None:
    warehouse.load(
        filed(700, "2024-05-08", "9990001", "NORTHGATE COMPUTE, INC.", "NORTHGATE COMPUTE"),
        filed(800, "2025-05-08", "0009990001", "NORTHGATE AI CORP", "NORTHGATE AI"),
        spent(3900, "2025", "2025-02-01", basis=Basis.PLAN, entities=("Northgate Compute",)),
        spent(3950, "2025", "2025-02-03", basis=Basis.PLAN, entities=("Northgate Compute",), tier=Tier.PRESS),
        spent(20, "Q1 2025", "2025-06-01", entities=("Telenord",), entity_ids=("telenord",)),
        spent(90, "2025", "2025-06-02", entities=("Telenord ASA",)),
        spent(95, "2025", "2025-06-03", basis=Basis.PLAN, entities=("Telenord",)),
        buys(Status.ANNOUNCED, "2025-07-07"),
    )
    columns = "company, party_id, company_id, cik"
    quarters = f"SELECT {columns}, quarter FROM capex_by_company_quarter"
    northgate = ("Northgate Compute", "northgate compute", None, "9990001")
    assert warehouse.rows(quarters) == [
        (*northgate, "Q1 2024"),
        (*northgate, "Q1 2025"),
        ("Telenord", "telenord", "telenord", None, "Q1 2025"),
    ]
    assert warehouse.rows(f"SELECT {columns}, basis FROM capex_by_company_year") == [
        (*northgate, "plan"),
        ("Telenord", "telenord", "telenord", None, "actual"),
        ("Telenord", "telenord", "telenord", None, "plan"),
    ]
    bought = "SELECT DISTINCT type FROM capex_by_company_year JOIN deal_parties USING (party_id)"
    assert warehouse.rows(bought) == [("acquisition",)]


def test_sources_are_stories_here_as_in_deals(warehouse: Warehouse) -> None:
    copies = [
        signed(spent(20, period, "2025-06-01", told_in={"url": f"http://{name}.example/1"}))
        for period in ("2025", "Q1 2025")
        for name in ("wire", "paper")
    ]
    warehouse.load(*copies, spent(20, "2025", "2025-06-02"), spent(20, "Q1 2025", "2025-06-03"))
    for view in ("capex_by_company_year", "capex_by_company_quarter"):
        assert warehouse.rows(f"SELECT source_count FROM {view}") == [(2,)]
