"""The page of one document in a real browser: nothing runs, and what is marked can be seen and reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.explain.render import render_explanation
from pipeline.claims import Extraction
from tests.factories import deal_claim, document
from tests.flows.browser import open_page
from tests.flows.test_explain import TEXT, explained

pytestmark = pytest.mark.slow

ATTACK = (
    "\n<script>document.title='taken'</script><img src=x onerror=\"document.title=1\"></div></html>\u202e"
)


def test_a_browser_shows_the_text_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        render_explanation(explained(document(TEXT + ATTACK)), name="<i>story.txt"), encoding="utf-8"
    )
    opened = open_page(page, tmp_path / "profile")
    assert opened.console == []
    assert opened.root.findtext(".//title") == "Gigawatch reads <i>story.txt"
    assert not opened.root.cssselect("script, img, i")
    (text,) = opened.root.cssselect(".text")
    assert text.text_content() == TEXT + ATTACK
    assert opened.texts(".text .c2.party") == ["Northgate Compute", "Orrin Land"]
    hrefs = [link.get("href") for link in opened.root.cssselect("aside a")]
    assert all(opened.root.xpath("//*[@id=$id]", id=href[1:]) for href in hrefs)


def test_a_page_of_thousands_of_marks_opens(tmp_path: Path) -> None:
    source = document(TEXT + "\nWords." * 20_000)
    deals = tuple(deal_claim(source) for _ in range(2_000))
    page = tmp_path / "page.html"
    page.write_text(
        render_explanation(Extraction(version="1", documents=(source,), deals=deals), name="x.txt"),
        encoding="utf-8",
    )
    opened = open_page(page, tmp_path / "profile")
    assert opened.console == []
    assert len(opened.root.cssselect("aside .record")) == 2_000
