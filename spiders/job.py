"""What a spider's process is told; so that starting one need not load Scrapy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.frozen import Frozen
from spiders.sources import Source


class Job(Frozen):
    """All that a round needs to know; no secrets of the settings among it."""

    source: Source
    landing: Path
    ledger: Path
    contact: str | None
    routes: Mapping[str, str]
    max_bytes: int
