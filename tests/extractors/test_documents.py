"""Captures to documents: what each kind gives, and the row for what it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture
from extractors.documents import to_documents
from pipeline.capture import CaptureKind, Problem
from pipeline.document import Document, Quarantined, TimeSource
from pipeline.ids import document_id
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier
from tests.extractors.archives import FETCHED, STORY_PAGE, URL, note

SUBMISSION = """<SEC-DOCUMENT>0001000001-25-000007.txt : 20251104
<SEC-HEADER>0001000001-25-000007.hdr.sgml : 20251104
<ACCEPTANCE-DATETIME>20251104161500
ACCESSION NUMBER:\t\t0001000001-25-000007
CONFORMED SUBMISSION TYPE:\t8-K
ITEM INFORMATION:\t\tEntry into a Material Definitive Agreement
FILED AS OF DATE:\t\t20251104
FILER:
\t\tCOMPANY CONFORMED NAME:\t\t\tNORTHGATE COMPUTE, INC.
\t\tCENTRAL INDEX KEY:\t\t\t0001000001
</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K
<SEQUENCE>1
<FILENAME>ngc-8k.htm
<DESCRIPTION>8-K
<TEXT>
<html><body><p>Item 1.01 Entry into a Material Definitive Agreement.</p>
<p>On November 4 it signed.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-10.01
<SEQUENCE>2
<FILENAME>ex10.htm
<DESCRIPTION>LEASE AGREEMENT
<TEXT>
<html><body><p>THIS LEASE is made as of November 3, 2025.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>3
<FILENAME>ex991.htm
<TEXT>
<html><body><p>Exhibit 99.1</p><p><b>Northgate Leases 300 MW Campus from Halden</b></p>
<p>SAN JOSE, November 4, 2025 – Northgate today said it had leased a campus.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.2
<SEQUENCE>4
<FILENAME>slides.pdf
<TEXT>
<PDF>
begin 644 slides.pdf
#0V%T
`
end
</PDF>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-101.SCH
<SEQUENCE>5
<FILENAME>ngc.xsd
<TEXT>
<XBRL>
<schema/>
</XBRL>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>GRAPHIC
<SEQUENCE>6
<FILENAME>logo.jpg
<TEXT>
begin 644 logo.jpg
#0V%T
`
end
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""
FILING_URL = "https://www.sec.example/Archives/edgar/data/1000001/0001000001-25-000007.txt"


def capture(
    body: bytes | str, *, status: int = 200, content_type: str = "text/html", **fields: Any
) -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return Capture(note(**fields), status, content_type, data, "s.warc.gz#urn:uuid:1")


def opened(given: Capture) -> tuple[tuple[Document, ...], tuple[Quarantined, ...]]:
    """The documents and rows of a capture that holds no XBRL facts."""
    reading = to_documents(given)
    assert (reading.tables, reading.figures) == ((), ())
    return reading.documents, reading.quarantined


def filing(body: str, **fields: Any) -> tuple[tuple[Document, ...], tuple[Quarantined, ...]]:
    given = {"kind": CaptureKind.SUBMISSION, "url": FILING_URL, "source": "edgar", **fields}
    return opened(capture(body, content_type="text/plain", **given))


def test_article() -> None:
    told = {"tier": Tier.WIRE, "country": "US", "document_kind": DocumentKind.PRESS_RELEASE}
    (document,), rows = opened(capture(STORY_PAGE, **told))
    assert rows == ()
    assert document.title == "Northgate buys Halden"
    assert document.text.startswith("Northgate buys Halden\n\nNorthgate Compute said on Tuesday")
    assert document.id == document_id(URL, document.text)
    assert (document.tier, document.country, document.kind) == (Tier.WIRE, "US", DocumentKind.PRESS_RELEASE)
    assert document.published_at == datetime(2025, 11, 4, 14, 5, tzinfo=UTC)
    assert (document.published_from, document.published_as_stated) == (
        TimeSource.PAGE,
        "2025-11-04T14:05:00Z",
    )
    assert (document.landed_at, document.capture) == (FETCHED, "s.warc.gz#urn:uuid:1")


def test_an_amendment_says_what_it_amends() -> None:
    body = SUBMISSION.replace("TYPE:\t8-K", "TYPE:\t8-K/A\nCONFORMED PERIOD OF REPORT:\t20251103")
    documents, _ = filing(body.replace("<TYPE>8-K", "<TYPE>8-K/A"))
    assert {(d.form, d.amended_form, d.report_date) for d in documents} == {
        ("8-K/A", "8-K", date(2025, 11, 3))
    }
    assert {(d.form, d.amended_form, d.report_date) for d in filing(SUBMISSION)[0]} == {("8-K", None, None)}


