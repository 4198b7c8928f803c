"""Pages made to cost their square: each is read in time that grows with its length."""

from __future__ import annotations

import gzip

import pytest

from extractors.content_encoding import gunzipped
from extractors.filings import is_filing_page
from extractors.text.access import is_for_subscribers
from extractors.text.article import MOST_TAGS, main_text, to_article
from extractors.text.submission import Part, split_submission
from extractors.text.tree import to_tree
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason
from tests.extractors.archives import STORY_PAGE

pytestmark = pytest.mark.timeout(20)


def test_rows_of_empty_cells() -> None:
    cells = "<td> </td>" * 5_000
    page = STORY_PAGE.replace("</article>", f"<table><tr>{cells}<td>x</td></tr></table></article>")
    assert "Northgate Compute said" in main_text(to_tree(page))


def test_linked_data_in_lists_in_lists() -> None:
    data = "[" * 400 + '{"headline": "deep"}' + "]" * 400 + ", [" + "[]," * 300_000 + "[]]"
    script = f'<script type="application/ld+json">[{data}]</script>'
    assert to_article(STORY_PAGE.replace("<nav>", f"{script}<nav>")).title == "Northgate buys Halden"


def test_encoded_files_that_begin_and_never_end() -> None:
    part = Part("EX-99", "1", None, None, None, "begin 644 a.pdf\n" * 100_000)
    assert part.embedded() is None


@pytest.mark.parametrize(
    "line", ["A" + " " * 100_000 + "B", "KEY: " + " " * 100_000 + "x", "<KEY>" + "\t" * 100_000]
)
def test_header_lines_of_blanks(line: str) -> None:
    header = split_submission(f"ACCESSION NUMBER: 1\n{line}\n<FORM>\n").header
    assert header is not None
    assert header.accession == "1"


def test_tags_that_never_close() -> None:
    assert not is_filing_page("<" * 60_000)


def test_members_of_a_gzip_stream() -> None:
    one = gzip.compress(b"a")
    assert gunzipped(one * 900, max_bytes=10_000).data == b"a" * 900
    with pytest.raises(UnreadableError, match="more than 1000 gzip members"):
        gunzipped(one * 100_000, max_bytes=10_000_000)


def test_a_tag_of_a_hundred_thousand_attributes_costs_its_attributes() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(100_000))
    page = STORY_PAGE.replace("<p>", f"<p {attributes}>", 1)
    assert page != STORY_PAGE
    assert to_article(page).text == to_article(STORY_PAGE).text


def test_a_long_tag_of_few_attributes_stays_as_it_is() -> None:
    title = "Northgate / Halden = " + "one more word " * 2_000
    page = STORY_PAGE.replace("<title>", f'<meta property="og:title" content="{title}"><title>')
    assert (to_article(page).title or "").startswith("Northgate / Halden = one more word")


@pytest.mark.parametrize(
    "start", ['<script type="application/ld+json">', "<script application/ld+json ", "<meta "]
)
def test_tags_about_access_that_never_end(start: str) -> None:
    assert not is_for_subscribers(f"{start}isAccessibleForFree " * 50_000)


def test_access_is_read_behind_a_script_of_another_kind() -> None:
    told = '<SCRIPT type="application/ld+json">{"isAccessibleForFree": false}</SCRIPT>'
    assert is_for_subscribers(f"<script>isAccessibleForFree</script>{told}")
    assert is_for_subscribers('<META content="False" itemprop="isAccessibleForFree">')
    assert not is_for_subscribers(told.replace("false", "true"))


def test_a_page_of_nothing_but_tags_is_too_large() -> None:
    story = "<p>" + "Northgate Cloud has agreed to buy Halden Power. " * 5
    assert "Halden Power" in to_article(f"<html><body>{story}{'<br>' * 100}</body></html>").text
    with pytest.raises(UnreadableError, match="60,000") as refused:
        to_article(f"<html><body>{story}{'<br>' * MOST_TAGS}</body></html>")
    assert refused.value.reason is QuarantineReason.TOO_LARGE
