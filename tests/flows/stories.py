"""Stories loaded into a real warehouse and published, without crawling or reading anything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.batches import write_batch
from pipeline.claims import Extraction
from pipeline.settings import Settings, read_settings
from pipeline.vocabulary import DocumentKind
from tests.factories import HEADLINE, deal_claim, document, evidence
from warehouse.load import load_batches
from warehouse.publish import publish

CLOSING = "Northgate Compute completes Halden Data Centers for $9 billion"


def settings(folder: Path, **fields: Any) -> Settings:
    """Settings of a folder, with one receiver and no encryption."""
    return read_settings(data_dir=folder, smtp_starttls=False, mail_to=("desk@gigawatch.example",), **fields)


def load_story(
    folder: Path,
    number: int = 1,
    *,
    is_backfill: bool = False,
    kind: DocumentKind = DocumentKind.ARTICLE,
    **claim: Any,
) -> None:
    """One more story: the first announces the deal, further ones say of it what `claim` says."""
    here = settings(folder)
    text = CLOSING if number > 1 else HEADLINE
    story = document(
        text,
        url=f"https://wire.example/{number}",
        kind=kind,
        published_at=datetime(2025, 11, 3 + number, 9, 0, tzinfo=UTC),
    )
    quoted = deal_claim(story, evidence=(evidence(story, text),), **claim)
    batch = here.extracted_dir / "0.1.0-test" / "wire" / f"{number}"
    extraction = Extraction(version="0.1.0-test", documents=(story,), deals=(quoted,))
    write_batch(extraction, batch, batch_id=f"batch_{number}", segment=f"{number}.warc.gz")
    report = load_batches([batch], here, is_backfill=is_backfill)
    assert (report.deal_claims, dict(report.refused)) == (1, {})
    publish(here)
