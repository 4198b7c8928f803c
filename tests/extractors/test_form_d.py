"""Form D: what its XML says becomes sentences, and the sentences a deal of the private placement."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture
from extractors.documents import Reading, to_documents
from extractors.folder import extract_folder
from extractors.text.filing_form_d import read_form_d
from extractors.text.filing_rules import filing_rules
from pipeline.capture import CaptureKind
from pipeline.claims import DealClaim, Evidence, Party
from pipeline.settings import Settings
from pipeline.vocabulary import (
    AmountKind,
    DealType,
    DocumentKind,
    Qualifier,
    QuarantineReason,
    RefusalReason,
    Role,
    Status,
    Tier,
)
from tests.extractors.archives import note
from tests.extractors.test_recorded import QuietReader

NOTICE = """<?xml version="1.0"?>
<edgarSubmission>
  <schemaVersion>X0708</schemaVersion>
  <submissionType>D</submissionType>
  <testOrLive>LIVE</testOrLive>
  <primaryIssuer>
    <cik>0001000009</cik>
    <entityName>Halden AI Data Centers, Inc.</entityName>
    <issuerAddress><street1>1 Quay</street1><city>AUSTIN</city></issuerAddress>
    <entityType>Corporation</entityType>
  </primaryIssuer>
  <offeringData>
    <industryGroup><industryGroupType>Other Technology</industryGroupType></industryGroup>
    <typeOfFiling>
      <newOrAmendment><isAmendment>false</isAmendment></newOrAmendment>
      <dateOfFirstSale><value>2025-10-21</value></dateOfFirstSale>
    </typeOfFiling>
    <typesOfSecuritiesOffered><isEquityType>true</isEquityType></typesOfSecuritiesOffered>
    <offeringSalesAmounts>
      <totalOfferingAmount>500000000</totalOfferingAmount>
      <totalAmountSold>300000000</totalAmountSold>
      <totalRemaining>200000000</totalRemaining>
    </offeringSalesAmounts>
  </offeringData>
</edgarSubmission>
"""
SUBMISSION = """<SEC-DOCUMENT>0001000009-25-000003.txt : 20251104
<SEC-HEADER>0001000009-25-000003.hdr.sgml : 20251104
<ACCEPTANCE-DATETIME>20251104161500
ACCESSION NUMBER:\t\t0001000009-25-000003
CONFORMED SUBMISSION TYPE:\t{form}
FILED AS OF DATE:\t\t20251104
FILER:
\t\tCOMPANY CONFORMED NAME:\t\t\tHALDEN AI DATA CENTERS, INC.
\t\tCENTRAL INDEX KEY:\t\t\t0001000009
</SEC-HEADER>
<DOCUMENT>
<TYPE>{form}
<SEQUENCE>1
<FILENAME>primary_doc.xml
<TEXT>
<XML>
{xml}
</XML>
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""


def read(xml: str, form: str = "D") -> Reading:
    """What a submission that carries that XML gives."""
    told = note(kind=CaptureKind.SUBMISSION, url="https://www.sec.example/d.txt", source="edgar")
    return to_documents(
        Capture(told, 200, "text/plain", SUBMISSION.format(form=form, xml=xml).encode(), "s#1")
    )


def deal(xml: str) -> DealClaim:
    """The one deal that a notice tells."""
    reading = read(xml)
    assert reading.documents == ()
    [claim] = reading.deals
    [document] = reading.tables
    assert claim.document_id == document.id
    for fact in (*claim.evidence, *claim.parties, *claim.amounts):
        words = fact.quote if isinstance(fact, Evidence) else fact.name if isinstance(fact, Party) else None
        assert document.text[fact.start : fact.end] == (words or getattr(fact, "as_written", None))
    return claim


def test_each_fact_is_a_sentence() -> None:
    [document] = read(NOTICE).tables
    assert document.text.split("\n\n") == [
        "Halden AI Data Centers, Inc.: private placement of equity securities (Form D)",
        "Halden AI Data Centers, Inc. offers equity securities in a private placement, the total offering "
        "amount being $500,000,000.",
        "Halden AI Data Centers, Inc. has so far sold equity securities of $300,000,000 in the private "
        "placement.",
        "The date of first sale was October 21, 2025.",
        "The issuer's industry is Other Technology.",
    ]
    assert (document.form, document.accession, document.cik) == ("D", "0001000009-25-000003", "0001000009")
    assert (document.kind, document.tier) == (DocumentKind.FILING, Tier.FILING)
    assert document.url == "https://www.sec.example/d.txt#primary_doc.xml"
    assert document.published_as_stated == "20251104161500"


def test_what_was_sold_is_the_deal_and_what_is_offered_stands_beside_it() -> None:
    claim = deal(NOTICE)
    assert (claim.type, claim.status, claim.date) == (
        DealType.EQUITY_INVESTMENT,
        Status.ANNOUNCED,
        "2025-10-21",
    )
    assert [(p.name, p.role) for p in claim.parties] == [("Halden AI Data Centers, Inc.", Role.INVESTEE)]
    assert [(a.low, a.kind, a.qualifier, a.currency) for a in claim.amounts] == [
        (300_000_000, AmountKind.VALUE, Qualifier.AT_LEAST, "USD"),
        (500_000_000, AmountKind.OTHER, Qualifier.AT_MOST, "USD"),
    ]


