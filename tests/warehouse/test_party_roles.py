"""Of the roles that documents give one party of a deal, it keeps one."""

from __future__ import annotations

import pytest

from pipeline.vocabulary import DealType, Role, Status
from tests.warehouse.stories import Story, Warehouse, tell
from warehouse.connection import open_writer

NORTHLODE, CORDWAIN, SALTMARSH = "Northlode Compute", "Cordwain Bank", "Saltmarsh Credit"
SIZE = ("$200 million", "200000000")

RIGHT: dict[Role, str | tuple[str, ...]] = {Role.BORROWER: NORTHLODE, Role.LENDER: (CORDWAIN, SALTMARSH)}
SWAPPED: dict[Role, str | tuple[str, ...]] = {Role.BORROWER: (NORTHLODE, SALTMARSH), Role.LENDER: CORDWAIN}
AS_TOLD = [("borrower", NORTHLODE), ("lender", CORDWAIN), ("lender", SALTMARSH)]
AS_SWAPPED = [("borrower", NORTHLODE), ("borrower", SALTMARSH), ("lender", CORDWAIN)]
PARTIES = 'SELECT "role", name_in_deal FROM deal_parties ORDER BY ALL'


def loan(day: int, parties: dict[Role, str | tuple[str, ...]], confidence: float | None = None) -> Story:
    return tell(
        f"{CORDWAIN} and {SALTMARSH} lend {NORTHLODE} $200 million, paper {day} says.",
        Status.ANNOUNCED,
        f"2025-07-0{day}",
        parties,
        deal_type=DealType.DEBT_FINANCING,
        value=SIZE,
        confidence=confidence,
    )


@pytest.mark.parametrize("swapped_day", [1, 2, 3])
def test_a_party_has_the_role_that_most_stories_give_it(warehouse: Warehouse, swapped_day: int) -> None:
    # However sure the one document is that swapped them, and however new.
    warehouse.load(
        *(loan(day, SWAPPED, 0.9) if day == swapped_day else loan(day, RIGHT, 0.6) for day in (1, 2, 3))
    )
    assert warehouse.rows("SELECT source_count FROM deals") == [(3,)]
    assert warehouse.rows(PARTIES) == AS_TOLD
    saltmarsh = (
        f"""SELECT "role", count(*) FROM deal_claim_parties WHERE "name" = '{SALTMARSH}' GROUP BY ALL"""
    )
    assert sorted(warehouse.rows(saltmarsh)) == [("borrower", 1), ("lender", 2)]
    cited = f"SELECT count(*) FROM citations WHERE detail = 'borrower {SALTMARSH}'"
    assert warehouse.rows(cited) == [(1,)]


@pytest.mark.parametrize(("right", "swapped", "expected"), [(0.8, 0.6, AS_TOLD), (0.6, 0.8, AS_SWAPPED)])
def test_of_as_many_stories_the_surer_one_counts(
    warehouse: Warehouse, right: float, swapped: float, expected: list[tuple[str, str]]
) -> None:
    warehouse.load(loan(1, RIGHT, right), loan(2, SWAPPED, swapped))
    assert warehouse.rows(PARTIES) == expected


def test_copies_of_one_story_count_once(warehouse: Warehouse) -> None:
    swapped = [loan(day, SWAPPED) for day in (1, 2, 3)]
    warehouse.load(*swapped, loan(4, RIGHT), loan(5, RIGHT))
    assert warehouse.rows(PARTIES) == AS_SWAPPED
    with open_writer(warehouse.settings.warehouse_path) as connection:
        for number, told in enumerate(swapped, 1000):
            connection.execute(
                "INSERT INTO core_story_members BY NAME SELECT ? AS document_id, 'story_1' AS story_id, "
                "'the same text' AS reason, ? AS number, now() AS known_at",
                [told.document.id, number],
            )
    warehouse.load()
    assert warehouse.rows(PARTIES) == AS_TOLD


def test_a_later_document_moves_a_party_to_its_right_role(warehouse: Warehouse) -> None:
    warehouse.load(loan(1, SWAPPED), is_backfill=True)
    assert warehouse.rows(PARTIES) == AS_SWAPPED
    warehouse.load(loan(2, RIGHT), loan(3, RIGHT))
    assert warehouse.rows(PARTIES) == AS_TOLD
    assert warehouse.load().changed_deals == 0


def test_what_one_document_calls_by_two_names_is_two_parties(warehouse: Warehouse) -> None:
    warehouse.load(
        tell(
            "Ridgeline buys Vault Park from Vault Park Holdings.",
            Status.ANNOUNCED,
            "2025-07-01",
            {Role.ACQUIRER: "Ridgeline", Role.TARGET: "Vault Park", Role.SELLER: "Vault Park Holdings"},
        )
    )
    assert warehouse.rows(PARTIES) == [
        ("acquirer", "Ridgeline"),
        ("seller", "Vault Park Holdings"),
        ("target", "Vault Park"),
    ]


def test_a_fund_is_not_its_sponsor(warehouse: Warehouse) -> None:
    def fund(day: int, parties: dict[Role, str | tuple[str, ...]]) -> Story:
        return tell(
            f"Brookhollow closes the Brookhollow Power Fund at $200 million, paper {day} says.",
            Status.COMPLETED,
            f"2025-07-0{day}",
            parties,
            deal_type=DealType.FUND,
            value=SIZE,
        )

    both: dict[Role, str | tuple[str, ...]] = {
        Role.SPONSOR: "Brookhollow",
        Role.VEHICLE: "Brookhollow Power Fund",
    }
    warehouse.load(fund(1, both), fund(2, {Role.SPONSOR: "Brookhollow"}))
    assert warehouse.rows("SELECT source_count FROM deals") == [(2,)]
    assert warehouse.rows(PARTIES) == [("sponsor", "Brookhollow"), ("vehicle", "Brookhollow Power Fund")]
