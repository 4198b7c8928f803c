"""The page in a real browser: what it shows, and what a hostile web cannot make it do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.page.picture import Picture
from flows.page.render import render_page
from pipeline.deal import DealParty
from pipeline.vocabulary import Role
from tests.flows.browser import Opened, open_page
from tests.flows.deals import citation, deal
from tests.flows.pictures import AS_OF, full_picture

pytestmark = pytest.mark.slow


def opened(picture: Picture, folder: Path) -> Opened:
    page = folder / "index.html"
    page.write_text(render_page(picture), encoding="utf-8")
    return open_page(page, folder / "profile")


def test_charts_are_drawn_and_tables_hold_every_deal(tmp_path: Path) -> None:
    page = opened(full_picture(), tmp_path)
    assert page.console == []
    assert page.root.get("data-charts") == "drawn"
    sections = [section.get("id") for section in page.root.cssselect("main section")]
    assert sections == [
        *(
            "deals",
            "capex",
            "mergers",
            "funding",
            "debt",
            "government",
            "market",
            "chips",
            "power",
            "payments",
        )
    ]
    drawn = {chart.get("id"): len(chart.cssselect("svg path")) for chart in page.root.cssselect(".chart")}
    assert set(drawn) == {
        f"{key}-chart" for key in ("deals", "capex", "market", "chips", "power", "payments")
    }
    assert all(drawn.values())
    assert len(page.root.cssselect("#deals-table tbody")) == 5
    assert page.texts("#deals-table tbody:nth-of-type(1) td")[:7] == [
        *(
            "2025-07-07",
            "acquisition",
            "CoreWeave – Core Scientific",
            "announced",
            "about $9bn",
            "1.3 GW",
            "–",
        )
    ]
    assert len(page.root.cssselect("#deals-table tr.quote")) == 5
    first = page.root.cssselect("#deals-table tr.quote a")[0]
    assert first.get("href") == "https://wire.example/coreweave-core-scientific"
    assert page.texts("#deal-type option") == [
        *("all", "acquisition", "debt financing", "equity investment", "lease", "public funding")
    ]


def test_bars_stand_for_the_figures(tmp_path: Path) -> None:
    page = opened(full_picture(), tmp_path)
    bars = [bar.get("aria-label") or "" for bar in page.root.cssselect("#capex-chart svg path[aria-label]")]
    told = sorted(re.sub(r"\s+", " ", bar) for bar in bars if "Meta" in bar or "Oracle" in bar)
    assert told == [
        "year: 2024; US$ bn: 39; name: Meta; stated: $39bn; basis: actual",
        "year: 2025; US$ bn: 25; name: Oracle; stated: $25bn; basis: actual",
        "year: 2025; US$ bn: 66; name: Meta; stated: $66bn; basis: plan",
    ]


def test_a_hostile_page_title_is_text(tmp_path: Path) -> None:
    hostile = deal(
        parties=(
            DealParty(name="</script><script>document.title='taken'</script>", role=Role.ACQUIRER),
            DealParty(name="<img src=x onerror=\"document.title='taken'\">", role=Role.TARGET),
        ),
        citations=(
            citation(
                quote='<b>bold</b> & "quoted" <!--',
                title="<script>document.title='taken'</script>",
                url="javascript:document.title='taken'",
            ),
        ),
    )
    payment = (
        full_picture().payments[0].model_copy(update={"payer": "</script><script>document.title=1</script>"})
    )
    page = opened(full_picture(deals=(hostile,), payments=(payment,)), tmp_path)
    assert page.console == []
    assert page.root.findtext(".//title") == "Gigawatch: the AI-infrastructure market as of 2025-08-01"
    assert not page.root.cssselect("main img, main b, main a[href^=javascript]")
    assert page.texts("#deals-table q") == ['<b>bold</b> & "quoted" <!--']
    assert page.root.get("data-charts") == "drawn"


def test_an_empty_picture_says_so(tmp_path: Path) -> None:
    page = opened(Picture(as_of=AS_OF), tmp_path)
    assert page.console == []
    assert page.texts("main h2") == ["Nothing is known yet"]
    assert not page.root.cssselect(".chart")