def test_an_offering_that_is_sold_out_is_completed() -> None:
    claim = deal(NOTICE.replace(">300000000", ">500000000").replace("isEquityType", "isDebtType"))
    assert (claim.type, claim.status) == (DealType.DEBT_FINANCING, Status.COMPLETED)
    assert [p.role for p in claim.parties] == [Role.BORROWER]
    assert [(a.as_written, a.qualifier) for a in claim.amounts] == [("$500,000,000", Qualifier.EXACT)]
    assert " has sold debt securities of " in claim.evidence[0].quote


def test_an_offering_of_which_nothing_is_sold_counts_at_what_is_offered() -> None:
    claim = deal(NOTICE.replace(">300000000", ">0").replace("<value>2025-10-21</value>", "<yetToOccur/>"))
    assert (claim.status, claim.date) == (Status.ANNOUNCED, None)
    assert [(a.low, a.kind, a.qualifier) for a in claim.amounts] == [
        (500_000_000, AmountKind.VALUE, Qualifier.AT_MOST)
    ]


def test_a_known_issuer_is_known_by_its_cik() -> None:
    claim = deal(NOTICE.replace("0001000009</cik>", "0001769628</cik>"))
    assert claim.parties[0].entity_id == "coreweave"


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (NOTICE.replace("isEquityType", "isPooledInvestmentFundType"), "shares of a fund"),
        (NOTICE.replace(">500000000", ">Indefinite").replace(">300000000", ">0"), "no amount is stated"),
        (
            NOTICE.replace(
                "<offeringSalesAmounts>",
                "<businessCombinationTransaction><isBusinessCombinationTransaction>true"
                "</isBusinessCombinationTransaction></businessCombinationTransaction><offeringSalesAmounts>",
            ),
            "business combination",
        ),
    ],
)
def test_what_is_no_round_is_refused_with_the_reason(xml: str, why: str) -> None:
    reading = read(xml)
    [document], [refusal] = reading.tables, reading.refusals
    assert (reading.documents, reading.deals, reading.quarantined) == ((), (), ())
    assert (refusal.document_id, refusal.reason) == (document.id, RefusalReason.OUT_OF_SCOPE)
    assert why in refusal.detail
    assert document.text[refusal.start : refusal.end] == refusal.as_written


def turned_away(issuer: str, industry: str = "Other Technology") -> bool:
    """Whether a notice is not of this market."""
    xml = NOTICE.replace("Halden AI Data Centers, Inc.", issuer).replace("Other Technology", industry)
    reading = read(xml)
    assert len(reading.tables) == len(reading.deals) + len(reading.refusals) == 1
    return [refusal.reason for refusal in reading.refusals] == [RefusalReason.NOT_RELEVANT]


@pytest.mark.parametrize("issuer", ["Blueharbor Biotech, Inc.", "Juniper Valley Foods LLC", "Oak Row LP"])
def test_issuers_of_other_names_are_turned_away(issuer: str) -> None:
    assert turned_away(issuer)


@pytest.mark.parametrize("industry", filing_rules().other_industries)
def test_issuers_of_other_industries_are_turned_away_whatever_they_are_called(industry: str) -> None:
    assert not turned_away("Oracle Street LP")
    assert turned_away("Oracle Street LP", industry)


def test_an_amendment_names_what_it_amends() -> None:
    previous = "<previousAccessionNumber>0001000009-25-000001</previousAccessionNumber>"
    xml = NOTICE.replace("<isAmendment>false</isAmendment>", f"<isAmendment>true</isAmendment>{previous}")
    [document] = read(xml, "D/A").tables
    assert "This amends the notice 0001000009-25-000001." in document.text
    assert (document.amended_form, document.amended_accession) == ("D", "0001000009-25-000001")


def test_names_of_a_namespace_are_names_all_the_same() -> None:
    spaced = NOTICE.replace("<edgarSubmission>", '<edgarSubmission xmlns="http://www.sec.example/formd">')
    assert read_form_d(spaced) == read_form_d(NOTICE)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (NOTICE.replace("</primaryIssuer>", ""), QuarantineReason.UNREADABLE),
        (NOTICE.replace("entityName>", "nobody>"), QuarantineReason.EMPTY),
        (NOTICE.replace("edgarSubmission", "otherSubmission"), QuarantineReason.NOT_TEXT),
    ],
)
def test_what_is_no_notice_gets_a_row(xml: str, reason: QuarantineReason) -> None:
    reading = read(xml)
    assert (reading.documents, reading.tables) == ((), ())
    assert [row.reason for row in reading.quarantined] == [reason]


def test_entities_of_a_notice_are_not_opened() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    xml = NOTICE.replace('<?xml version="1.0"?>', bomb).replace("Other Technology", "&a;")
    assert read_form_d(xml).industry == ""


def test_a_file_given_by_hand_tells_its_placement_with_its_topics(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notice.txt").write_text(SUBMISSION.format(form="D", xml=NOTICE), "utf-8")
    extract_folder(tmp_path / "in", tmp_path / "out", QuietReader(), settings=Settings(_env_file=None))
    label = json.loads((tmp_path / "out" / "notice.json").read_text("utf-8"))
    assert [(told["type"], told["segments"]) for told in label["deals"]] == [
        ("equity_investment", ["data_centres"])
    ]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_value_is_kept_or_left_out(amount: str, day: str) -> None:
    xml = NOTICE.replace("500000000", escape(amount)).replace("2025-10-21", escape(day))
    reading = read(xml)
    assert len(reading.deals) + len(reading.quarantined) == 1
    assert all(claim.amounts[0].low == 300_000_000 for claim in reading.deals)
