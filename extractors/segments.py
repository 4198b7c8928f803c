"""One WARC segment to one Parquet batch: the unit of work of an update, done at most once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from extractors.batches import MANIFEST, write_batch
from extractors.captures import Capture, read_captures, segment_stem
from extractors.documents import to_documents
from extractors.reading import DocumentReader, read_all
from extractors.signatures.signing import with_signatures
from extractors.told import Told
from extractors.topics.finding import with_topics
from pipeline.document import Document, Quarantined
from pipeline.ids import content_id
from pipeline.reports import ExtractReport
from pipeline.vocabulary import RefusalReason

MAX_DOCUMENT_MB = 20.0


def read_segment(
    segment: Path, out_dir: Path, reader: DocumentReader, *, max_document_mb: float = MAX_DOCUMENT_MB
) -> ExtractReport:
    """Read a segment into `<out_dir>/<version>/<source>/<segment stem>/` and say what it gave.

    The source is the segment's folder. A complete batch of the same version and the same bytes is left
    as it is; a broken-off one, or one of a segment that has changed since, is written anew.
    """
    folder = out_dir / reader.version / segment.parent.name / segment_stem(segment)
    batch_id = content_id("batch", reader.version, segment.name, _sha256(segment))
    if _batch_id(folder) != batch_id:
        captures = read_captures(segment, max_bytes=megabytes(max_document_mb))
        quarantined: list[Quarantined] = []
        told = Told()
        extraction = with_signatures(with_topics(read_all(_documents(captures, quarantined, told), reader)))
        whole = told.beside(extraction).model_copy(
            update={"quarantined": (*quarantined, *extraction.quarantined)},
        )
        write_batch(whole, folder, batch_id=batch_id, segment=segment.name)
    return batch_report(folder)


def batch_report(folder: Path) -> ExtractReport:
    """What a complete batch holds, counted in its files."""
    reasons = pq.read_table(folder / "refusals.parquet", columns=["reason"]).column("reason").to_pylist()
    quarantined = (
        pq.read_table(folder / "quarantine.parquet", columns=["reason"]).column("reason").to_pylist()
    )
    documents = _rows(folder, "documents")
    return ExtractReport(
        batch=folder,
        documents=documents,
        relevant=documents - reasons.count(RefusalReason.NOT_RELEVANT),
        deals=_rows(folder, "deal_claims"),
        figures=_rows(folder, "figure_claims"),
        refusals=len(reasons),
        quarantined=dict(sorted(Counter(quarantined).items())),
    )


def megabytes(count: float) -> int:
    """Millions of bytes as bytes."""
    return int(count * 1_000_000)


def _documents(
    captures: Iterable[Capture | Quarantined], quarantined: list[Quarantined], told: Told
) -> Iterator[Document]:
    """The documents of captures as they come; rows go into `quarantined`, tables into `told`."""
    for capture in captures:
        if isinstance(capture, Quarantined):
            quarantined.append(capture)
        else:
            reading = to_documents(capture)
            quarantined += reading.quarantined
            told.add(reading)
            yield from reading.documents


def _batch_id(folder: Path) -> str | None:
    manifest = folder / MANIFEST
    if not manifest.exists():
        return None
    found = json.loads(manifest.read_text(encoding="utf-8")).get("batch_id")
    return found if isinstance(found, str) else None


def _rows(folder: Path, table: str) -> int:
    return int(pq.read_metadata(folder / f"{table}.parquet").num_rows)


def _sha256(segment: Path) -> str:
    with segment.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
