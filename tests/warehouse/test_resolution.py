"""Which claims become one deal, and which do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pipeline.vocabulary import DealType, Qualifier, Role, Status, Tier
from tests.factories import amount, deal_claim, document, evidence, party
from tests.warehouse.stories import Story, Warehouse, buys, tell

EIGHT = ("$8 billion", "8000000000")
NINE = ("$9 billion", "9000000000")


def deals(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.rows(
        "SELECT id, status, value_usd, announced_on FROM deals ORDER BY first_reported_on, id"
    )


def test_rumour_signing_and_closing_are_one_deal_with_three_statuses(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.RUMORED, "2025-06-27", value=EIGHT, tier=Tier.PRESS))
    ((deal_id, status, value, announced_on),) = deals(warehouse)
    assert (status, value, announced_on) == ("rumored", Decimal("8000000000.00"), None)

    report = warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    assert (report.new_deals, report.changed_deals) == (0, 1)
    assert deals(warehouse) == [(deal_id, "announced", Decimal("9000000000.00"), date(2025, 7, 7))]

    warehouse.load(buys(Status.COMPLETED, "2026-03-02", tier=Tier.COMPANY))
    assert deals(warehouse) == [(deal_id, "completed", Decimal("9000000000.00"), date(2025, 7, 7))]
    assert warehouse.rows("SELECT status, told_on FROM deal_status_history ORDER BY told_on") == [
        ("rumored", date(2025, 6, 27)),
        ("announced", date(2025, 7, 7)),
        ("completed", date(2026, 3, 2)),
    ]


def test_a_terminated_deal_stays_so_when_old_news_is_read_later(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.TERMINATED, "2025-10-30", value=NINE))
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    ((_, status, _, announced_on),) = deals(warehouse)
    assert (status, announced_on) == ("terminated", date(2025, 7, 7))


def test_talks_long_after_the_end_are_another_deal(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.TERMINATED, "2025-10-30"))
    warehouse.load(buys(Status.RUMORED, "2025-12-15"))
    assert [status for _, status, _, _ in deals(warehouse)] == ["terminated", "rumored"]


def contract(value: tuple[str, str], on: str, status: Status = Status.ANNOUNCED, **fields: object) -> Story:
    return tell(
        f"Crestline AI signs a cloud contract of {value[0]} with Ridgeway Cloud on {on}.",
        status,
        on,
        {Role.CUSTOMER: "Crestline AI", Role.SUPPLIER: "Ridgeway Cloud"},
        deal_type=DealType.CLOUD_CONTRACT,
        value=value,
        **fields,  # type: ignore[arg-type]
    )


def test_two_contracts_of_the_same_parties_stay_two(warehouse: Warehouse) -> None:
    # As a first contract of $11.9 billion in March and an expansion by $4 billion in May.
    warehouse.load(contract(("$11.9 billion", "11900000000"), "2025-03-10"))
    warehouse.load(contract(("$4 billion", "4000000000"), "2025-05-15"))
    assert [value for _, _, value, _ in deals(warehouse)] == [Decimal("11900000000"), Decimal("4000000000")]


def test_a_second_contract_is_not_the_closing_of_the_first(warehouse: Warehouse) -> None:
    warehouse.load(contract(("$11.9 billion", "11900000000"), "2025-03-10"))
    warehouse.load(contract(("$15.9 billion", "15900000000"), "2025-05-15", Status.COMPLETED))
    assert len(deals(warehouse)) == 2


def test_copies_of_one_story_are_one_deal_with_two_sources(warehouse: Warehouse) -> None:
    one = buys(Status.ANNOUNCED, "2025-07-07", value=NINE, url="http://one.example/a")
    two = buys(Status.ANNOUNCED, "2025-07-07", value=NINE, url="http://two.example/b")
    warehouse.load(one, two)
    assert warehouse.rows("SELECT source_count FROM deals") == [(2,)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Crusoe", "Crusoe Energy Systems", True),
        ("Crusoe Energy Systems, Inc.", "CRUSOE ENERGY SYSTEMS", True),
        ("Halden Data Centers plc", "Halden Data Centers", True),
        ("Télécom Nord", "Telecom Nord S.A.", True),
        ("Applied", "Applied Digital", False),
        ("Digital Realty", "Digital Edge", False),
        ("Halden Data Centers", "Halden Foods", False),
    ],
)
def test_name_variants(warehouse: Warehouse, first: str, second: str, joined: bool) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-07-07", target=first),
        buys(Status.ANNOUNCED, "2025-07-08", target=second),
    )
    assert len(deals(warehouse)) == (1 if joined else 2)


def test_variants_of_one_name_are_one_party(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-07-07", target="Crusoe"),
        buys(Status.ANNOUNCED, "2025-07-08", target="Crusoe Energy Systems", tier=Tier.COMPANY),
    )
    assert warehouse.rows("SELECT role, party FROM deal_parties ORDER BY role") == [
        ("acquirer", "Northgate Compute"),
        ("target", "Crusoe Energy Systems"),
    ]


def test_the_alias_data_joins_names_that_share_no_word(warehouse: Warehouse) -> None:
    aliases = {"Google": "google", "Alphabet": "google", "AWS": "amazon"}
    for number, name in enumerate(aliases):
        warehouse.load(buys(Status.ANNOUNCED, f"2025-07-0{number + 1}", acquirer=name, entities=aliases))
    assert warehouse.rows("SELECT source_count FROM deals ORDER BY 1") == [(1,), (2,)]


def test_a_missing_acquirer_is_no_contradiction_but_another_one_is(warehouse: Warehouse) -> None:
    unnamed = tell(
        "Halden Data Centers is up for sale.",
        Status.RUMORED,
        "2025-06-20",
        {Role.TARGET: "Halden Data Centers"},
    )
    warehouse.load(unnamed, buys(Status.ANNOUNCED, "2025-07-07"))
    assert warehouse.rows("SELECT source_count FROM deals") == [(2,)]
    warehouse.load(buys(Status.RUMORED, "2025-07-05", acquirer="Westmark Partners"))
    assert len(deals(warehouse)) == 2


def test_one_document_that_tells_two_deals_keeps_them_apart(warehouse: Warehouse) -> None:
    text = "Northgate Compute borrowed $2 billion in May and $2.1 billion in June."
    source = document(text)
    claims = tuple(
        deal_claim(
            source,
            type=DealType.DEBT_FINANCING,
            parties=(party(source, "Northgate Compute", Role.BORROWER),),
            amounts=(amount(source, words, value),),
            evidence=(evidence(source, text[:start]) if start else evidence(source, text),),
            date=on,
        )
        for words, value, on, start in (
            ("$2 billion", "2000000000", "2025-05", 44),
            ("$2.1 billion", "2100000000", "2025-06", 0),
        )
    )
    warehouse.load(Story(source, claims))
    assert len(deals(warehouse)) == 2


def loan(words: str | None, value: str | None, on: str) -> Story:
    sentence = f"Northgate Compute takes a loan of {words or 'unknown size'} on {on}."
    return tell(
        sentence,
        Status.ANNOUNCED,
        on,
        {Role.BORROWER: "Northgate Compute"},
        deal_type=DealType.DEBT_FINANCING,
        value=(words, value) if words and value else None,
    )


def test_a_borrower_alone_does_not_join_loans(warehouse: Warehouse) -> None:
    warehouse.load(loan("$2 billion", "2000000000", "2025-05-02"), loan(None, None, "2025-06-20"))
    assert len(deals(warehouse)) == 2


def test_a_loan_without_amount_in_the_same_week_is_the_same(warehouse: Warehouse) -> None:
    warehouse.load(loan("$2 billion", "2000000000", "2025-05-02"), loan(None, None, "2025-05-05"))
    assert len(deals(warehouse)) == 1


def test_up_to_an_amount_fits_less_but_not_more(warehouse: Warehouse) -> None:
    up_to = {"amount_fields": {"qualifier": Qualifier.AT_MOST}}
    warehouse.load(contract(("$100 billion", "100000000000"), "2025-03-10", **up_to))
    warehouse.load(contract(("$70 billion", "70000000000"), "2025-04-10"))
    assert len(deals(warehouse)) == 1
    warehouse.load(contract(("$150 billion", "150000000000"), "2025-04-12"))
    warehouse.load(contract(("$20 billion", "20000000000"), "2025-04-13"))
    assert len(deals(warehouse)) == 3


def test_amounts_in_two_currencies_are_compared_in_dollars(warehouse: Warehouse) -> None:
    warehouse.load(contract(("$1.1 billion", "1100000000"), "2025-03-10"))
    # 1 euro was 1.0825 dollars on 10 March 2025.
    warehouse.load(contract(("€1 billion", "1000000000"), "2025-03-11", currency="EUR"))
    assert len(deals(warehouse)) == 1


def test_a_claim_without_party_is_no_deal_and_one_with_a_lesser_party_is(warehouse: Warehouse) -> None:
    nobody = tell("A data center was sold.", Status.COMPLETED, "2025-06-20", {})
    lender = tell(
        "Brightwater Bank lends to a data center operator.",
        Status.ANNOUNCED,
        "2025-06-20",
        {Role.LENDER: "Brightwater Bank"},
        deal_type=DealType.DEBT_FINANCING,
    )
    warehouse.load(nobody, lender)
    assert warehouse.rows("SELECT parties FROM deals") == [("lender Brightwater Bank",)]
    assert warehouse.rows("SELECT sentence FROM unresolved_claims") == [("A data center was sold.",)]


def test_disagreements_are_shown_and_the_filing_is_believed(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-07-07", value=("$9.2 billion", "9200000000"), tier=Tier.FILING),
        buys(Status.ANNOUNCED, "2025-07-08", value=NINE, tier=Tier.PRESS),
    )
    assert warehouse.rows("SELECT value_low, announced_on FROM deals") == [
        (Decimal("9200000000.00"), date(2025, 7, 7))
    ]
    assert warehouse.rows("SELECT fact, chosen, said, tier FROM deal_disagreements ORDER BY fact") == [
        ("announced_on", "2025-07-07", "2025-07-08", "press"),
        ("value", "9200000000.00 USD", "9000000000.00 USD", "press"),
    ]


def test_yesterdays_picture_can_be_asked_for(warehouse: Warehouse) -> None:
    first, second = datetime(2025, 6, 28, tzinfo=UTC), datetime(2025, 7, 8, tzinfo=UTC)
    warehouse.load(buys(Status.RUMORED, "2025-06-27", value=EIGHT), known_at=first)
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE), known_at=second)
    asof = "SELECT status, value_low FROM deals_asof(?::TIMESTAMPTZ)"
    assert warehouse.rows(asof, datetime(2025, 6, 27, tzinfo=UTC)) == []
    assert warehouse.rows(asof, datetime(2025, 7, 7, tzinfo=UTC)) == [("rumored", Decimal("8000000000.00"))]
    assert warehouse.rows(asof, second) == [("announced", Decimal("9000000000.00"))]


def test_a_newer_extractor_supersedes_without_deleting(warehouse: Warehouse) -> None:
    wrong = buys(
        Status.ANNOUNCED,
        "2025-07-07",
        value=("$9", "9"),
        capture="wire/1.warc.gz#1",
        url="http://w.example/1",
    )
    sentence = wrong.document.text
    right = tell(
        sentence,
        Status.ANNOUNCED,
        "2025-07-07",
        {Role.ACQUIRER: "Northgate Compute", Role.TARGET: "Halden Data Centers"},
        capture="wire/1.warc.gz#1",
        url="http://w.example/1",
    )
    warehouse.load(wrong, version="0.9.0")
    ((deal_id, *_),) = deals(warehouse)
    warehouse.load(right, version="0.10.0")
    assert warehouse.rows("SELECT id, value_low, revision FROM deals") == [(deal_id, None, 2)]
    assert warehouse.rows("SELECT count(*) FROM raw_deal_claims") == [(2,)]
    warehouse.load(wrong, version="0.9.1")  # older, though loaded later
    assert warehouse.rows("SELECT value_low, revision FROM deals") == [(None, 2)]


def test_a_deal_that_no_claim_tells_any_more_is_taken_back(warehouse: Warehouse) -> None:
    told = buys(Status.ANNOUNCED, "2025-07-07")
    before = datetime(2025, 7, 8, tzinfo=UTC)
    warehouse.load(told, version="1", known_at=before)
    warehouse.load(Story(told.document), version="2")
    assert warehouse.rows("SELECT * FROM deals") == []
    assert warehouse.rows("SELECT revision, is_retracted FROM deal_revisions ORDER BY 1") == [
        (1, False),
        (2, True),
    ]
    assert len(warehouse.rows("SELECT * FROM deals_asof(?::TIMESTAMPTZ)", before)) == 1


def test_two_leases_without_price_are_told_apart_by_power(warehouse: Warehouse) -> None:
    def lease(mw: tuple[str, str], on: str) -> Story:
        return tell(
            f"Crestline AI leases {mw[0]} from Halden Data Centers, {on}.",
            Status.ANNOUNCED,
            on,
            {Role.LESSEE: "Crestline AI", Role.LESSOR: "Halden Data Centers"},
            deal_type=DealType.LEASE,
            mw=mw,
        )

    warehouse.load(lease(("250 MW", "250"), "2025-06-02"), lease(("150 MW", "150"), "2025-08-29"))
    warehouse.load(lease(("about 150 MW", "152"), "2025-08-30"))
    assert warehouse.rows("SELECT capacity_mw, source_count FROM deals ORDER BY announced_on") == [
        (250, 1),
        (152, 2),  # of one tier, the newest is believed
    ]


def test_two_loans_of_nearly_one_size_within_months_are_two(warehouse: Warehouse) -> None:
    warehouse.load(
        loan("$2.3 billion", "2300000000", "2025-05-02"), loan("$2.25 billion", "2250000000", "2025-07-20")
    )
    assert len(deals(warehouse)) == 2


def test_sites_in_two_places_are_two(warehouse: Warehouse) -> None:
    def site(place: str, on: str) -> Story:
        return tell(
            f"Northgate Compute builds a data center in {place}.",
            Status.ANNOUNCED,
            on,
            {Role.DEVELOPER: "Northgate Compute"},
            deal_type=DealType.CONSTRUCTION,
            places=(place,),
        )

    warehouse.load(site("Richland, Louisiana", "2025-06-02"), site("Lebanon, Indiana", "2025-06-04"))
    warehouse.load(site("Louisiana", "2025-07-04"))
    assert warehouse.rows("SELECT places, source_count FROM deals ORDER BY first_reported_on") == [
        (["Louisiana", "Richland, Louisiana"], 2),
        (["Lebanon, Indiana"], 1),
    ]


def test_partners_must_agree_on_two(warehouse: Warehouse) -> None:
    def venture(partners: tuple[str, ...], on: str) -> Story:
        return tell(
            f"{' and '.join(partners)} form a venture on {on}.",
            Status.ANNOUNCED,
            on,
            {Role.PARTNER: partners},
            deal_type=DealType.PARTNERSHIP,
        )

    warehouse.load(
        venture(("Kelso Chips", "Telenord", "Lumen Park"), "2025-06-02"),
        venture(("Kelso Chips", "Telenord"), "2025-06-03"),
        venture(("Kelso Chips", "Brightwater"), "2025-06-04"),
    )
    assert warehouse.rows("SELECT source_count FROM deals ORDER BY 1") == [(1,), (2,)]


def test_rounds_with_different_names_are_two_and_leads_may_differ(warehouse: Warehouse) -> None:
    def raised(name: str, investor: str, on: str) -> Story:
        return tell(
            f"{investor} leads the {name} of Crestline AI, worth $1.4 billion.",
            Status.ANNOUNCED,
            on,
            {Role.INVESTOR: investor, Role.INVESTEE: "Crestline AI"},
            deal_type=DealType.EQUITY_INVESTMENT,
            value=("$1.4 billion", "1400000000"),
            round=name,
        )

    warehouse.load(
        raised("Series D", "Brightwater", "2025-06-02"),
        raised("Series D", "Westmark Partners", "2025-06-03"),
        raised("Series E", "Brightwater", "2025-06-20"),
    )
    assert warehouse.rows("SELECT round, source_count FROM deals ORDER BY round") == [
        ("Series D", 2),
        ("Series E", 1),
    ]


def test_grants_to_different_recipients_are_different_deals(warehouse: Warehouse) -> None:
    def grant(recipient: str, on: str) -> Story:
        return tell(
            f"The Norland Fund grants money to {recipient}.",
            Status.ANNOUNCED,
            on,
            {Role.GRANTOR: "Norland Fund", Role.RECIPIENT: recipient},
            deal_type=DealType.PUBLIC_FUNDING,
        )

    warehouse.load(grant("Telenord", "2025-06-02"), grant("Lumen Park", "2025-06-03"))
    assert len(deals(warehouse)) == 2


def test_a_second_number_beside_the_chosen_one_is_no_disagreement(warehouse: Warehouse) -> None:
    text = "Northgate Compute agrees to buy Halden Data Centers for $9 billion, $2 billion of it in cash."
    source = document(text)
    claim = deal_claim(
        source,
        evidence=(evidence(source, text),),
        amounts=(amount(source, "$9 billion", "9000000000"), amount(source, "$2 billion", "2000000000")),
    )
    warehouse.load(Story(source, (claim,)))
    assert warehouse.rows("SELECT value_low FROM deals") == [(Decimal(9000000000),)]
    assert warehouse.rows("SELECT * FROM deal_disagreements") == []
