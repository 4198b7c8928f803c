"""A batch folder read back: what it holds is what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extractors.batches import MANIFEST
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal, Topic
from pipeline.document import Document, Quarantined, Signature


def read_batch(folder: Path) -> Extraction:
    """The extraction of a folder; raises FileNotFoundError where it was never completed."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Extraction(
        version=manifest["version"],
        documents=tuple(Document(**row) for row in _rows(folder, "documents")),
        signatures=tuple(Signature(**row) for row in _rows(folder, "signatures")),
        deals=tuple(DealClaim(**row) for row in _rows(folder, "deal_claims")),
        figures=tuple(FigureClaim(**row) for row in _rows(folder, "figure_claims")),
        topics=tuple(Topic(**row) for row in _rows(folder, "topics")),
        refusals=tuple(Refusal(**row) for row in _rows(folder, "refusals")),
        quarantined=tuple(Quarantined(**row) for row in _rows(folder, "quarantine")),
    )


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    if name.endswith("_claims"):
        for row in rows:
            del row["id"]  # derived from the rest
    return rows
