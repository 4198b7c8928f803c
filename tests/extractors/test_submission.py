"""EDGAR submissions in their three forms: header, documents, embedded files, and any text at all."""

from __future__ import annotations

import binascii
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.filing_rules import filing_rules, normalise_exhibit, read_filing_rules
from extractors.text.submission import Part, is_submission, split_submission
from extractors.text.unreadable import UnreadableError
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DocumentKind, Tier

HEADER = """<SEC-DOCUMENT>0001000001-25-000007.txt : 20251104
<SEC-HEADER>0001000001-25-000007.hdr.sgml : 20251104
<ACCEPTANCE-DATETIME>20251104161500
ACCESSION NUMBER:\t\t0001000001-25-000007
CONFORMED SUBMISSION TYPE:\t8-K
PUBLIC DOCUMENT COUNT:\t\t2
ITEM INFORMATION:\t\tEntry into a Material Definitive Agreement
ITEM INFORMATION:\t\tFinancial Statements and Exhibits
ITEM INFORMATION:\t\t
FILED AS OF DATE:\t\t20251104
CONFORMED PERIOD OF REPORT:\t20251103

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\t\t\tNORTHGATE COMPUTE, INC. /DE/
\t\tCENTRAL INDEX KEY:\t\t\t0001000001

\tFORMER COMPANY:
\t\tFORMER CONFORMED NAME:\tNORTHGATE MINING INC
</SEC-HEADER>
"""
DOCUMENTS = """<DOCUMENT>
<TYPE>8-K
<SEQUENCE>1
<FILENAME>ngc-8k.htm
<DESCRIPTION>FORM 8-K
<TEXT>
<XBRL>
<html><body><p>Item 1.01</p></body></html>
</XBRL>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.01
<SEQUENCE>2
<TEXT>
Northgate buys Halden
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""
DISSEMINATION = """<SUBMISSION>
<ACCESSION-NUMBER>0001000001-25-000007
<TYPE>8-K
<ITEMS>1.01
<ITEMS>9.01
<PERIOD>20251103
<FILING-DATE>20251104
<FILED-BY>
<COMPANY-DATA>
<CONFORMED-NAME>HOLDER LP
<CIK>0009999999
</COMPANY-DATA>
</FILED-BY>
<SUBJECT-COMPANY>
<COMPANY-DATA>
<CONFORMED-NAME>NORTHGATE COMPUTE, INC.
<CIK>0001000001
</COMPANY-DATA>
</SUBJECT-COMPANY>
"""


def enveloped(text: str) -> str:
    """As the 1990s' files are: every line that begins with a dash gets another before it."""
    escaped = "\n".join("- " + line if line.startswith("-") else line for line in text.split("\n"))
    return (
        "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n"
        "MIC-Info: RSA-MD5,RSA,\n AbCd==\n\n" + escaped + "-----END PRIVACY-ENHANCED MESSAGE-----\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        HEADER + DOCUMENTS,
        (HEADER + DOCUMENTS).replace("\n", "\r\n"),
        (HEADER + DOCUMENTS).replace("\n", "\r"),
        HEADER.replace("\n", "\n\n") + DOCUMENTS,
        HEADER.replace("SEC-HEADER", "IMS-HEADER") + DOCUMENTS,
        enveloped(HEADER + DOCUMENTS),
    ],
)
def test_forms_of_the_same_submission(text: str) -> None:
    assert is_submission(text)
    header, parts = split_submission(text)
    assert header is not None
    assert (header.accession, header.form) == ("0001000001-25-000007", "8-K")
    assert (header.company, header.cik) == ("NORTHGATE COMPUTE, INC. /DE/", "0001000001")
    assert header.items == ("Entry into a Material Definitive Agreement", "Financial Statements and Exhibits")
    assert header.accepted_at == datetime(2025, 11, 4, 21, 15, tzinfo=UTC)
    assert header.period == date(2025, 11, 3)
    assert [(p.type, p.sequence, p.filename, p.wrapper) for p in parts] == [
        ("8-K", "1", "ngc-8k.htm", "XBRL"),
        ("EX-99.01", "2", None, None),
    ]
    assert parts[0].content.strip() == "<html><body><p>Item 1.01</p></body></html>"
    assert parts[1].content.strip() == "Northgate buys Halden"
    assert parts[0].description == "FORM 8-K"
    assert all(part.is_whole for part in parts)


