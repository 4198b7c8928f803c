"""An extraction survives the way to disk and back unchanged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.batches import MANIFEST, write_batch
from pipeline.claims import Extraction, Refusal, Topic
from pipeline.document import Quarantined, Signature
from pipeline.vocabulary import QuarantineReason, RefusalReason, Segment, Theme, TopicBasis, TopicKind
from tests.extractors.batches import read_batch
from tests.factories import amount, capacity, deal_claim, document, evidence, figure_claim, span


def extraction() -> Extraction:
    story = document(
        items=("1.01", "9.01"),
        exhibit="EX-99.1",
        canonical_url="http://wire.example/first",
        report_date=date(2025, 11, 3),
        amended_form="8-K",
        amended_accession="0001000001-25-000001",
    )
    sentence = evidence(story, "The seller runs 1,300 MW of capacity.")
    deal = deal_claim(
        story,
        amounts=(amount(story, "$9 billion", "9000000000.5"),),
        capacity=(capacity(story, "1,300 MW", "1300"),),
        evidence=(evidence(story, story.title or ""), sentence),
        confidence=0.8125,
    )
    refusal = Refusal(
        document_id=story.id,
        reason=RefusalReason.UNATTACHED,
        subject="money",
        as_written="$9 billion",
        **span(story, "$9 billion"),
    )
    topics = (
        Topic(
            document_id=story.id,
            kind=TopicKind.SEGMENT,
            value=Segment.DATA_CENTRES,
            mentions=2,
            evidence=(evidence(story, "Data Centers"),),
        ),
        Topic(
            document_id=story.id,
            deal_claim_id=deal.id,
            kind=TopicKind.THEME,
            value=Theme.EDGE,
            basis=TopicBasis.DEAL_TYPE,
            evidence=deal.evidence,
        ),
    )
    signature = Signature(
        document_id=story.id,
        scheme="1",
        address="a.example/b",
        text_hash="ab",
        runs=9,
        minima=(0, 2**32 - 1),
    )
    broken = Quarantined(
        source="wire",
        url="http://wire.example/broken",
        reason=QuarantineReason.EMPTY,
        detail="no bytes",
        seen_at=datetime(2025, 11, 4, tzinfo=UTC),
    )
    return Extraction(
        version="1",
        documents=(story,),
        signatures=(signature,),
        deals=(deal,),
        figures=(figure_claim(story, "1,300 MW", "1300", confidence=0.3),),
        topics=topics,
        refusals=(refusal,),
        quarantined=(broken,),
    )


def test_batch_round_trip(tmp_path: Path) -> None:
    given = extraction()
    write_batch(given, tmp_path / "batch", batch_id="b1")
    assert read_batch(tmp_path / "batch") == given


def test_empty_extraction_keeps_its_columns(tmp_path: Path) -> None:
    write_batch(Extraction(version="1"), tmp_path, batch_id="b1")
    assert read_batch(tmp_path) == Extraction(version="1")


def test_batch_without_manifest_is_no_batch(tmp_path: Path) -> None:
    write_batch(extraction(), tmp_path, batch_id="b1")
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(FileNotFoundError):
        read_batch(tmp_path)
