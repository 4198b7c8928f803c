"""The page's tables and numbers, without a browser."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from flows.page.embed import script_json, source_hash
from flows.page.picture import Picture
from flows.page.read import read_picture
from flows.page.render import make_tiles, render_page
from flows.page.sections import make_sections
from flows.page.table import Cell, Column, make_table
from pipeline.vocabulary import Status
from tests.flows.deals import deal
from tests.flows.pictures import AS_OF, full_picture, holding
from tests.flows.stories import load_story, settings


def test_tiles_add_up() -> None:
    assert [tuple(tile) for tile in make_tiles(full_picture())] == [
        ("deals", "5"),
        ("biggest deal", "$9bn"),
        ("power in deals", "1.3 GW"),
        ("figures", "7"),
        ("documents read", "12"),
    ]


def test_tiles_and_bars_count_deals_in_force_only() -> None:
    sizes = {Status.RUMORED: 9, Status.TERMINATED: 8, Status.COMPLETED: 3, Status.ANNOUNCED: 2}
    deals = tuple(
        deal(id=f"deal_{size}", status=status, capacity_mw=Decimal(size), value_usd=Decimal(size))
        for status, size in sizes.items()
    )
    tiles = {tile.name: tile.value for tile in make_tiles(Picture(as_of=AS_OF, deals=deals))}
    assert (tiles["deals"], tiles["biggest deal"], tiles["power in deals"]) == ("4", "$3", "5 MW")
    holdings = tuple(holding("Halden", size, "MW", standing=status) for status, size in sizes.items())
    (power,) = make_sections(Picture(as_of=AS_OF, power=holdings))
    assert power.chart is not None
    assert power.table is not None
    (rows,) = power.chart["datasets"].values()
    assert [row["value"] for row in rows] == [3.0]
    assert len(power.table.lines) == 4
    (rumored,) = make_sections(Picture(as_of=AS_OF, power=holdings[:1]))
    assert rumored.chart is None


def test_the_biggest_deal_stands_first_and_a_missing_value_last() -> None:
    picture = full_picture()
    unknown = picture.deals[1].model_copy(update={"id": "deal_0", "value_low": None, "value_usd": None})
    deals = make_sections(full_picture(deals=(unknown, *picture.deals)))[0]
    assert deals.table is not None
    assert [line.quote.id for line in deals.table.lines if line.quote] == [
        *("deal_1", "deal_5", "deal_4", "deal_3", "deal_2", "deal_0")
    ]
    assert deals.table.lines[-1].cells[4].text == "–"


def test_a_bar_is_the_biggest_number_stated_for_a_holder() -> None:
    chips = next(section for section in make_sections(full_picture()) if section.key == "chips")
    assert chips.chart is not None
    (rows,) = chips.chart["datasets"].values()
    assert rows == [{"name": "xAI", "value": 1_000_000.0, "told": "1,000,000"}]
    assert chips.table is not None
    assert len(chips.table.lines) == 2


def test_a_table_says_how_many_rows_it_leaves_out() -> None:
    columns = (Column[int]("Number", lambda number: Cell(text=str(number), key=float(number))),)
    table = make_table("t", list(range(12)), columns, most=5)
    assert ([line.cells[0].text for line in table.lines], table.left_out) == (["0", "1", "2", "3", "4"], 7)


def test_the_page_names_nothing_to_fetch_and_only_its_own_scripts() -> None:
    root = html.document_fromstring(render_page(full_picture()))
    assert not root.xpath("//script[@src] | //link | //img | //iframe | //object")
    policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none';")
    scripts = [script.text for script in root.xpath("//script[not(@type)]")]
    assert len(scripts) == 2
    assert all(source_hash(script) in policy for script in scripts)


def test_an_empty_picture_carries_no_charts() -> None:
    page = render_page(Picture(as_of=AS_OF))
    assert "Nothing is known yet" in page
    assert len(page) < 30_000


def test_the_picture_is_that_of_the_published_views(tmp_path: Path) -> None:
    load_story(tmp_path)
    picture = read_picture(settings(tmp_path))
    assert (picture.documents, len(picture.deals), picture.figures) == (1, 1, 0)
    assert [(row.quarter, row.type, row.deals) for row in picture.quarters] == [("2025 Q4", "acquisition", 1)]
    (payment,) = picture.payments
    assert (payment.payer, payment.payee, payment.value_usd) == (
        "Northgate Compute",
        "Halden Data Centers",
        Decimal(9_000_000_000),
    )
    assert [(row.source, row.documents) for row in picture.sources] == [("wire", 1)]


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_data_stays_inside_its_script_and_reads_back(value: object) -> None:
    text = str(script_json(value))
    assert "<" not in text
    assert json.loads(text) == value


def test_a_deal_s_row_says_how_sure_it_is() -> None:
    unsure, sure, unrated = (deal(id=f"deal_{n}", confidence=c) for n, c in enumerate((0.31, 0.875, None)))
    table = make_sections(full_picture(deals=(unsure, sure, unrated)))[0].table
    assert table is not None
    assert table.heads[-1] == "Confidence"
    assert [line.cells[-1].text for line in table.lines] == ["unsure (31 %)", "88 %", "–"]
    assert [line.cells[-1].key for line in table.lines] == [0.31, 0.875, ""]
