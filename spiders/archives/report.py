"""What taking in one web archive gave."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from pipeline.frozen import Frozen


class IngestReport(Frozen):
    """One web archive from elsewhere, taken into the landing; each record is in one of the counts."""

    source: str
    archive: Path
    records: int = 0
    landed: int = 0
    """Captures archived for the first time, those with a problem among them."""
    known: int = 0
    """Captures, or damaged places, that had been landed before."""
    skipped: Mapping[str, int] = Field(default_factory=dict)
    """Records of which no document is made, by reason."""
    quarantined: Mapping[str, int] = Field(default_factory=dict)
    """Count by reason; a damaged place that is no record counts here only."""
    segments: tuple[Path, ...] = ()
