"""Each view on rows written by hand, with the values worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.claims import FigureClaim
from pipeline.vocabulary import Basis, DealType, FigureKind, Qualifier, Role, Status, Tier
from tests.factories import document, figure_claim
from tests.warehouse.stories import Story, Warehouse, buys, tell

BILLION = Decimal(1000000000)


def figure(
    sentence: str, words: str, value: str, *, tier: Tier = Tier.WIRE, url: str = "", **fields: Any
) -> Story:
    source = document(sentence, url=url or f"http://{tier}.example/{words.replace(' ', '-')}", tier=tier)
    claim: FigureClaim = figure_claim(source, words, value, **fields)
    return Story(source, figures=(claim,))


def capex(company: str, words: str, value: str, period: str, **fields: Any) -> Story:
    given = {"unit": "USD", "basis": Basis.PLAN, **fields}
    sentence = f"{company} spends {words} in {period}."
    return figure(sentence, words, value, kind=FigureKind.CAPEX, entities=(company,), period=period, **given)


def test_capex_by_company_year(warehouse: Warehouse) -> None:
    warehouse.load(
        capex("Northgate Compute", "$60 billion", "60e9", "2025", tier=Tier.PRESS),
        capex("Northgate Compute", "$65 billion", "65e9", "FY2025", tier=Tier.FILING),
        capex("Northgate Compute", "$20 billion", "20e9", "Q3 2025"),
        capex("Northgate Compute", "$300 billion", "300e9", "2025-2028"),
        capex("Northgate Compute", "$38 billion", "38e9", "2024", basis=Basis.ACTUAL),
        capex("Telenord", "€1 billion", "1e9", "2025", unit="EUR"),
    )
    # 4 November 2025: 1.1491 dollars a euro.
    assert warehouse.rows(
        "SELECT company, year, basis, value_usd, lowest_usd, highest_usd, source_count "
        "FROM capex_by_company_year"
    ) == [
        ("Northgate Compute", 2024, "actual", 38 * BILLION, 38 * BILLION, 38 * BILLION, 1),
        ("Northgate Compute", 2025, "plan", 65 * BILLION, 60 * BILLION, 65 * BILLION, 2),
        ("Telenord", 2025, "plan", *[Decimal("1149100000.00")] * 3, 1),
    ]


def test_who_forecasts_for_others_is_no_spender_and_a_year_to_come_no_result(warehouse: Warehouse) -> None:
    # All are told on 4 November 2025.
    warehouse.load(
        capex("Gartner Inc.", "$300 billion", "300e9", "2026", basis=Basis.FORECAST),
        capex("The Wall Street Journal", "$310 billion", "310e9", "2025"),
        capex("Goldman Sachs", "$400 billion", "400e9", "2026", basis=Basis.ESTIMATE),
        capex("Goldman Sachs", "$2 billion", "2e9", "2025"),
        capex("Northgate Compute", "$70 billion", "70e9", "2026", basis=Basis.ACTUAL),
        capex("Northgate Compute", "$21 billion", "21e9", "Q3 2025", basis=Basis.ACTUAL),
        capex("IDC", "$90 billion", "90e9", "Q3 2025", basis=Basis.ESTIMATE),
        capex("Telenord", "$9 billion", "9e9", "FY2025", basis=Basis.ACTUAL),
    )
    assert warehouse.rows("SELECT company, year, basis FROM capex_by_company_year") == [
        ("Goldman Sachs", 2025, "plan"),
        ("Northgate Compute", 2026, "plan"),
        ("Telenord", 2025, "actual"),
    ]
    assert warehouse.rows("SELECT company, basis FROM capex_by_company_quarter") == [
        ("Northgate Compute", "actual")
    ]
    assert warehouse.rows("SELECT count(*) FROM figures") == [(8,)]


def test_a_sum_of_several_companies_is_no_capex_of_a_company(warehouse: Warehouse) -> None:
    both = ("Northgate Compute", "Telenord")
    year = figure(
        "Northgate Compute and Telenord spend $90 billion in 2025.",
        "$90 billion",
        "90e9",
        kind=FigureKind.CAPEX,
        unit="USD",
        period="2025",
        entities=both,
    )
    quarter = figure(
        "Northgate Compute and Telenord spend $25 billion in Q3 2025.",
        "$25 billion",
        "25e9",
        kind=FigureKind.CAPEX,
        unit="USD",
        period="Q3 2025",
        entities=both,
    )
    warehouse.load(
        year,
        quarter,
        capex("Northgate Compute", "$60 billion", "60e9", "2025"),
        capex("Telenord", "$7 billion", "7e9", "Q3 2025", basis=Basis.ACTUAL),
    )
    assert warehouse.rows("SELECT company FROM capex_by_company_year") == [("Northgate Compute",)]
    assert warehouse.rows("SELECT company FROM capex_by_company_quarter") == [("Telenord",)]
    assert (
        warehouse.rows("SELECT company FROM figures WHERE company LIKE '%+%'")
        == [("Northgate Compute + Telenord",)] * 2
    )


def test_deals_by_type_quarter(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-01-02", value=("$2 billion", "2e9")),
        buys(Status.COMPLETED, "2025-03-31", target="Westmark Power", value=("$3 billion", "3e9")),
        buys(Status.TERMINATED, "2025-02-01", target="Ostrava Grid", value=("$5 billion", "5e9")),
        buys(Status.RUMORED, "2025-02-01", target="Kelso Farms", value=("$7 billion", "7e9")),
        buys(Status.ANNOUNCED, "2025-02-01", target="Lumen Park"),
        buys(Status.ANNOUNCED, "2025-04-01", target="Ridgeway Cloud", value=("$1 billion", "1e9")),
    )
    columns = "quarter_on, deals, rumored, announced, completed, terminated, value_usd, valued_deals"
    assert warehouse.rows(f"SELECT {columns} FROM deals_by_type_quarter") == [
        (date(2025, 4, 1), 1, 0, 1, 0, 0, 1 * BILLION, 1),
        (date(2025, 1, 1), 5, 1, 2, 1, 1, 5 * BILLION, 2),
    ]


def test_mergers_acquisitions_and_power_of_the_target(warehouse: Warehouse) -> None:
    warehouse.load(
        tell(
            "Northgate Compute buys Halden Data Centers (1.3 GW) from Westmark Partners for over $9 billion.",
            Status.ANNOUNCED,
            "2025-07-07",
            {
                Role.ACQUIRER: "Northgate Compute",
                Role.TARGET: "Halden Data Centers",
                Role.SELLER: "Westmark Partners",
            },
            value=("$9 billion", "9e9"),
            amount_fields={"qualifier": Qualifier.AT_LEAST},
            mw=("1.3 GW", "1300"),
        )
    )
    assert warehouse.rows(
        "SELECT acquirer, target, seller, value_usd, qualifier, capacity_mw FROM mergers_acquisitions"
    ) == [("Northgate Compute", "Halden Data Centers", "Westmark Partners", 9 * BILLION, "at_least", 1300)]
    assert warehouse.rows("SELECT holder, capacity_mw, standing, told_by FROM power_capacity") == [
        ("Halden Data Centers", 1300, "announced", "deal")
    ]
    assert warehouse.rows("SELECT payer, payee, deals, value_usd FROM who_pays_whom") == [
        ("Northgate Compute", "Westmark Partners", 1, 9 * BILLION)
    ]


def test_funding_rounds(warehouse: Warehouse) -> None:
    sentence = "Westmark Partners and Brightwater lead a $1.4 billion Series E of Crestline AI."
    warehouse.load(
        tell(
            sentence,
            Status.COMPLETED,
            "2025-10-23",
            {Role.INVESTOR: ("Westmark Partners", "Brightwater"), Role.INVESTEE: "Crestline AI"},
            deal_type=DealType.EQUITY_INVESTMENT,
            value=("$1.4 billion", "1.4e9"),
            round="Series E",
        )
    )
    assert warehouse.rows(
        "SELECT investee, round, investors, value_usd, valuation_usd, announced_on FROM funding_rounds"
    ) == [
        (
            "Crestline AI",
            "Series E",
            "Brightwater, Westmark Partners",
            Decimal("1.4") * BILLION,
            None,
            date(2025, 10, 23),
        )
    ]
    assert warehouse.rows(
        "SELECT payer, payee, value_usd, shared_value_usd FROM who_pays_whom ORDER BY payer"
    ) == [
        ("Brightwater", "Crestline AI", None, Decimal("1.4") * BILLION),
        ("Westmark Partners", "Crestline AI", None, Decimal("1.4") * BILLION),
    ]


def test_debt_and_government_money(warehouse: Warehouse) -> None:
    warehouse.load(
        tell(
            "Brightwater Bank lends Northgate Compute $2 billion for five years.",
            Status.COMPLETED,
            "2025-05-02",
            {Role.LENDER: "Brightwater Bank", Role.BORROWER: "Northgate Compute"},
            deal_type=DealType.DEBT_FINANCING,
            value=("$2 billion", "2e9"),
            term_years=Decimal(5),
        ),
        tell(
            "The Ministry of Industry of Norland grants Telenord 36.725 billion dirhams.",
            Status.ANNOUNCED,
            "2025-05-02",
            {Role.GRANTOR: "Ministry of Industry of Norland", Role.RECIPIENT: "Telenord"},
            deal_type=DealType.PUBLIC_FUNDING,
            value=("36.725 billion dirhams", "36725000000"),
            currency="AED",
            program="Compute Plan",
            places=("Norland",),
        ),
    )
    assert warehouse.rows("SELECT borrower, lenders, value_usd, term_years FROM debt_financings") == [
        ("Northgate Compute", "Brightwater Bank", 2 * BILLION, 5)
    ]
    assert warehouse.rows(
        "SELECT grantor, program, recipients, value_usd, places FROM government_programmes"
    ) == [("Ministry of Industry of Norland", "Compute Plan", "Telenord", 10 * BILLION, ["Norland"])]


def test_market_sizes_chips_and_power(warehouse: Warehouse) -> None:
    warehouse.load(
        figure(
            "The AI server market reaches $500 billion in 2028.",
            "$500 billion",
            "500e9",
            kind=FigureKind.MARKET_SIZE,
            segment="AI servers",
            entities=(),
            period="2028",
            unit="USD",
            basis=Basis.FORECAST,
        ),
        figure(
            "AI servers grow by 25% a year.",
            "25%",
            "0.25",
            kind=FigureKind.GROWTH,
            segment="AI servers",
            entities=(),
            unit="fraction",
        ),
        figure("Northgate Compute grows by 30%.", "30%", "0.3", kind=FigureKind.GROWTH, unit="fraction"),
        figure(
            "Northgate Compute runs 100,000 GPUs.",
            "100,000",
            "100000",
            kind=FigureKind.CHIPS,
            unit="count",
            product="GPU",
            entities=("Northgate Compute",),
        ),
        tell(
            "Northgate Compute orders 20,000 GB200 from Kelso Chips.",
            Status.ANNOUNCED,
            "2025-05-02",
            {Role.CUSTOMER: "Northgate Compute", Role.SUPPLIER: "Kelso Chips"},
            deal_type=DealType.SUPPLY_CONTRACT,
            chips=("20,000 GB200", "20000"),
        ),
    )
    assert warehouse.rows(
        "SELECT segment, kind, year, value_usd, low FROM market_size_forecasts ORDER BY kind"
    ) == [
        ("AI servers", "growth", None, None, Decimal("0.25")),
        ("AI servers", "market_size", 2028, 500 * BILLION, 500 * BILLION),
    ]
    assert warehouse.rows(
        "SELECT holder, product, chip_count, standing, told_by FROM chip_fleets ORDER BY 3"
    ) == [
        ("Northgate Compute", None, 20000, "announced", "deal"),
        ("Northgate Compute", "GPU", 100000, "actual", "figure"),
    ]


def test_who_pays_whom_adds_up_over_spellings(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-01-02", target="Halden Data Centers", value=("$2 billion", "2e9")),
        buys(
            Status.ANNOUNCED,
            "2025-11-02",
            acquirer="Northgate Compute Inc.",
            target="Halden Data Centers",
            value=("$3 billion", "3e9"),
        ),
        buys(Status.RUMORED, "2025-03-01", target="Kelso Farms", value=("$7 billion", "7e9")),
    )
    assert warehouse.rows("SELECT payee, deals, value_usd, deal_types FROM who_pays_whom") == [
        ("Halden Data Centers", 2, 5 * BILLION, ["acquisition"])
    ]


def test_citations_lead_from_every_number_to_its_sentence(warehouse: Warehouse) -> None:
    story = buys(Status.ANNOUNCED, "2025-07-07", value=("$9 billion", "9e9"))
    warehouse.load(story)
    columns = "fact, low, unit, as_written, sentence, span_start, span_end, url"
    ((_, low, unit, words, sentence, start, end, url),) = warehouse.rows(
        f"SELECT {columns} FROM citations WHERE fact = 'amount'"
    )
    assert (low, unit, words) == (9 * BILLION, "USD", "$9 billion")
    assert story.document.text[start:end] == "$9 billion"
    assert (sentence, url) == (story.document.text, story.document.url)


@pytest.mark.parametrize(
    "view",
    [
        "deals", "deal_parties", "citations", "capex_by_company_year", "deals_by_type_quarter",
        "capex_by_company_quarter", "mergers_acquisitions", "funding_rounds", "debt_financings",
        "government_programmes",
        "market_size_forecasts", "chip_fleets", "power_capacity", "who_pays_whom", "quarantine", "refusals",
        "figures", "stories", "story_documents",
    ],
)  # fmt: skip
def test_every_question_has_a_view_that_explains_itself(warehouse: Warehouse, view: str) -> None:
    if not warehouse.settings.warehouse_path.exists():
        warehouse.load()
    ((comment,),) = warehouse.rows("SELECT comment FROM duckdb_views() WHERE view_name = ?", view)
    assert comment.endswith(".")
    assert len(comment) > 20
