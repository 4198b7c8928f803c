"""Segments and themes: which words show them, what is too little, and what a deal gets."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.knowledge.topic_terms import FILES, read_topic_terms
from extractors.topics.finding import EVIDENCE_KEPT, bundled_terms, find_topics, with_topics
from pipeline.claims import Capacity, DealClaim, Extraction, Refusal, Topic
from pipeline.document import Document
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DealType, RefusalReason, Role, TopicKind
from tests.factories import deal_claim, document, evidence, party, span

SENTENCES = (
    ("It ordered 5,000 GPUs and a few thousand MI450 cards.", {"compute"}),
    ("Foundries report that HBM is sold out.", {"compute"}),
    ("The colocation provider fitted out two data halls.", {"data_centres"}),
    ("The data-centre fleet grew.", {"data_centres"}),
    ("A hyperscale campus of three buildings.", {"data_centres", "hyperscale_data_centres"}),
    ("An edge data centre stands behind the stadium.", {"data_centres", "edge_data_centres", "edge"}),
    ("It sells transceivers and InfiniBand cables.", {"networking"}),
    ("The neocloud signed a cloud contract.", {"cloud"}),
    ("A training run on the supercomputer takes weeks.", {"training_and_storage"}),
    ("Object storage for a data lake.", {"training_and_storage"}),
    ("The nuclear plant sells power under a PPA.", {"power_and_cooling"}),
    ("Chillers gave way to direct-to-chip liquid cooling.", {"power_and_cooling"}),
    ("The county refused the rezoning.", {"regulation"}),
    ("Licence requirements under new export controls.", {"export_control"}),
    ("A shortage of parts and long lead times.", {"supply_chain"}),
    ("Geopolitical tension and tariffs.", {"geopolitics"}),
    ("A green loan for carbon-free operation.", {"sustainability"}),
    ("Subsidies under the CHIPS Act.", {"public_funding", "compute"}),
    ("A quantum computer of 100 qubits.", {"quantum"}),
    ("Decentralized GPU marketplaces on a blockchain.", {"decentralised", "compute"}),
    ("Neural networks and social networks alike.", set()),
    ("Blue-chip shares and a payment processor.", set()),
    ("Magnetar led, with Coatue chipping in.", set()),
    ("An indirect subsidiary with much computing power.", set()),
    ("A university campus near Item 7.01 Regulation FD.", set()),
    ("The machine learns; transformer models do too.", set()),
)


def words_of(text: str) -> set[str]:
    return {value for (_, value), _ in bundled_terms().find(text)}


def of_document(text: str, *deals: DealClaim, title: str = "Notice") -> dict[str, Topic]:
    source = document(f"{title}\n\n{text}")
    return {t.value: t for t in find_topics(source, deals, bundled_terms()) if t.deal_claim_id is None}


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_words_that_show_topics(sentence: str, expected: set[str]) -> None:
    wider = {"data_centres"} if expected & {"hyperscale_data_centres", "edge_data_centres"} else set()
    assert words_of(sentence) | wider == expected


def test_every_value_has_a_sentence() -> None:
    shown = set().union(*(expected for _, expected in SENTENCES))
    assert shown == {row.value for kind in TopicKind for row in read_topic_terms(kind)}


def test_every_term_is_found_and_shows_its_value() -> None:
    for kind in TopicKind:
        for row in read_topic_terms(kind):
            for term in row.terms:
                assert row.value in words_of(f"It is {term.rstrip('*')} that counts."), (row.value, term)


def test_every_bar_takes_something_away() -> None:
    for kind in TopicKind:
        for row in read_topic_terms(kind):
            patterns = [re.compile(rf"\b{re.escape(t.rstrip('*'))}") for t in row.terms]
            for bar in row.bars:
                assert any(pattern.search(bar) for pattern in patterns), (row.value, bar)
                assert row.value not in words_of(f"It is {bar.rstrip('*')} that counts."), (row.value, bar)


def test_one_passing_mention_is_too_little_two_sentences_are_enough() -> None:
    assert of_document("It runs GPUs and more GPUs. It also owns a mill.") == {}
    told = of_document("It runs GPUs. The chips are new.")
    assert set(told) == {"compute"}
    assert told["compute"].mentions == 2
    assert [e.quote for e in told["compute"].evidence] == ["GPUs", "chips"]


def test_the_title_is_enough() -> None:
    assert set(of_document("It also owns a mill.", title="Mill owner buys GPUs")) == {"compute"}


def test_a_long_text_must_say_it_more_often() -> None:
    filler = "The mill ground flour for the whole town and its wide surroundings again. " * 260
    assert of_document(f"It runs GPUs. The chips are new. {filler}") == {}
    assert set(of_document(f"It runs GPUs. Chips came. Chips went. {filler}")) == {"compute"}


def test_evidence_is_bounded() -> None:
    topic = of_document("A GPU came. " * 30)["compute"]
    assert (topic.mentions, len(topic.evidence)) == (30, EVIDENCE_KEPT)


def lease(source: Document, sentence: str, **fields: object) -> DealClaim:
    return deal_claim(
        source,
        **{
            "type": DealType.LEASE,
            "parties": (party(source, "Northgate", Role.LESSEE),),
            "amounts": (),
            "evidence": (evidence(source, sentence),),
            **fields,
        },
    )


def of_deal(source: Document, deal: DealClaim) -> dict[str, tuple[str, list[str]]]:
    return {
        topic.value: (topic.basis.value, [e.quote for e in topic.evidence])
        for topic in find_topics(source, [deal], bundled_terms())
        if topic.deal_claim_id == deal.id
    }


def test_a_deal_has_what_its_own_sentence_says() -> None:
    source = document("Two deals\n\nNorthgate rents GPUs. Westmark builds a nuclear plant and a reactor.")
    deal = lease(source, "Northgate rents GPUs.", type=DealType.SUPPLY_CONTRACT, parties=())
    assert of_deal(source, deal) == {"compute": ("words", ["GPUs"])}


def test_a_deal_has_what_its_type_and_its_power_say() -> None:
    source = document("Space taken\n\nNorthgate takes 150 MW in Ohio.")
    power = Capacity(low=Decimal(150), high=Decimal(150), as_written="150 MW", **span(source, "150 MW"))
    assert of_deal(source, lease(source, "Northgate takes 150 MW in Ohio.", capacity=(power,))) == {
        "data_centres": ("deal_type", ["Northgate takes 150 MW in Ohio."]),
        "hyperscale_data_centres": ("capacity", ["150 MW"]),
    }


def test_the_power_of_a_plant_is_no_hyperscale_site() -> None:
    sentence = "Northgate restarts an 835 MW nuclear reactor."
    source = document(f"Restart\n\n{sentence}")
    power = Capacity(low=Decimal(835), high=Decimal(835), as_written="835 MW", **span(source, "835 MW"))
    deal = lease(source, sentence, type=DealType.CONSTRUCTION, parties=(), capacity=(power,))
    assert of_deal(source, deal) == {"power_and_cooling": ("words", ["nuclear", "reactor"])}


def test_a_deal_that_shows_nothing_takes_the_leading_segment_of_its_document() -> None:
    source = document("Chip loans\n\nNorthgate borrowed money. Its GPUs and its data centres are new.")
    deal = lease(source, "Northgate borrowed money.", type=DealType.DEBT_FINANCING, parties=())
    assert of_deal(source, deal) == {"compute": ("document", ["Chip", "GPUs"])}


def test_a_document_turned_away_has_no_topics() -> None:
    source = document("Chip loans\n\nIts GPUs are new.")
    refusal = Refusal(
        document_id=source.id,
        reason=RefusalReason.NOT_RELEVANT,
        subject="document",
        as_written="Chip loans",
        **span(source, "Chip loans"),
    )
    read = Extraction(version="1", documents=(source,))
    assert {t.value for t in with_topics(read).topics} == {"compute"}
    assert with_topics(read.model_copy(update={"refusals": (refusal,)})).topics == ()


@given(st.lists(st.sampled_from(["GPUs", "İstanbul", "edge data centre", ". ", "\n", "ǅ", " ", "PPA"])))
def test_evidence_quotes_the_text_whatever_it_holds(parts: list[str]) -> None:
    source = document("".join(["Notice\n", *parts]))
    for topic in find_topics(source, [], bundled_terms()):
        for quoted in topic.evidence:
            assert source.text[quoted.start : quoted.end] == quoted.quote


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{value: compute, terms: [GPU]}", "line 1: .*lower-case words"),
        ('{value: compute, terms: ["a * b"]}', "line 1: .*star only at the end"),
        ("{value: compute, terms: [gpu, gpu]}", "line 1: .*given twice: gpu"),
        ("{value: compute, terms: []}", "line 1"),
        ("{value: compute, terms: [gpu], colour: red}", "line 1: .*colour"),
        ("{value: compute, terms: [gpu]}", "each segment needs one row: cloud, data_centres"),
        ("{value: gardening, terms: [rake]}", "each segment needs one row"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / FILES[TopicKind.SEGMENT]
    file.write_text(f"- {row}\n")
    with pytest.raises(BadDataFileError, match=rf"(?s)segments.yml.*{message}"):
        read_topic_terms(TopicKind.SEGMENT, file)
