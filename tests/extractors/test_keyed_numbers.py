"""Numbers behind a label take the unit in its brackets, and nothing else does."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities


@cache
def built() -> Quantities:
    return read_quantity_grammar()


@pytest.fixture
def grammar() -> Quantities:
    return built()


def read(grammar: Quantities, text: str) -> list[tuple[float, float, str]]:
    return [(float(q.low), float(q.high), q.unit) for q in grammar.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capacity (MW): 48", [(48, 48, "MW")]),
        ("Capacity in MW: 48 by 2027", [(48, 48, "MW")]),
        ("IT load, MW: 48", [(48, 48, "MW")]),
        ("Investment (EUR million): 450", [(450e6, 450e6, "EUR")]),
        ("Recent sales (KRW): 311,260,000,000", [(311_260_000_000, 311_260_000_000, "KRW")]),
        ("Revenue (millions): $1,610", [(1.61e9, 1.61e9, "USD")]),
        ("Accelerators (GPUs): 12,000", [(12000, 12000, "chip")]),
        (
            "Capex (EUR m): 61 / 140 / 390–410 (310)",
            [(61e6, 61e6, "EUR"), (140e6, 140e6, "EUR"), (390e6, 410e6, "EUR"), (310e6, 310e6, "EUR")],
        ),
        ("IT load (MW): 48; staff: 30", [(48, 48, "MW")]),
        ("IT load (MW): 48, tenants 3", [(48, 48, "MW")]),
        ("IT load (MW): n.a.\n30", []),
        ("Power capacity (MW) - 48", [(48, 48, "MW")]),
        ("Budget (in Millionen): $45", [(45e6, 45e6, "USD")]),
        ("Rent (USD/kW): 145", [(145, 145, "USD")]),
        ("Price per MW (USD million): 11.4", [(11.4e6, 11.4e6, "USD")]),
        ("Opening (MW): 2027", []),
        ("The hall (MW): 3 tenants.", []),
        ("He said in dollars: 5 people earn more.", []),
        ("The second hall (5 MW): 7", [(5, 5, "MW")]),
    ],
)
def test_reads_a_line(grammar: Quantities, text: str, expected: list[tuple[float, float, str]]) -> None:
    assert read(grammar, text) == expected


@given(
    st.decimals(min_value="0.1", max_value=9999, places=1),
    st.sampled_from(
        [("MW", 1, "MW"), ("GW", 1000, "MW"), ("EUR m", 10**6, "EUR"), ("USD billion", 10**9, "USD")]
    ),
    st.text(alphabet="abcdefgh ", max_size=20),
)
def test_the_number_comes_back_in_the_unit_of_its_label(
    number: Decimal, unit: tuple[str, int, str], label: str
) -> None:
    written, factor, code = unit
    (quantity,) = built().find(f"X{label} ({written}): {number}")
    assert (quantity.low, quantity.unit) == (number * factor, code)


def test_a_price_per_megawatt_is_no_power_in_a_table(grammar: Quantities) -> None:
    table = "Site | Price per MW (USD million)\nHalden | 11.4"
    assert read(grammar, table) == [(11.4e6, 11.4e6, "USD")]


ROW = "Revenue | $1,610 | $2,400"


@pytest.mark.parametrize(
    "caption",
    [
        "In millions",
        "(in millions)",
        "Amounts in millions",
        "(in Mio.)",
        "(in millions, except per share data)",
    ],
)
def test_a_caption_that_states_a_scale_alone_scales_signed_amounts(grammar: Quantities, caption: str) -> None:
    assert [low for low, _, _ in read(grammar, f"{caption}\n\n{ROW}")] == [1.61e9, 2.4e9]


def test_amounts_per_share_are_in_no_millions(grammar: Quantities) -> None:
    table = f"($ in millions)\n\n{ROW}\nEarnings per share | $3.10 | $2.20"
    assert [low for low, _, _ in read(grammar, table)] == [1.61e9, 2.4e9, 3.1, 2.2]


@pytest.mark.parametrize("apart", ["     ", " | ", "\t"])
def test_a_scale_in_the_head_of_a_row_scales_it(grammar: Quantities, apart: str) -> None:
    row = apart.join(["Total revenue (millions)", "$1,610 – $1,640", "$1,700"])
    assert read(grammar, row) == [
        (1.61e9, 1.64e9, "USD"),
        (1.7e9, 1.7e9, "USD"),
    ]


def test_a_page_of_labels_takes_time_in_proportion(grammar: Quantities) -> None:
    assert len(grammar.find("Capacity (MW): 48, 50\n" * 20_000)) == 40_000


def test_rows_of_other_things_are_in_no_millions(grammar: Quantities) -> None:
    rows = "Revenue | 1,200 | 900\nEmployees | 120 | 130\nNumber of sites | 12 | 13\nEPS | 1.20 | 1.10"
    found = read(grammar, f"USD millions\n | 2025 | 2024\n{rows}")
    assert [low for low, _, _ in found] == [1.2e9, 0.9e9]


def test_a_column_without_a_unit_has_not_that_of_the_first(grammar: Quantities) -> None:
    table = "Capacity (MW) | Investment (EUR m) | Opening\n48 | 61 | 12 May"
    assert read(grammar, table) == [(48, 48, "MW"), (61e6, 61e6, "EUR")]


def test_a_row_of_one_value_has_the_unit_in_its_brackets(grammar: Quantities) -> None:
    table = "Parameter   Value\nCapacity (MW)   48\nInvestment (EUR m)   61"
    assert read(grammar, table) == [(48, 48, "MW"), (61e6, 61e6, "EUR")]


@pytest.mark.parametrize(
    ("table", "unit"),
    [
        ("Item | Revenue (Canadian-dollars)\nSales | 5", "CAD"),
        ("Item | EUR mil-millones\nSales | 5", "EUR"),
    ],
)
def test_a_hyphen_or_other_blank_in_a_unit_is_no_obstacle(grammar: Quantities, table: str, unit: str) -> None:
    assert [own for _, _, own in read(grammar, table)] == [unit]
