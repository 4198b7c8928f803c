"""What each step says it did: counts and paths, never the documents themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from pipeline.frozen import Frozen, Instant


class CrawlReport(Frozen):
    """One spider's round over one source."""

    source: str
    fetched: int = 0
    """Responses received, of any status."""
    not_modified: int = 0
    landed: int = 0
    """Articles, submissions and bare headlines archived for the first time; feeds and indexes not counted."""
    quarantined: Mapping[str, int] = Field(default_factory=dict)
    """Count by reason."""
    refused: Mapping[str, int] = Field(default_factory=dict)
    """Requests never sent, by reason (robots, off-site, ...)."""
    answered: int = 0
    """Feeds or indexes that gave their content or said that it is unchanged."""
    entries: int = 0
    """Entries in the feeds or indexes that gave their content, readable or not."""
    unreadable_entries: int = 0
    broken: int = 0
    """Feeds or indexes that answered with something else than what they are."""
    unanswered: Mapping[str, str] = Field(default_factory=dict)
    """Feeds or indexes that gave neither, with the reason: told every round, however old the trouble is."""
    segments: tuple[Path, ...] = ()
    """WARC files this round closed."""


class CrawlRound(Frozen):
    """One round over one source as it is remembered, be it that it failed."""

    source: str
    kind: str
    """Of the source: feed, sitemap, edgar, ..."""
    every_minutes: int
    """How often the source was to be asked then."""
    started_at: Instant
    ended_at: Instant
    error: str | None = None
    """What ended it before its time."""
    report: CrawlReport | None = None
    """Of one that failed: what it did until then; None where it could no longer tell."""


class ExtractReport(Frozen):
    """One batch of captures read."""

    batch: Path
    documents: int = 0
    relevant: int = 0
    deals: int = 0
    figures: int = 0
    refusals: int = 0
    quarantined: Mapping[str, int] = Field(default_factory=dict)


class LoadReport(Frozen):
    """Rows new to the warehouse."""

    batches: int = 0
    documents: int = 0
    deal_claims: int = 0
    figure_claims: int = 0
    topics: int = 0
    refusals: int = 0
    quarantined: int = 0
    new_deals: int = 0
    changed_deals: int = 0
    refused: Mapping[str, str] = Field(default_factory=dict)
    """Batch folders that could not be loaded, with the reason."""


class PublishReport(Frozen):
    """What analysts can now open."""

    snapshot: Path
    parquet: Path
    deals: int
    figures: int
    documents: int
