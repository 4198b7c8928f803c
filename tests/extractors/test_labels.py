"""Claims as labelled JSON: the field names and number types that scoring expects."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from extractors.labels import deal_label, document_labels, figure_label, merged_label, number
from pipeline.claims import ChipCount, Extraction, Refusal, Topic
from pipeline.vocabulary import DealType, Qualifier, RefusalReason, Role, Segment, Status, Theme, TopicKind
from tests.factories import (
    HEADLINE,
    amount,
    capacity,
    deal_claim,
    document,
    evidence,
    figure_claim,
    party,
    span,
)

STORY = document()
OTHER = document("Halden raises $3.5 billion for 20,000 GPUs\n\nIt said so.", url="http://wire.example/other")


def test_deal() -> None:
    sentence = evidence(STORY, "The seller runs 1,300 MW of capacity.")
    deal = deal_claim(
        STORY,
        amounts=(amount(STORY, "$9 billion", "9000000000", qualifier=Qualifier.ABOUT),),
        capacity=(capacity(STORY, "1,300 MW", "1300"),),
        term_years=Decimal("15.000000"),
        places=("Texas",),
        evidence=(evidence(STORY, HEADLINE), sentence),
    )
    assert deal_label(deal) == {
        "type": "acquisition",
        "status": "announced",
        "parties": [
            {"name": "Northgate Compute", "role": "acquirer"},
            {"name": "Halden Data Centers", "role": "target"},
        ],
        "amounts": [
            {
                "low": 9_000_000_000,
                "high": 9_000_000_000,
                "qualifier": "about",
                "currency": "USD",
                "kind": "value",
            }
        ],
        "chips": [],
        "capacity": [{"low_mw": 1300, "high_mw": 1300, "qualifier": "exact"}],
        "term_years": 15,
        "date": "2025-11-04",
        "places": ["Texas"],
        "evidence": HEADLINE,
    }


def test_a_confidence_is_written_where_the_reader_has_one() -> None:
    assert deal_label(deal_claim(STORY, confidence=0.81249))["confidence"] == 0.812
    assert figure_label(figure_claim(STORY, "1,300 MW", "1300", confidence=1.0))["confidence"] == 1.0
    assert "confidence" not in figure_label(figure_claim(STORY, "1,300 MW", "1300"))


def test_round_programme_and_chips_where_known() -> None:
    chips = ChipCount(
        low=Decimal(20000), high=Decimal(20000), product="GPU", as_written="20,000", **span(OTHER, "20,000")
    )
    deal = deal_claim(
        OTHER,
        type=DealType.EQUITY_INVESTMENT,
        status=Status.COMPLETED,
        parties=(party(OTHER, "Halden", Role.INVESTEE),),
        amounts=(amount(OTHER, "$3.5 billion", "3500000000"),),
        chips=(chips,),
        round="Series B",
        program="AI Fund",
        evidence=(evidence(OTHER, OTHER.title or ""),),
    )
    label = deal_label(deal)
    assert (label["round"], label["program"]) == ("Series B", "AI Fund")
    assert label["chips"] == [{"product": "GPU", "low": 20000, "high": 20000, "qualifier": "exact"}]


def test_figure_about_several_names() -> None:
    figure = figure_claim(STORY, "1,300 MW", "1300", entities=("Microsoft", "Meta"), period="2025")
    assert figure_label(figure) == {
        "kind": "power_capacity",
        "entity": "Microsoft + Meta",
        "segment": None,
        "period": "2025",
        "low": 1300,
        "high": 1300,
        "qualifier": "exact",
        "unit": "MW",
        "basis": "actual",
        "evidence": "The seller runs 1,300 MW of capacity.",
    }


def test_figure_about_nobody() -> None:
    assert figure_label(figure_claim(STORY, "1,300 MW", "1300", entities=()))["entity"] is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1300", 1300), ("1300.000000", 1300), ("0.1", 0.1), ("2.5", 2.5), ("6E+10", 60_000_000_000)],
)
def test_numbers_are_json_numbers(value: str, expected: float) -> None:
    found = number(Decimal(value))
    assert found == expected
    assert type(found) is type(expected)
    assert json.dumps(found) == json.dumps(expected)


def test_each_document_gets_its_own_claims() -> None:
    refusal = Refusal(
        document_id=OTHER.id,
        reason=RefusalReason.NOT_RELEVANT,
        subject="document",
        as_written="Halden",
        **span(OTHER, "Halden"),
    )
    labels = document_labels(
        Extraction(
            version="1",
            documents=(STORY, OTHER),
            deals=(deal_claim(STORY),),
            figures=(figure_claim(STORY, "1,300 MW", "1300"),),
            refusals=(refusal,),
        )
    )
    story, other = labels[STORY.id], labels[OTHER.id]
    assert [len(story["deals"]), len(story["figures"]), story["relevant"]] == [1, 1, True]
    assert [len(other["deals"]), len(other["figures"]), other["relevant"]] == [0, 0, False]
    assert (story["title"], story["published"], story["kind"]) == (HEADLINE, "2025-11-04", "article")
    assert story["url"] == "http://wire.example/story"


def test_topics_stand_with_what_they_are_of() -> None:
    deal = deal_claim(STORY)
    of_deal = Topic(
        document_id=STORY.id,
        deal_claim_id=deal.id,
        kind=TopicKind.SEGMENT,
        value=Segment.COMPUTE,
        evidence=deal.evidence,
    )
    of_story = of_deal.model_copy(
        update={"deal_claim_id": None, "kind": TopicKind.THEME, "value": Theme.EDGE}
    )
    extraction = Extraction(version="1", documents=(STORY, OTHER), deals=(deal,), topics=(of_deal, of_story))
    labels = document_labels(extraction)
    assert labels[STORY.id]["deals"][0]["segments"] == ["compute"]
    assert labels[STORY.id]["themes"] == ["edge"]
    assert "segments" not in labels[STORY.id]
    assert "themes" not in labels[OTHER.id]
    assert merged_label(labels.values(), id_="file")["themes"] == ["edge"]


def test_several_documents_of_one_file() -> None:
    labels = document_labels(
        Extraction(version="1", documents=(OTHER, STORY), deals=(deal_claim(STORY),), figures=())
    )
    merged = merged_label([labels[OTHER.id], labels[STORY.id]], id_="file")
    assert (merged["id"], merged["title"]) == ("file", OTHER.title)
    assert merged["deals"] == labels[STORY.id]["deals"]
    assert [part["id"] for part in merged["documents"]] == [OTHER.id, STORY.id]


def test_a_file_without_documents_still_has_a_label() -> None:
    assert merged_label([], id_="empty") == {
        "id": "empty",
        "url": None,
        "query": None,
        "title": None,
        "published": None,
        "kind": None,
        "relevant": False,
        "deals": [],
        "figures": [],
    }
