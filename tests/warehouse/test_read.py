"""Citations and models of the published picture."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pipeline.errors import NotFoundError
from pipeline.vocabulary import Qualifier, Role, Status, Tier
from tests.factories import STORY, deal_claim, document, figure_claim
from tests.warehouse.stories import Story, Warehouse, buys, tell
from warehouse.ask import ask
from warehouse.cite import cite
from warehouse.publish import publish
from warehouse.read import list_views, read_deals, read_table

NINE = ("$9 billion", "9000000000")
PARTIES = "acquirer Northgate Compute; target Halden Data Centers"
SENTENCE = "The seller runs 1,300 MW of capacity."


@pytest.fixture
def story(warehouse: Warehouse) -> Story:
    source = document(STORY + "\nShares rose.")
    return Story(source, (deal_claim(source),), (figure_claim(source, "1,300 MW", "1300"),))


def test_cite_shows_the_sentence_for_each_sort_of_id(warehouse: Warehouse, story: Story) -> None:
    empty = Story(document("Nothing of note\nhappened.", url="http://wire.example/empty"))
    warehouse.load(story, empty)
    publish(warehouse.settings)
    ((deal_id,),) = warehouse.rows("SELECT id FROM deals")
    for id_ in (deal_id, story.deals[0].id):
        (citation,) = cite(id_, warehouse.settings)
        assert citation.quote == "Northgate Compute buys Halden Data Centers for $9 billion"
        assert "value USD 9000000000" in citation.fact
        assert (citation.before, citation.tier) == ("", Tier.WIRE)
        assert citation.after.startswith("\n\nNorthgate Compute said on Tuesday")
        assert story.document.text[citation.start : citation.end] == citation.quote
    (figure,) = cite(story.figures[0].id, warehouse.settings)
    assert (figure.quote, figure.after) == (SENTENCE, "\nShares rose.")
    assert figure.before.endswith("for about $9 billion.\n")
    assert figure.fact == "power_capacity Halden Data Centers actual 1300 MW"
    assert {citation.quote for citation in cite(story.document.id, warehouse.settings)} == {
        SENTENCE,
        "Northgate Compute buys Halden Data Centers for $9 billion",
    }
    (opening,) = cite(empty.document.id, warehouse.settings)
    assert (opening.quote, opening.after) == ("Nothing of note", "\nhappened.")


def test_unknown_id_names_the_nearest(warehouse: Warehouse, story: Story) -> None:
    warehouse.load(story)
    publish(warehouse.settings)
    ((deal_id,),) = warehouse.rows("SELECT id FROM deals")
    with pytest.raises(NotFoundError, match=rf"'{deal_id[:12]}'; the nearest are {deal_id}"):
        cite(deal_id[:12], warehouse.settings)


@pytest.mark.parametrize(
    "slip", ["{kind}_{digits:.8}", "{digits}", "doc_{digits}", "{kind}_0{digits}", "{kind}_{digits:.15}x"]
)
def test_an_id_with_a_slip_names_the_one_meant(warehouse: Warehouse, story: Story, slip: str) -> None:
    warehouse.load(story)
    publish(warehouse.settings)
    ((deal_id,),) = warehouse.rows("SELECT id FROM deals")
    kind, digits = deal_id.split("_")
    with pytest.raises(NotFoundError, match=rf"; the nearest are {deal_id}$"):
        cite(slip.format(kind=kind, digits=digits), warehouse.settings)


@pytest.mark.parametrize("id_", ["deal_0123456789abcdef", "deal", "deal_", "nonsense", "", "%"])
def test_an_id_like_no_other_is_told_how_to_find_one(warehouse: Warehouse, story: Story, id_: str) -> None:
    warehouse.load(story)
    publish(warehouse.settings)
    with pytest.raises(NotFoundError, match=rf"the id '{id_}', nor one like it; to find ids: ") as told:
        cite(id_, warehouse.settings)
    assert "\n" not in str(told.value)
    *_, query, _ = str(told.value).split('"')
    found = ask(query.replace("NAME", "northgate"), warehouse.settings)
    assert found.rows == ((warehouse.rows("SELECT id FROM deals")[0][0], "acquisition", PARTIES),)


def test_deals_as_models(warehouse: Warehouse) -> None:
    warehouse.load(
        buys(Status.ANNOUNCED, "2025-07-07", value=NINE, tier=Tier.PRESS),
        buys(Status.ANNOUNCED, "2025-07-08", value=NINE, tier=Tier.COMPANY, target="Halden Data Centers plc"),
        known_at=datetime(2025, 7, 9, tzinfo=UTC),
    )
    warehouse.load(
        tell(
            "Kelso Chips may buy Lumen Park (1,250.5 MW).",
            Status.RUMORED,
            "2025-08-01",
            {Role.ACQUIRER: "Kelso Chips", Role.TARGET: "Lumen Park"},
            mw=("1,250.5 MW", "1250.5"),
        ),
        known_at=datetime(2025, 8, 2, tzinfo=UTC),
    )
    publish(warehouse.settings)
    lumen, halden = read_deals(warehouse.settings)
    assert (lumen.status, lumen.announced_on, lumen.value_usd) == (Status.RUMORED, None, None)
    assert str(lumen.capacity_mw) == "1250.5"
    assert (halden.announced_on, halden.value_usd) == (date(2025, 7, 8), Decimal(9000000000))
    assert (halden.qualifier, halden.source_count, halden.revision) == (Qualifier.EXACT, 2, 1)
    assert [(party.role, party.name) for party in halden.parties] == [
        (Role.ACQUIRER, "Northgate Compute"),
        (Role.TARGET, "Halden Data Centers plc"),
    ]
    assert [citation.tier for citation in halden.citations] == [Tier.COMPANY, Tier.PRESS]
    assert read_deals(warehouse.settings, changed_since=datetime(2025, 7, 9, tzinfo=UTC)) == (lumen,)
    assert read_deals(warehouse.settings, limit=1) == (lumen,)
    assert read_deals(warehouse.settings, ids=[halden.id]) == (halden,)
    assert read_deals(warehouse.settings, ids=[]) == ()


def test_tables_with_their_comments(warehouse: Warehouse) -> None:
    warehouse.load(buys(Status.ANNOUNCED, "2025-07-07", value=NINE))
    publish(warehouse.settings)
    table = read_table("mergers_acquisitions", warehouse.settings)
    assert table.comment == "Who buys which company, unit or site."
    assert dict(zip(table.columns, table.rows[0], strict=True))["target"] == "Halden Data Centers"
    deals = read_table("deals", warehouse.settings, limit=0)
    comments = dict(zip(deals.columns, deals.column_comments, strict=True))
    assert "ECB rate" in (comments["value_usd"] or "")
    assert deals.rows == ()
    assert "who_pays_whom" in list_views(warehouse.settings)
    with pytest.raises(NotFoundError, match=r"no view 'deal'; the views are amendments, "):
        read_table("deal", warehouse.settings)
