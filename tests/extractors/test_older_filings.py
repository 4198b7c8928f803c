"""Filings in envelopes of the 1990s, in the forms in which they are disseminated, and with redactions."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture
from extractors.components.quantities import read_quantity_grammar
from extractors.documents import Reading, to_documents
from extractors.folder import extract_folder
from extractors.text.filing import to_filing_text
from extractors.text.filing_rules import filing_rules
from pipeline.capture import CaptureKind
from pipeline.document import TimeResolution
from pipeline.settings import Settings
from tests.extractors.archives import note
from tests.extractors.test_recorded import QuietReader

ENVELOPED = """-----BEGIN PRIVACY-ENHANCED MESSAGE-----
Proc-Type: 2001,MIC-CLEAR
Originator-Name: keymaster@sec.example
MIC-Info: RSA-MD5,RSA,
 AbCdEf==

<IMS-DOCUMENT>0001000001-96-000007.txt : 19961105
<IMS-HEADER>0001000001-96-000007.hdr.sgml : 19961105
ACCESSION NUMBER:\t\t0001000001-96-000007
CONFORMED SUBMISSION TYPE:\t{form}
CONFORMED PERIOD OF REPORT:\t19961104
ITEM INFORMATION:
FILED AS OF DATE:\t\t19961105

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\t\t\tNORTHGATE POWER CO
\t\tCENTRAL INDEX KEY:\t\t\t0001000001
</IMS-HEADER>
<DOCUMENT>
<TYPE>{form}
<SEQUENCE>1
<TEXT>
                    SECURITIES AND EXCHANGE COMMISSION
<PAGE>
Item 2. Acquisition or Disposition of Assets

     On November 4, 1996 Northgate Power Co bought the Halden plant from its
owners for cash.
- ---------------
ITEM 7 - EXHIBITS

