"""What spiders say about a response they archive; it travels as JSON in the WARC metadata record."""

from __future__ import annotations

from enum import StrEnum

from pipeline.frozen import Frozen, Instant
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier


class CaptureKind(StrEnum):
    """What sort of response was archived, so that a reader knows which door it goes through."""

    FEED = "feed"
    INDEX = "index"
    ARTICLE = "article"
    SUBMISSION = "submission"
    HEADLINE = "headline"
    """No response: what a feed said of a page that is not to be fetched."""
    FACTS = "facts"
    """What a company's filings report in XBRL, as EDGAR's companyfacts."""


class Problem(Frozen):
    """Why a capture, or one entry of it, cannot be read; `detail` is for a person."""

    reason: QuarantineReason
    detail: str
    url: str | None = None
    """The address concerned where it is not the capture's own (a feed's entry)."""


class CaptureNote(Frozen):
    """What the feed or index said about one response, and what the spider noticed about it.

    Times are kept as stated: reading them is the extractors' work.
    """

    source: str
    url: str
    kind: CaptureKind
    fetched_at: Instant
    tier: Tier = Tier.PRESS
    document_kind: DocumentKind = DocumentKind.ARTICLE
    country: str | None = None
    """ISO 3166 alpha-2 of the publisher: what a bare "$" means there."""
    zone: str | None = None
    """IANA name of the zone of the source's times that name none."""
    found_in: str | None = None
    """URL of the feed or index that named this address."""
    title: str | None = None
    stated_time: str | None = None
    """As stated; a day that feeds write as their country does also in ISO 8601 (`spiders.feed_dates`)."""
    summary: str | None = None
    accession: str | None = None
    cik: str | None = None
    company: str | None = None
    form: str | None = None
    items: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
