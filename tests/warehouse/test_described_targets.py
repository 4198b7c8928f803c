"""What is bought without a name is described by each report in its own words."""

from __future__ import annotations

import pytest

from pipeline.vocabulary import Role, Status
from tests.warehouse.stories import Warehouse, tell


@pytest.mark.parametrize(
    ("first", "second", "deals_told"),
    [
        ("48-acre parcel in Bexar County", "land", 1),
        ("former tannery", "disused brickworks", 1),
        ("Halden Power", "Oakmere Energy", 2),
        ("poolside", "Halden Power", 2),
    ],
)
def test_a_target_that_is_only_described_holds_no_reports_apart(
    warehouse: Warehouse, first: str, second: str, deals_told: int
) -> None:
    for number, target in enumerate((first, second)):
        day = f"2025-07-0{7 + number}"
        warehouse.load(
            tell(
                f"Northgate Cloud buys {target} for $9 million, it was said on {day}.",
                Status.ANNOUNCED,
                day,
                {Role.ACQUIRER: "Northgate Cloud", Role.TARGET: target},
                value=("$9 million", "9000000"),
            )
        )
    assert warehouse.rows("SELECT count(*) FROM deals") == [(deals_told,)]