Item 99. No such item
</TEXT>
</DOCUMENT>
</IMS-DOCUMENT>
-----END PRIVACY-ENHANCED MESSAGE-----
"""

DISSEMINATED = """<SEC-HEADER>0001000001-25-000007.hdr.sgml : 20251104
<ACCEPTANCE-DATETIME>20251104161500
<ACCESSION-NUMBER>0001000001-25-000007
<TYPE>8-K/A
<PERIOD>20251103
<ITEMS>1.01
<FILING-DATE>20251104
<FILER>
<COMPANY-DATA>
<CONFORMED-NAME>NORTHGATE COMPUTE, INC.
<CIK>0001000001
</COMPANY-DATA>
</FILER>
</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K/A
<SEQUENCE>1
<FILENAME>a.txt
<TEXT>
Northgate has leased 300 MW.
</TEXT>
</DOCUMENT>
"""


def read(body: str | bytes) -> Reading:
    """What a submission gives."""
    data = body.encode() if isinstance(body, str) else body
    told = note(kind=CaptureKind.SUBMISSION, url="https://www.sec.example/s.txt", source="edgar")
    return to_documents(Capture(told, 200, "text/plain", data, "s#1"))


def test_an_envelope_gives_its_letter() -> None:
    reading = read(ENVELOPED.format(form="8-K"))
    [document] = reading.documents
    assert reading.quarantined == ()
    assert document.text == (
        "NORTHGATE POWER CO: 8-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\n"
        "Item 2. Acquisition or Disposition of Assets\n\n"
        "On November 4, 1996 Northgate Power Co bought the Halden plant from its owners for cash.\n\n"
        "ITEM 7 - EXHIBITS\n\nItem 99. No such item"
    )
    assert (document.items, document.report_date) == (("2", "7"), date(1996, 11, 4))
    assert (document.published_as_stated, document.published_how) == ("19961105", TimeResolution.DAY_ONLY)


def test_an_envelope_that_breaks_off_keeps_its_end_out_of_the_text() -> None:
    reading = read(ENVELOPED.format(form="8-K").replace("</TEXT>\n</DOCUMENT>\n</IMS-DOCUMENT>\n", ""))
    assert reading.documents[0].text.endswith("Item 99. No such item")
    assert [row.reason.value for row in reading.quarantined] == ["truncated"]


def test_older_items_are_those_of_an_8_k_only() -> None:
    assert read(ENVELOPED.format(form="10-Q")).documents[0].items == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("opened", ["<SEC-HEADER>0001000001-25-000007.hdr.sgml : 20251104", "<SUBMISSION>"])
def test_disseminated_headers(tmp_path: Path, opened: str, ends: str) -> None:
    body = DISSEMINATED.replace(DISSEMINATED.split("\n", 1)[0], opened).replace("\n", ends)
    [document] = read(body).documents
    assert (
        document.accession,
        document.form,
        document.amended_form,
        document.items,
        document.report_date,
    ) == (
        "0001000001-25-000007",
        "8-K/A",
        "8-K",
        ("1.01",),
        date(2025, 11, 3),
    )
    (tmp_path / "in").mkdir()
    for suffix in ("nc", "dissem"):
        (tmp_path / "in" / f"{suffix}.{suffix}").write_bytes(body.encode())
    reader = QuietReader()
    report = extract_folder(tmp_path / "in", tmp_path / "out", reader, settings=Settings(_env_file=None))
    assert (report.files, report.unread_files, len(reader.documents)) == (2, 0, 2)
    assert {d.accession for d in reader.documents} == {"0001000001-25-000007"}
    assert json.loads((tmp_path / "out" / "dissem.json").read_text("utf-8"))["kind"] == "filing"


@pytest.mark.parametrize(
    ("filed", "text"),
    [
        ("<p>It pays $[***] per GPU.</p>", "It pays $[***] per GPU."),
        ("<p>It pays $[<u>***</u>] per [* * *].</p>", "It pays $[***] per [* * *]."),
        ("<p>It pays [&#42;&#42;&#42;]&nbsp;million for [&#9679;].</p>", "It pays [***] million for [●]."),
        ("<table><tr><td>Price</td><td>$</td><td>[***]</td></tr></table>", "Price $[***]"),
        ("<table><tr><td>2026</td><td>[***]</td><td>5</td></tr></table>", "2026 | [***] | 5"),
        (
            "It pays $[***] for each of\n[***] GPUs.\n\n[***]\n",
            "It pays $[***] for each of\n\n[***] GPUs.\n\n[***]",
        ),
        ("<TABLE>\n<S>      <C>\nPrice    [***]\n</TABLE>\n", "Price | [***]"),
    ],
)
def test_redactions_are_kept_as_such(filed: str, text: str) -> None:
    assert to_filing_text(filed) == text


@given(
    st.sampled_from(["$[***]", "[***]%", "$[***] million", "[***] MW", "[***] GPUs", "US$[* * *] billion"])
)
def test_what_is_redacted_is_no_number(words: str) -> None:
    found = read_quantity_grammar().find(f"The lease is for {words} and 30 MW.")
    assert [quantity.as_written for quantity in found] == ["30 MW"]


@given(st.text(alphabet="Item 12579.:-\n", max_size=60))
def test_older_items_of_any_text_are_those_of_the_form(text: str) -> None:
    found = filing_rules().items_in(text, form="8-K", filed_on=date(1996, 11, 5))
    assert set(found) <= {str(number) for number in range(1, 13)}
    assert all(f"item {number}" in text.lower() for number in found)


@pytest.mark.slow
def test_recorded_envelopes(shared: Path) -> None:
    """Items read by eye off the texts where the header names none; nothing of an envelope is left."""
    by_eye = {
        "0001036050-97-000815": ("5", "7"),
        "0001000685-98-000008": ("5", "7"),
        "0000950124-00-003635": ("5",),
        "0001047469-99-037047": ("2", "7"),
        "0000912057-00-043726": ("1", "5", "7"),
        "0000914260-00-000057": ("3", "7"),
        "0000914760-99-000090": ("5", "7"),
        "0000914760-99-000229": ("5", "7"),
        "0000914760-99-000230": ("5", "7"),
    }
    read_so = {}
    files = sorted((shared / "data" / "edgar" / "8k_1994_2023").glob("*.txt*"))
    for path in files:
        data = path.read_bytes()
        reading = read(gzip.decompress(data) if path.suffix == ".gz" else data)
        main = reading.documents[0]
        assert main.items, path.name
        assert main.report_date, path.name
        assert reading.quarantined == (), path.name
        assert not re.search(r"PRIVACY-ENHANCED|MIC-Info|^- -", "\n".join(d.text for d in reading.documents))
        read_so[main.accession] = main.items
    assert len(files) >= 21
    assert {accession: read_so[accession] for accession in by_eye} == by_eye
