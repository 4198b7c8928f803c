"""A batch folder as extractors leave it: seven Parquet files, complete when its manifest is there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.errors import WarehouseError
from pipeline.frozen import Frozen

MANIFEST = "extraction.json"
TABLES = ("documents", "signatures", "deal_claims", "figure_claims", "topics", "refusals", "quarantine")


class Manifest(Frozen):
    """What `extraction.json` says of its batch."""

    version: str = Field(min_length=1)
    batch_id: str = Field(min_length=1)
    segment: str | None = None


class Batch(Frozen):
    """A batch ready to be loaded."""

    folder: Path
    manifest: Manifest
    content_hash: str
    """Of the Parquet files: a batch written anew with other content is another load."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What the ledger of loads knows it by."""
        return (self.manifest.batch_id, self.manifest.version, self.content_hash)

    @property
    def version_rank(self) -> list[int]:
        """The leading numbers of the version, so that 0.10 is newer than 0.9.

        Versions that differ only after these ("0.3.0+a1b2") rank alike: of them the one loaded last is
        in force.
        """
        leading = re.match(r"\d+(\.\d+)*", self.manifest.version.lstrip("v"))
        return [int(part) for part in leading[0].split(".")] if leading else []


def read_manifest(folder: Path) -> Batch:
    """The batch in a folder; raises WarehouseError saying what it lacks."""
    path = folder / MANIFEST
    if not path.is_file():
        raise WarehouseError(f"{folder}: no {MANIFEST}: the batch was never completed")
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise WarehouseError(f"{path}: {error}") from error
    digest = hashlib.sha256()
    for table in TABLES:
        file = folder / f"{table}.parquet"
        if not file.is_file():
            raise WarehouseError(f"{folder}: no {file.name}")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return Batch(folder=folder, manifest=manifest, content_hash=digest.hexdigest()[:32])