def test_absurd_date_costs_the_date_not_the_document() -> None:
    page = STORY_PAGE.replace("2025-11-04T14:05:00Z", "2125-11-04T14:05:00Z")
    (document,), (row,) = opened(capture(page))
    assert document.published_at is None
    assert row.reason == QuarantineReason.ABSURD_DATE
    assert "2125-11-04" in row.detail


def test_plain_text_page() -> None:
    (document,), _ = opened(
        capture(
            "Northgate buys Halden\n\nIt pays $9 billion.",
            content_type="text/plain",
            stated_time="2025-11-04",
        )
    )
    assert (document.title, document.text) == (
        "Northgate buys Halden",
        "Northgate buys Halden\n\nIt pays $9 billion.",
    )
    assert document.published_from == TimeSource.FEED


def test_references_of_html_in_plain_text_are_what_they_stand_for() -> None:
    text = "Northgate&#39;s buy\n\n$1.1&nbsp;billion to R&D Grid &amp; Co; &lt;b&gt; and &nonsense; stay."
    (document,), _ = opened(capture(text, content_type="text/plain"))
    assert document.title == "Northgate's buy"
    assert document.text.endswith("\n$1.1 billion to R&D Grid & Co; <b> and &nonsense; stay.")


def test_a_text_that_begins_with_a_bracket_is_no_json() -> None:
    text = "[Corrects the price in the second paragraph]\n\nIt pays $9 billion."
    (document,), rows = opened(capture(text, content_type="text/plain"))
    assert rows == ()
    assert document.title == "[Corrects the price in the second paragraph]"


