"""Bare numbers of tables take the unit that their column, row or caption states, and no other ones do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities


@pytest.fixture(scope="module")
def grammar() -> Quantities:
    return read_quantity_grammar()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Tenant | Site | MW | Term\nOracle | Phoenix | 48 | 10 yrs\n", [(48, "MW"), (10, "year")]),
        ("Site\tCapacity (GW)\nKozani\tabout 1.2\nSpata\t16–18\n", [(1200, "MW"), (16000, "MW")]),
        ("| Lender | Amount, US$ bn |\n| --- | --- |\n| Apollo | 2.5 |\n", [(2.5e9, "USD")]),
        ("Lender | $m\nApollo | 140.5\nKKR | €20\n", [(140.5e6, "USD"), (20e6, "EUR")]),
        ("Buyer | GPUs | Seller\nNscale | 12,000 | Dell\n", [(12000, "chip")]),
        ("Applicant | Investment (baht)\nGSA | 13.9 billion\n", [(13.9e9, "THB")]),
        (
            "(amounts in NZ$ millions unless stated)\n\nNo. | With | Commitment\n1 | Kiwibank | 650.0\n",
            [(650e6, "NZD")],
        ),
        ("EUR million | 2025 | 2024\nRevenue | 214.6 | 188.0\n", [(214.6e6, "EUR"), (188e6, "EUR")]),
        ("Power by city (MW):\nOslo | 31\nBergen | 12\n", [(31, "MW"), (12, "MW")]),
        ("In EUR million    2025    2024\nRevenue     214.6     188.0\n", [(214.6e6, "EUR"), (188e6, "EUR")]),
        (
            "Prices (EUR million)\n\nNews item | 27-06-2025 | 12:05\nFund | 4.5 | 3 May 2024\n",
            [(4.5e6, "EUR")],
        ),
        ("Site | Capex 2025 (EUR millions)\nOslo | 31.5\n", [(31.5e6, "EUR")]),
        ("Site | 2025 (MW) | 2026e (MW)\nOslo | 31 | 40\n", [(31, "MW"), (40, "MW")]),
        ("Site | 12,000 MW or 2025 | Note\nOslo | 31 | 40\n", [(12000, "MW")]),
        ("Capacity | 2000 MW\nStaff | 31\n", [(2000, "MW")]),
        ("Budget | 2025 EUR\nStaff | 31\n", [(2025, "EUR")]),
        ("Row | Count\nOslo | 31\n", []),
        ("It has MW. Then it grew | 31 people came\nand 40 of us went | 12 went home\n", []),
    ],
)
def test_reads_a_table(grammar: Quantities, table: str, expected: list[tuple[float, str]]) -> None:
    assert [(float(quantity.low), quantity.unit) for quantity in grammar.find(table)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Firm | Sites | Staff | GPUs\nHarrowgate Compute | 140 | 1,200 | 36,000\nTarn Data Centres | 310",
            [(36000, "chip")],
        ),
        ("Firm | Staff\nAcme | 12,000\nTarn Data Centres | 3\n", []),
        ("Staff\nAcme | 12,000\nTarn Data Centres", []),
        ("412\nMegawatts | 600", []),
        ("412\nmegawatts | 600", [(600, "MW")]),
        ("412\nmegawatts\t600", [(600, "MW")]),
        ("Staff: 412 data\ncentres | 600", []),
        ("Staff | 412 data\nCentres | 600", []),
        ("It has a staff of 300\n\nData centres grow", []),
        ("It has a staff of 300\n\ndata centres grow", []),
        ("It has a staff of 300\nBillion Data has more", []),
        ("It has a staff of 300\nDollars are dear", []),
        ("It has a staff of 300\nMW Energy grows", []),
        ("It has a capacity of 412\nmegawatts in all", [(412, "MW")]),
        ("It has a capacity of 412\nMW in all", [(412, "MW")]),
        ("It has 300\ndata centres and 5 data\ncentres", [(300, "facility"), (5, "facility")]),
        (
            "It has 2,000 new\ngraphics processing\nunits, for 30\nmillion\neuros",
            [(2000, "chip"), (3e7, "EUR")],
        ),
    ],
)
def test_a_unit_is_on_the_line_or_in_its_prose(
    grammar: Quantities, text: str, expected: list[tuple[float, str]]
) -> None:
    assert [(float(quantity.low), quantity.unit) for quantity in grammar.find(text)] == expected


@given(st.text(alphabet="0123456789.,|\t\n MW$m()GPUs", max_size=120))
def test_spans_are_the_text_whatever_the_table(text: str) -> None:
    for quantity in GRAMMAR.find(text):
        assert text[quantity.start : quantity.end] == quantity.as_written


GRAMMAR = read_quantity_grammar()


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text",
    [
        "|" * 100_000 + "12",
        "MW | " * 30_000 + "\n" + "12 | " * 30_000,
        "Site | MW\n" + "Oslo | 12\n" * 10_000,
        "(MW)\n" * 20_000 + "a | 1\n",
        "\t1" * 50_000,
        "Capacity (MW) | x\na | " + "1 2 3 4 5 6 7 8 " * 10_000,
    ],
)
def test_a_page_of_bars_takes_time_in_proportion(grammar: Quantities, text: str) -> None:
    assert all(quantity.end <= len(text) for quantity in grammar.find(text))