def test_dissemination_form_names_the_subject_not_the_owner() -> None:
    header, parts = split_submission((DISSEMINATION + DOCUMENTS).replace("\n", "\r"))
    assert header is not None
    assert (header.company, header.cik) == ("NORTHGATE COMPUTE, INC.", "0001000001")
    assert header.items == ("1.01", "9.01")
    assert header.accepted_at is None
    assert header.filed_on == datetime(2025, 11, 4, 5, tzinfo=UTC)
    assert header.period == date(2025, 11, 3)
    assert len(parts) == 2


@pytest.mark.parametrize(
    ("stamp", "utc"),
    [
        ("20250704120000", datetime(2025, 7, 4, 16, tzinfo=UTC)),
        ("20251104161500", datetime(2025, 11, 4, 21, 15, tzinfo=UTC)),
        ("20251399999999", None),
        ("soon", None),
    ],
)
def test_acceptance_is_new_york_time(stamp: str, utc: datetime | None) -> None:
    header = split_submission(HEADER.replace("20251104161500", stamp)).header
    assert header is not None
    assert header.accepted_at == utc


def test_without_header() -> None:
    header, parts = split_submission(DOCUMENTS)
    assert header is None
    assert len(parts) == 2
    assert is_submission(DOCUMENTS)


def test_an_article_is_no_submission() -> None:
    text = "Northgate buys Halden\n\nThe filing carries the accession number 0001000001-25-000007."
    assert not is_submission(text)
    assert split_submission(text) == (None, ())


def test_a_submission_that_breaks_off() -> None:
    parts = split_submission(HEADER + DOCUMENTS[: DOCUMENTS.index("buys Halden")]).parts
    assert [part.is_whole for part in parts] == [True, False]


def test_dash_escapes_are_undone() -> None:
    body = DOCUMENTS.replace("Northgate buys", "-- a rule --\n- a point\nNorthgate buys")
    content = split_submission(enveloped(HEADER + body)).parts[1].content
    assert content.strip() == "-- a rule --\n- a point\nNorthgate buys Halden"


def uuencoded(data: bytes, *, pad: str = "") -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return "begin 644 letter.pdf\n" + "".join(line.rstrip("\n") + pad + "\n" for line in lines) + "`\nend\n"


@given(st.binary(min_size=1, max_size=300))
def test_embedded_files_come_back(data: bytes) -> None:
    part = Part("LETTER", "1", None, None, "PDF", uuencoded(data))
    assert part.embedded() == data


def test_damaged_embedding() -> None:
    part = Part("LETTER", "1", None, None, "PDF", "begin 644 x\n\x7f\x7f\x7f\x01\nend\n")
    with pytest.raises(UnreadableError, match="uuencoded"):
        part.embedded()


def test_text_embeds_nothing() -> None:
    assert Part("8-K", "1", None, None, None, "We begin 644 things\nend").embedded() is None


tags = st.sampled_from(
    [
        "<DOCUMENT>\n",
        "</DOCUMENT>\n",
        "<TEXT>\n",
        "</TEXT>\n",
        "<TYPE>8-K\n",
        "<PDF>\n",
        "ACCESSION NUMBER:\tx\n",
        "word\n",
        "\n",
        "<FILENAME>a.htm\n",
        "</SEC-HEADER>\n",
        "begin 644 a\n",
        "end\n",
        "<SEQUENCE>\n",
    ]
)


