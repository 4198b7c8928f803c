"""US dollars by hand: ECB rates of the day, fixed rates, and NULL rather than a wrong number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.vocabulary import Role, Status
from tests.warehouse.stories import Warehouse, buys, tell
from warehouse.connection import open_writer
from warehouse.rates import load_rates


@pytest.mark.parametrize(
    ("currency", "on", "value", "value_usd"),
    [
        ("USD", "2025-07-07", "9000000000", "9000000000.00"),
        # The ECB's rate of Friday 3 January 2025 is 1.0299 dollars a euro; it holds on Sunday too.
        ("EUR", "2025-01-03", "1000000000", "1029900000.00"),
        ("EUR", "2025-01-05", "1000000000", "1029900000.00"),
        # That day 161.77 yen: 1.0299 / 161.77 * 1e12.
        ("JPY", "2025-01-03", "1000000000000", "6366446189.03"),
        ("AED", "2025-07-07", "36725000000", "10000000000.00"),
        ("SAR", "2025-07-07", "37500000000", "10000000000.00"),
        ("TWD", "2024-07-07", "32117000000", None),  # floats, and the ECB does not quote it
        ("RUB", "2025-07-07", "1000000000", None),  # quoted until March 2022
        ("VND", "2025-07-07", "1000000000", None),
        ("EUR", "1998-07-07", "1000000000", None),
    ],
)
def test_value_usd(warehouse: Warehouse, currency: str, on: str, value: str, value_usd: str | None) -> None:
    warehouse.load(buys(Status.ANNOUNCED, on, value=("a price", value), currency=currency))
    expected = None if value_usd is None else Decimal(value_usd)
    assert warehouse.rows("SELECT value_low, currency, value_usd FROM deals") == [
        (Decimal(value), currency, expected)
    ]


def test_a_range_counts_with_its_middle(warehouse: Warehouse) -> None:
    story = tell(
        "Northgate Compute pays 2 to 3 billion euros for Halden Data Centers.",
        Status.ANNOUNCED,
        "2025-01-03",
        {Role.ACQUIRER: "Northgate Compute", Role.TARGET: "Halden Data Centers"},
        value=("2 to 3 billion", "2000000000"),
        currency="EUR",
        amount_fields={"high": Decimal(3000000000)},
    )
    warehouse.load(story)
    assert warehouse.rows("SELECT value_low, value_high, value_usd FROM deals") == [
        (Decimal(2000000000), Decimal(3000000000), Decimal("2574750000.00"))
    ]


def test_rates_are_read_once_and_say_where_they_are_from(warehouse: Warehouse) -> None:
    warehouse.load()
    with open_writer(warehouse.settings.warehouse_path) as connection:
        assert not load_rates(connection)
    sources = dict(warehouse.rows("SELECT currency, min(source) FROM ref_fx_rates GROUP BY 1"))
    assert sources["EUR"] == "ECB euro reference rates"
    assert "Central Bank of the UAE" in sources["AED"]
    overlapping = """
        SELECT a.currency, a.valid_from FROM ref_fx_rates AS a JOIN ref_fx_rates AS b
        ON a.currency = b.currency AND a.source NOT LIKE 'ECB%' AND b.source LIKE 'ECB%'
    """
    assert warehouse.rows(overlapping) == []  # the fixed file repeats no currency the ECB quotes
