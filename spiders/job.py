"""What a spider's process is told; so that starting one need not load Scrapy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipeline.frozen import Frozen
from spiders.edgar.span import Span
from spiders.sources import Source


class Job(Frozen):
    """All that a round needs to know; no secrets of the settings among it."""

    source: Source
    landing: Path
    ledger: Path
    hosts: Path
    contact: str | None
    routes: Mapping[str, str]
    max_bytes: int
    since: date | None = None
    """EDGAR, sitemaps and APIs: everything since that day, not only the newest."""
    span: Span | None = None
    """EDGAR: only read the indexes of these days, to reconcile with."""
