"""Sentences and the deals they tell, on names that nobody prepared for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractors.components.deals import weighed
from extractors.deals.merging import Record
from extractors.deals.records import record_odds
from extractors.deals.rivals import Rivals
from extractors.knowledge.calibration import AS_SCORED, Calibration, Curve
from extractors.nlp import build_nlp
from pipeline.settings import read_settings
from pipeline.vocabulary import DealType, RefusalReason
from tests.factories import document


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_nlp(read_settings().model)


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.document = document(text)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


CASES = [
    (
        "Norvane Compute agreed to buy Halden Data Centers for $2.4 billion, the companies said on Monday.",
        ("acquisition", "announced", {"acquirer=Norvane Compute", "target=Halden Data Centers"}, {2.4e9}),
    ),
    (
        "Halden Data Centers will be acquired by Norvane Compute in a deal worth about €900 million.",
        ("acquisition", "announced", {"acquirer=Norvane Compute", "target=Halden Data Centers"}, {9e8}),
    ),
    (
        "Oakmere Partners sold Tarnwick Energy to Norvane Compute for $310 million.",
        (
            "acquisition", "completed",
            {"seller=Oakmere Partners", "target=Tarnwick Energy", "acquirer=Norvane Compute"}, {3.1e8},
        ),
    ),
    (
        "Norvane Compute is in talks to acquire Halden Data Centers for $3 billion, people familiar with "
        "the matter said.",
        ("acquisition", "rumored", {"acquirer=Norvane Compute", "target=Halden Data Centers"}, {3e9}),
    ),
    (
        "Talks over a takeover of Halden Data Centers by Norvane Compute have collapsed.",
        ("acquisition", "terminated", {"acquirer=Norvane Compute", "target=Halden Data Centers"}, set()),
    ),
    (
        "Norvane Compute raised $450 million in a Series C round led by Oakmere Ventures.",
        (
            "equity_investment", "completed",
            {"investee=Norvane Compute", "investor=Oakmere Ventures"}, {4.5e8},
        ),
    ),
    (
        "Goldman Sachs and Meridale Bank lent Norvane Compute $1.2 billion.",
        (
            "debt_financing", "completed",
            {"lender=Goldman Sachs", "lender=Meridale Bank", "borrower=Norvane Compute"}, {1.2e9},
        ),
    ),
    (
        "Norvane Compute ordered 32,000 GB300 chips from Nvidia for $1.5 billion.",
        ("supply_contract", "announced", {"customer=Norvane Compute", "supplier=Nvidia"}, {1.5e9}),
    ),
    (
        "Microsoft will rent computing capacity from Norvane Compute under a $6 billion agreement.",
        ("cloud_contract", "announced", {"customer=Microsoft", "supplier=Norvane Compute"}, {6e9}),
    ),
    (
        "Norvane Compute signed a 15-year lease for 250 MW at Tarnwick Digital's campus in Ohio.",
        ("lease", "announced", {"lessor=Tarnwick Digital", "lessee=Norvane Compute"}, set()),
    ),
    (
        "Google signed a power purchase agreement with Oakmere Energy for 400 MW of solar power.",
        ("power_agreement", "announced", {"customer=Google", "supplier=Oakmere Energy"}, set()),
    ),
    (
        "Norvane Compute will build a $3 billion data center campus in Ohio.",
        ("construction", "announced", {"developer=Norvane Compute"}, {3e9}),
    ),
    (
        "Norvane Compute and Tarnwick Digital formed a joint venture to develop AI infrastructure.",
        ("partnership", "announced", {"partner=Norvane Compute", "partner=Tarnwick Digital"}, set()),
    ),
    (
        "The U.S. Department of Energy awarded Quillane Semiconductor a $150 million grant.",
        (
            "public_funding", "announced",
            {"grantor=U.S. Department of Energy", "recipient=Quillane Semiconductor"}, {1.5e8},
        ),
    ),
    (
        "Oakmere Capital closed a $4 billion infrastructure fund.",
        ("fund", "completed", {"sponsor=Oakmere Capital"}, {4e9}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[row[1][0] for row in CASES])
def test_one_sentence_tells_one_deal(
    nlp: Language, text: str, expected: tuple[str, str, set[str], set[float]]
) -> None:
    (deal,) = read(nlp, text)._.deals
    parties = {f"{party.role}={party.name}" for party in deal.parties}
    amounts = {float(amount.low) for amount in deal.amounts}
    assert (deal.type, deal.status, parties, amounts) == expected


def test_a_denial_far_before_its_deal_counts(nlp: Language) -> None:
    doc = read(
        nlp, "Norvane Compute denied that it had ever agreed to lease 400 MW from Halden Data Centers."
    )
    assert not doc._.deals


def test_a_denied_report_leaves_a_rumour(nlp: Language) -> None:
    doc = read(
        nlp, "Norvane Compute denied reports that it agreed to buy Halden Data Centers for $4 billion."
    )
    assert [deal.status for deal in doc._.deals] == ["rumored"]


@pytest.mark.parametrize(
    ("text", "reason", "word"),
    [
        (
            "Norvane Compute denied that it plans to buy Halden Data Centers.",
            RefusalReason.DENIED,
            "Halden Data Centers",
        ),
        (
            "Suppose Norvane Compute bought Halden Data Centers for $2 billion.",
            RefusalReason.HYPOTHETICAL,
            "bought",
        ),
    ],
)
def test_a_deal_that_is_only_spoken_of_is_refused_once_with_the_reason(
    nlp: Language, text: str, reason: RefusalReason, word: str
) -> None:
    doc = read(nlp, text)
    assert not doc._.deals
    (refusal,) = (refusal for refusal in doc._.refusals if refusal.subject == "deal")
    assert (refusal.reason, refusal.as_written) == (reason, word)
    assert text[refusal.start : refusal.end] == word
    assert refusal.detail == "acquisition: acquirer Norvane Compute, target Halden Data Centers"


def test_what_is_too_unlikely_is_refused_as_doubtful_or_overruled(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Norvane Compute agreed to buy Halden Data Centers for $2.4 billion."
    deals = nlp.get_pipe("deals")
    (record, _, _, chance, _), *_ = weighed(read(nlp, text), deals.knowledge, deals.calibration)
    monkeypatch.setattr(deals.knowledge, "least_chance", chance + 0.001)
    doc = read(nlp, text)
    assert not doc._.deals
    refusal = next(refusal for refusal in doc._.refusals if refusal.subject == "deal")
    assert (refusal.reason, refusal.as_written) == (RefusalReason.DOUBTFUL, "buy")
    assert refusal.detail.startswith(
        "acquisition: acquirer Norvane Compute, target Halden Data Centers; conf"
    )
    # Beside a record that was kept, of its sentence and parties, it is overruled.
    surer = Record(DealType.PARTNERSHIP)
    surer.add(record.mentions[0], ())
    rivals = Rivals([record, surer])
    assert rivals.why_not(record, {id(surer)}) is RefusalReason.OVERRULED
    assert rivals.why_not(record, ()) is RefusalReason.DOUBTFUL


def test_a_claim_is_as_sure_as_its_score_says(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    deals = nlp.get_pipe("deals")
    (record, _, _, chance, _), *_ = weighed(read(nlp, CASES[0][0]), deals.knowledge, deals.calibration)
    (sure,) = read(nlp, CASES[0][0])._.deals
    assert sure.confidence == chance
    assert 0.6 < sure.confidence < 1
    even_curve = Curve(slope=1, intercept=-record_odds(record))
    monkeypatch.setattr(deals, "calibration", Calibration(even_curve, AS_SCORED))
    (even,) = read(nlp, CASES[0][0])._.deals
    assert even.confidence == pytest.approx(0.5)


def test_chips_and_power_belong_to_their_deals(nlp: Language) -> None:
    (order,) = read(nlp, "Norvane Compute ordered 32,000 GB300 chips from Nvidia for $1.5 billion.")._.deals
    assert [(int(chips.low), chips.product) for chips in order.chips] == [(32000, "GB300")]
    (site,) = read(nlp, "Norvane Compute broke ground on a 300 MW data center in Ohio.")._.deals
    assert [int(capacity.low) for capacity in site.capacity] == [300]


def test_a_headline_and_its_lead_tell_one_deal(nlp: Language) -> None:
    text = (
        "Norvane Compute to buy Halden Data Centers for $2.4 billion\n\n"
        "Norvane Compute said on Tuesday it would buy Halden Data Centers for $2.4 billion in cash."
    )
    deals = [deal for deal in read(nlp, text)._.deals if deal.type == "acquisition"]
    assert len(deals) == 1
    assert len(deals[0].amounts) == 1


def test_the_agency_of_a_dateline_is_no_party(nlp: Language) -> None:
    text = "OSLO, July 7 (Harbourwire) - Norvane Compute agreed to buy Halden Data Centers for $2 billion."
    names = {party.name for deal in read(nlp, text)._.deals for party in deal.parties}
    assert names == {"Norvane Compute", "Halden Data Centers"}


NAMES = st.sampled_from(["Norvane Compute", "Halden", "Tarnwick Power plc", "Microsoft", "the Company", "It"])
VERBS = st.sampled_from(
    ["bought", "will lease 40 MW from", "lent $2 billion to", "denies talks with", "built"]
)
SENTENCES = st.builds(lambda a, verb, b: f"{a} {verb} {b}.", NAMES, VERBS, NAMES)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(SENTENCES | st.text(max_size=40), min_size=1, max_size=5))
def test_whatever_the_text_claims_quote_it_and_do_not_change(nlp: Language, lines: list[str]) -> None:
    text = "\n".join(["News", *lines])
    first, second = read(nlp, text), read(nlp, text)
    assert first._.deals == second._.deals
    for deal in first._.deals:
        for sentence in deal.evidence:
            assert text[sentence.start : sentence.end] == sentence.quote
        for party in deal.parties:
            assert party.name.split()[0] in text[party.start : party.end]
