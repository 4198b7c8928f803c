"""Filings to text: markup, inline XBRL, tables, typewritten pages, headlines of releases, PDFs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.cells import joined_cells
from extractors.text.filing import is_html, to_filing_text
from extractors.text.headline import split_headline
from extractors.text.normalise import normalise
from extractors.text.pdf import to_pdf_text
from extractors.text.plain import is_hard_wrapped, is_page_number, unwrap
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

INLINE_XBRL = """<?xml version='1.0' encoding='ASCII'?>
<html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><head><title>8-K</title><style>p {}</style></head><body>
<div style="display: none"><ix:header><ix:hidden><ix:nonNumeric name="dei:AmendmentFlag">false</ix:nonNumeric>
</ix:hidden></ix:header></div>
<p>Item&#160;1.01&nbsp; Entry into a <b>Material</b> Definitive
Agreement.</p><p><ix:nonNumeric name="dei:EntityRegistrantName">Northgate Compute, Inc.</ix:nonNumeric>
(the &#147;Company&#148;) agreed to buy Halden.<br>It is subject to approval.</p>
<p style="visibility:hidden">unseen</p><hr><p>12</p><p>- 3 -</p><p>Page 4 of 9</p><div>Table of Contents</div>
<p hidden>also unseen</p>tail text</body></html>"""


def test_inline_xbrl_page() -> None:
    assert to_filing_text(INLINE_XBRL) == (
        "Item 1.01 Entry into a Material Definitive Agreement.\n\n"
        "Northgate Compute, Inc. (the “Company”) agreed to buy Halden.\nIt is subject to approval.\n\n"
        "tail text"
    )


def test_table_rows_are_lines_with_cells() -> None:
    table = """<html><body><p>Results:</p><table><tr><td></td><td>2025</td><td></td><td>2024</td></tr>
    <tr><td><p>Revenue</p></td><td>$</td><td>4,655</td><td>$</td><td>(4,262</td><td>)</td></tr>
    <tr><td>Growth</td><td>9</td><td>%</td><td></td><td>&nbsp;</td></tr></table><p>Next</p></body></html>"""
    assert (
        to_filing_text(table) == "Results:\n\n2025 | 2024\nRevenue | $4,655 | $(4,262)\nGrowth | 9%\n\nNext"
    )


def test_layout_tables_read_as_text() -> None:
    prose = "The Company entered into an agreement with the lenders named therein. " * 3
    page = f"""<html><body><table><tr><td>•</td><td>first point</td></tr>
    <tr><td>Item 8.01</td><td>Other Events</td></tr>
    <tr><td><p>{prose}</p><p>Second.</p></td></tr></table></body></html>"""
    assert to_filing_text(page) == f"• first point\nItem 8.01 Other Events\n\n{prose.strip()}\n\nSecond."


def test_nested_tables_keep_their_words_once() -> None:
    page = "<html><table><tr><td><table><tr><td>a</td><td>1</td></tr></table></td></tr></table></html>"
    assert to_filing_text(page) == "a | 1"


def test_preformatted_text_is_unwrapped() -> None:
    page = (
        "<html><body><pre>\nThe Company today announced that it has completed the purchase\n"
        "of the campus for $40 million.\n\nIt will build there.\n</pre></body></html>"
    )
    assert to_filing_text(page) == (
        "The Company today announced that it has completed the purchase of the campus for $40 million.\n\n"
        "It will build there."
    )


TYPED = """
                       SECURITIES AND EXCHANGE COMMISSION
                             Washington, D.C. 20549

ITEM 5.   OTHER EVENTS.

     On August 9, 1994 Union Camp Corporation issued a press
release, a copy of which is filed as Exhibit 99 hereto and is
incorporated herein by reference.
     A second paragraph begins with an indent and goes on over
more than one line.

                               -2-
<PAGE>
<TABLE>
<CAPTION>
                            1994         1993
                            ----         ----
<S>                         <C>          <C>
Net sales ............     $  100       $   90
Income                         10            9
</TABLE>
<PAGE>    3
"""


def test_typewritten_page() -> None:
    assert to_filing_text(TYPED) == (
        "SECURITIES AND EXCHANGE COMMISSION\n\nWashington, D.C. 20549\n\nITEM 5. OTHER EVENTS.\n\n"
        "On August 9, 1994 Union Camp Corporation issued a press release, a copy of which is filed as "
        "Exhibit 99 hereto and is incorporated herein by reference.\n\n"
        "A second paragraph begins with an indent and goes on over more than one line.\n\n"
        "1994 | 1993\n\nNet sales | $100 | $90\nIncome | 10 | 9"
    )


def test_justified_lines_are_no_columns() -> None:
    typed = (
        "Westell   Technologies,  Inc,  headquartered  in Aurora,  Illinois,    is a holding\n"
        "company for Westell,  Inc. and Conference Plus."
    )
    assert unwrap(typed) == (
        "Westell Technologies, Inc, headquartered in Aurora, Illinois, is a holding company for Westell, "
        "Inc. and Conference Plus."
    )


def test_double_spaced_text_is_joined() -> None:
    line = "the party of the first part shall deliver to the party of the second"
    typed = "\n\n".join([line] * 12) + "\n\n\nA new paragraph."
    assert unwrap(typed) == " ".join([line] * 12) + "\n\nA new paragraph."


@pytest.mark.parametrize("line", ["12", "- 12 -", "-3-", "F-3", "Page 2 of 9", "iv", "page 7"])
def test_page_numbers(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["$12", "1,300 MW", "2025", "Item 5", "12%", "mix"])
def test_no_page_numbers(line: str) -> None:
    assert not is_page_number(line)


def test_a_list_of_headlines_is_not_hard_wrapped() -> None:
    assert not is_hard_wrapped("Nvidia sells chips\nMeta builds a campus\nOracle leases it\nAmazon waits\n")
    assert is_hard_wrapped("The company said it\nwould build the new\nsite in the north of\nthe state.")


@pytest.mark.parametrize(
    ("cells", "is_laid_out", "expected"),
    [
        (["Revenue", "$", "5", "%"], True, "Revenue | $5%"),
        (["Revenue", "$ 386.2", "€ 5"], True, "Revenue | $386.2 | €5"),
        (["(a)", "the lender"], True, "(a) the lender"),
        (["1.", "the", "lender"], False, "1. the | lender"),
        (["99.1", "Press release"], True, "99.1 Press release"),
        (["Name", "Title"], False, "Name | Title"),
        (["one"], True, "one"),
    ],
)
def test_cells(cells: list[str], is_laid_out: bool, expected: str) -> None:
    assert joined_cells(cells, is_laid_out=is_laid_out) == expected


RELEASE = """Exhibit 99.1

FOR IMMEDIATE RELEASE

Contact:

345 Park Avenue, Suite 12

612-542-3626 | 612-370-2767

November 4, 2025

Northgate Compute to Acquire Halden Data Centers

SAN JOSE, Calif. – November 4, 2025 – Northgate Compute today said it would buy Halden for $9 billion."""


def test_headline_of_a_release_comes_first() -> None:
    found = split_headline(RELEASE)
    assert found is not None
    headline, rest = found
    assert headline == "Northgate Compute to Acquire Halden Data Centers"
    assert headline not in rest
    assert rest.startswith("Exhibit 99.1")
    assert rest.endswith("for $9 billion.")


@pytest.mark.parametrize(
    "text",
    [
        "Exhibit 99.1\n\nDear shareholders\n\nWe had a good year in every way",
        "NEW YORK, Nov. 4, 2025 – Northgate Compute today said that it would buy Halden Data Centers for "
        "about $9 billion in cash and in shares of its own",
        "",
    ],
)
def test_no_headline(text: str) -> None:
    assert split_headline(text) is None


def test_words_are_asked_for() -> None:
    with pytest.raises(UnreadableError) as caught:
        to_filing_text("<html><body><img src='release.jpg'></body></html>")
    assert caught.value.reason == QuarantineReason.EMPTY


def test_damaged_pdf() -> None:
    with pytest.raises(UnreadableError) as caught:
        to_pdf_text(b"%PDF-1.7 and nothing else")
    assert caught.value.reason == QuarantineReason.UNREADABLE


def pdf(words: str) -> bytes:
    """A one-page PDF, written by hand."""
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return out + head + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_pdf_text() -> None:
    assert to_pdf_text(pdf("Northgate agreed to buy Halden.")) == "Northgate agreed to buy Halden."


def test_pdf_without_words() -> None:
    with pytest.raises(UnreadableError) as caught:
        to_pdf_text(pdf(""))
    assert caught.value.reason == QuarantineReason.EMPTY


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "$", " a1 ", "<br>"])
    )
)
def test_any_markup_keeps_every_word_once(tokens: list[str]) -> None:
    page = "<html><body>start word" + "".join(tokens) + "</body></html>"
    text = to_filing_text(page)
    assert text.count("a1") == tokens.count(" a1 ")
    assert text == normalise(text)


@given(st.text(alphabet="ab .\n\t-<PAGE>|$1", max_size=300))
def test_any_typed_text_is_normalised_and_loses_no_letters(typed: str) -> None:
    text = unwrap(typed)
    assert text == normalise(text)
    assert text.count("b") == typed.count("b")


def test_typed_tables_are_no_markup() -> None:
    assert not is_html("<PAGE>\n<TABLE>\n<S> <C>\n</TABLE>")
    assert is_html("\n<HTML><HEAD>")