@given(st.lists(tags, max_size=40).map("".join) | st.text(max_size=100))
def test_any_text_splits(text: str) -> None:
    header, parts = split_submission(text)
    if header is not None:
        assert "ACCESSION NUMBER:" in text
    assert len(parts) <= text.count("<DOCUMENT>")
    assert sum(part.content.count("word") for part in parts) <= text.count("word")


@given(st.lists(st.text(alphabet="abc \n&;$", max_size=50), min_size=1, max_size=5))
def test_documents_come_back_as_filed(contents: list[str]) -> None:
    filed = "".join(
        f"<DOCUMENT>\n<TYPE>EX-99.{at}\n<TEXT>\n{content}\n</TEXT>\n</DOCUMENT>\n"
        for at, content in enumerate(contents, 1)
    )
    parts = split_submission(HEADER + filed).parts
    assert [part.content for part in parts] == [content + "\n" for content in contents]


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("EX-99.01", "EX-99.1"),
        ("EX-99.1", "EX-99.1"),
        ("EX-99", "EX-99"),
        ("EX-99.(A)(5)(C)", "EX-99"),
        ("EX-10.16A", "EX-10.16"),
        ("EX-10.10", "EX-10.10"),
        ("EX-4.(F)", "EX-4"),
        ("EX-FILING FEES", None),
        ("8-K", None),
    ],
)
def test_exhibit_types(type_: str, expected: str | None) -> None:
    assert normalise_exhibit(type_) == expected


@pytest.mark.parametrize(
    ("type_", "tier"),
    [
        ("EX-99.01", Tier.COMPANY),
        ("EX-10.A49", Tier.CONTRACT),
        ("EX-2.1", Tier.CONTRACT),
        ("EX-4.1", Tier.CONTRACT),
        ("EX-1.1", Tier.CONTRACT),
        ("EX-101.SCH", None),
        ("EX-104", None),
        ("EX-21.1", None),
        ("GRAPHIC", None),
    ],
)
def test_which_exhibits_are_read(type_: str, tier: Tier | None) -> None:
    rule = filing_rules().exhibit(type_)
    assert (rule.tier if rule else None) == tier


def test_releases_are_releases() -> None:
    rule = filing_rules().exhibit("EX-99.1")
    assert rule is not None
    assert rule.kind == DocumentKind.PRESS_RELEASE


@pytest.mark.parametrize(
    ("stated", "filed", "numbers"),
    [
        (["Other Events", "Financial Statements and Exhibits"], date(2024, 3, 8), ("8.01", "9.01")),
        (["Other events", "Financial statements and exhibits"], date(1994, 8, 17), ("5", "7")),
        (["Regulation FD Disclosure"], date(2004, 8, 22), ("9",)),
        (["Regulation FD Disclosure"], date(2004, 8, 23), ("7.01",)),
        (["1.01", "1.01", "A title of tomorrow"], None, ("1.01", "A title of tomorrow")),
    ],
)
def test_item_numbers(stated: list[str], filed: date | None, numbers: tuple[str, ...]) -> None:
    assert filing_rules().item_numbers(stated, filed_on=filed) == numbers


GOOD = """
exhibits: [{number: 99, tier: company, kind: press_release, what: release}]
renumbered_on: 2004-08-23
items: [{number: "1.01", title: Entry}]
items_before_renumbering: []
"""


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (GOOD.replace("tier: company", "tier: friends"), "exhibits.0.tier"),
        (GOOD.replace("what: release", "wat: release"), "exhibits.0.wat"),
        (
            GOOD.replace("title: Entry}", 'title: Entry}, {number: "2.01", title: ENTRY}'),
            "given twice: entry",
        ),
        (GOOD + "x: [", "filings.yml"),
    ],
)
def test_broken_rules_are_refused_by_name(broken: str, told: str) -> None:
    with pytest.raises(BadDataFileError, match=told) as caught:
        read_filing_rules(broken, name="filings.yml")
    assert "filings.yml" in str(caught.value)