@pytest.mark.parametrize("kind", [CaptureKind.FEED, CaptureKind.INDEX])
def test_feeds_and_indexes_give_only_their_problems(kind: CaptureKind) -> None:
    problems = (
        Problem(reason=QuarantineReason.MALFORMED_FEED, detail="no closing tag"),
        Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail="no link", url="http://wire.example/7"),
    )
    documents, rows = opened(capture(STORY_PAGE, kind=kind, problems=problems))
    assert documents == ()
    assert [(row.reason, row.url) for row in rows] == [
        (QuarantineReason.MALFORMED_FEED, URL),
        (QuarantineReason.MALFORMED_ENTRY, "http://wire.example/7"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "content_type", "reason"),
    [
        (STORY_PAGE, 404, "text/html", QuarantineReason.NOT_FOUND),
        (STORY_PAGE, 410, "text/html", QuarantineReason.NOT_FOUND),
        (STORY_PAGE, 503, "text/html", QuarantineReason.UNAVAILABLE),
        (b"", 200, "text/html", QuarantineReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n0000", 200, "image/png", QuarantineReason.NOT_TEXT),
        ('{"a": 1}', 200, "application/json", QuarantineReason.NOT_TEXT),
        ('[{"a": 1}]', 200, "text/plain", QuarantineReason.NOT_TEXT),
        ("<?xml version='1.0'?><x/>", 200, "text/xml", QuarantineReason.NOT_TEXT),
        ("%PDF-1.4 broken", 200, "application/pdf", QuarantineReason.UNREADABLE),
        ("<html><body><p>Log in</p></body></html>", 200, "text/html", QuarantineReason.NO_MAIN_TEXT),
    ],
)
def test_row_for_what_gives_no_document(
    body: bytes | str, status: int, content_type: str, reason: QuarantineReason
) -> None:
    documents, rows = opened(capture(body, status=status, content_type=content_type))
    assert documents == ()
    assert [(row.source, row.url, row.reason) for row in rows] == [("wire", URL, reason)]


def test_what_the_spider_refused_is_not_read_again() -> None:
    problem = Problem(reason=QuarantineReason.NOT_FOUND, detail="answered 404")
    documents, rows = opened(capture(STORY_PAGE, status=404, problems=(problem,)))
    assert documents == ()
    assert [(row.reason, row.detail) for row in rows] == [(problem.reason, "answered 404")]


def test_submission() -> None:
    documents, rows = filing(SUBMISSION)
    shared = {(d.accession, d.cik, d.company, d.form, d.items) for d in documents}
    assert shared == {("0001000001-25-000007", "0001000001", "NORTHGATE COMPUTE, INC.", "8-K", ("1.01",))}
    assert {d.published_at for d in documents} == {datetime(2025, 11, 4, 21, 15, tzinfo=UTC)}
    assert [(d.url, d.exhibit, d.kind, d.tier, d.title) for d in documents] == [
        (f"{FILING_URL}#ngc-8k.htm", None, DocumentKind.FILING, Tier.FILING, "NORTHGATE COMPUTE, INC.: 8-K"),
        (
            f"{FILING_URL}#ex10.htm",
            "EX-10.1",
            DocumentKind.FILING,
            Tier.CONTRACT,
            "NORTHGATE COMPUTE, INC.: LEASE AGREEMENT (EX-10.1)",
        ),
        (
            f"{FILING_URL}#ex991.htm",
            "EX-99.1",
            DocumentKind.PRESS_RELEASE,
            Tier.COMPANY,
            "Northgate Leases 300 MW Campus from Halden",
        ),
    ]
    assert documents[2].text.startswith(
        "Northgate Leases 300 MW Campus from Halden\n\nExhibit 99.1\n\nSAN JOSE"
    )
    assert [(row.reason, row.url) for row in rows] == [
        (QuarantineReason.UNREADABLE, f"{FILING_URL}#slides.pdf")
    ]


def test_submission_without_header_is_read_all_the_same() -> None:
    body = SUBMISSION[SUBMISSION.index("<DOCUMENT>") :]
    documents, rows = filing(
        body, accession="0001000001-25-000007", company="Northgate", stated_time="2025-11-04"
    )
    assert len(documents) == 3
    assert rows[0].reason == QuarantineReason.NO_HEADER
    assert {(d.company, d.form, d.published_from) for d in documents} == {
        ("Northgate", "8-K", TimeSource.FEED)
    }
    assert documents[0].items == ("1.01",)


def test_text_without_any_sgml() -> None:
    (document,), (row,) = filing("The Company signed a lease for the campus.", form="6-K", company="Halden")
    assert row.reason == QuarantineReason.NO_HEADER
    assert document.text == "Halden: 6-K\n\nThe Company signed a lease for the campus."


def test_header_without_documents() -> None:
    documents, (row,) = filing(SUBMISSION[: SUBMISSION.index("<DOCUMENT>")])
    assert (documents, row.reason) == ((), QuarantineReason.EMPTY)


def test_submission_that_breaks_off_is_read_and_told() -> None:
    documents, rows = filing(SUBMISSION[: SUBMISSION.index("today said")])
    assert [d.exhibit for d in documents] == [None, "EX-10.1", "EX-99.1"]
    assert [(row.reason, row.url) for row in rows] == [
        (QuarantineReason.TRUNCATED, f"{FILING_URL}#ex991.htm")
    ]


def test_absurd_acceptance_falls_back_to_the_index() -> None:
    body = SUBMISSION.replace("20251104161500", "20991104161500")
    documents, rows = filing(body, stated_time="2025-11-05T01:02:03Z")
    assert documents[0].published_at == datetime(2025, 11, 5, 1, 2, 3, tzinfo=UTC)
    assert documents[0].published_from == TimeSource.FEED
    assert rows[0].reason == QuarantineReason.ABSURD_DATE


def test_filing_page_by_itself() -> None:
    page = """<html><body><p>UNITED STATES SECURITIES AND EXCHANGE&nbsp;COMMISSION</p><p>FORM 8-K</p>
    <p>(Exact name of registrant as specified in its charter)</p><p>Item 2.01 Completion of Acquisition</p>
    <p>Item 9.01 Exhibits</p></body></html>"""
    (document,), rows = opened(capture(page))
    assert rows == ()
    assert (document.title, document.form, document.items) == ("Form 8-K", "8-K", ("2.01", "9.01"))
    assert (document.kind, document.tier, document.url) == (DocumentKind.FILING, Tier.FILING, URL)


def test_a_text_about_a_filing_keeps_its_first_line_as_title() -> None:
    text = (
        "Northgate 8-K\n\nSECURITIES AND EXCHANGE COMMISSION\nExact name of registrant: Northgate\nItem 1.01"
    )
    (document,), _ = opened(capture(text, content_type="text/plain"))
    assert document.title == "Northgate 8-K"


@given(st.binary(max_size=300), st.sampled_from(list(CaptureKind)), st.sampled_from([200, 404]))
def test_any_capture_gives_documents_or_rows(body: bytes, kind: CaptureKind, status: int) -> None:
    documents, rows = opened(capture(body, kind=kind, status=status))
    assert documents or rows or kind in (CaptureKind.FEED, CaptureKind.INDEX)


@given(st.integers(0, len(SUBMISSION)), st.integers(0, 80))
def test_a_submission_damaged_anywhere_is_still_read_or_told(at: int, length: int) -> None:
    documents, rows = filing(SUBMISSION[:at] + SUBMISSION[at + length :])
    assert documents or rows
    assert all(document.url.startswith(FILING_URL + "#") for document in documents)
