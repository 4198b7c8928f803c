"""An Extraction at rest: one folder of Parquet files, complete when its `extraction.json` is there.

Columns are the fields of the models in `pipeline`; claims carry their `id` as a column besides.
Decimals are DECIMAL(38, 6), times TIMESTAMPTZ in UTC, nested records structs and lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.claims import DealClaim, Extraction, FigureClaim
from pipeline.frozen import Frozen

MANIFEST = "extraction.json"

TEXT = pa.string()
TEXTS = pa.list_(TEXT)
NUMBER = pa.decimal128(38, 6)
SHARE = pa.float64()
INSTANT = pa.timestamp("us", tz="UTC")
OFFSET = pa.int64()

SPAN = [("start", OFFSET), ("end", OFFSET)]
RANGE = [*SPAN, ("low", NUMBER), ("high", NUMBER), ("qualifier", TEXT), ("as_written", TEXT)]
EVIDENCE = ("evidence", pa.list_(pa.struct([*SPAN, ("quote", TEXT)])))
PARTIES = pa.list_(pa.struct([*SPAN, ("name", TEXT), ("role", TEXT), ("entity_id", TEXT)]))

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": pa.schema(
        [
            *((name, TEXT) for name in ("id", "source", "url", "canonical_url", "title", "text")),
            *((name, TEXT) for name in ("kind", "tier", "country")),
            ("published_at", INSTANT),
            ("published_as_stated", TEXT),
            ("published_from", TEXT),
            ("published_how", TEXT),
            ("landed_at", INSTANT),
            *((name, TEXT) for name in ("capture", "accession", "cik", "company", "form")),
            ("items", TEXTS),
            ("exhibit", TEXT),
            ("report_date", pa.date32()),
            ("amended_form", TEXT),
            ("amended_accession", TEXT),
        ]
    ),
    "signatures": pa.schema(
        [
            *((name, TEXT) for name in ("document_id", "scheme", "address", "text_hash")),
            ("runs", OFFSET),
            ("minima", pa.list_(pa.uint32())),
        ]
    ),
    "deal_claims": pa.schema(
        [
            *((name, TEXT) for name in ("id", "document_id", "type", "status")),
            ("parties", PARTIES),
            ("amounts", pa.list_(pa.struct([*RANGE, ("currency", TEXT), ("kind", TEXT)]))),
            ("chips", pa.list_(pa.struct([*RANGE, ("product", TEXT)]))),
            ("capacity", pa.list_(pa.struct(RANGE))),
            ("term_years", NUMBER),
            ("date", TEXT),
            ("places", TEXTS),
            ("round", TEXT),
            ("program", TEXT),
            ("confidence", SHARE),
            EVIDENCE,
        ]
    ),
    "figure_claims": pa.schema(
        [
            *((name, TEXT) for name in ("id", "document_id", "kind")),
            *RANGE,
            ("entities", TEXTS),
            ("entity_ids", TEXTS),
            *((name, TEXT) for name in ("segment", "product", "period", "unit", "basis")),
            ("confidence", SHARE),
            EVIDENCE,
        ]
    ),
    "topics": pa.schema(
        [
            *((name, TEXT) for name in ("document_id", "deal_claim_id", "kind", "value", "basis")),
            ("mentions", OFFSET),
            EVIDENCE,
        ]
    ),
    "refusals": pa.schema(
        [*SPAN, *((name, TEXT) for name in ("document_id", "reason", "subject", "as_written", "detail"))]
    ),
    "quarantine": pa.schema(
        [*((name, TEXT) for name in ("source", "url", "reason", "detail", "capture")), ("seen_at", INSTANT)]
    ),
}


def write_batch(extraction: Extraction, folder: Path, *, batch_id: str, segment: str | None = None) -> None:
    """Write one extraction to `folder`; the manifest comes last, so a broken write is no batch."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    tables: dict[str, Iterable[Frozen]] = {
        "documents": extraction.documents,
        "signatures": extraction.signatures,
        "deal_claims": extraction.deals,
        "figure_claims": extraction.figures,
        "topics": extraction.topics,
        "refusals": extraction.refusals,
        "quarantine": extraction.quarantined,
    }
    for name, records in tables.items():
        table = pa.Table.from_pylist([_row(record) for record in records], schema=SCHEMAS[name])
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    manifest = {"version": extraction.version, "batch_id": batch_id, "segment": segment}
    (folder / MANIFEST).write_text(json.dumps(manifest) + "\n", encoding="utf-8")


def _row(record: Frozen) -> dict[str, Any]:
    row = record.model_dump()
    if isinstance(record, DealClaim | FigureClaim):
        row["id"] = record.id
    return row
