"""A document: one text that somebody published, with where and when it came from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from pipeline.frozen import Frozen, Instant
from pipeline.ids import document_id
from pipeline.vocabulary import DocumentKind, QuarantineReason, Tier


class TimeSource(StrEnum):
    """Where a publication time was read."""

    SGML_HEADER = "sgml_header"
    FEED = "feed"
    PAGE = "page"
    DATELINE = "dateline"


class TimeResolution(StrEnum):
    """How a stated time became an instant."""

    ZONE_STATED = "zone_stated"
    ZONE_OF_SOURCE = "zone_of_source"
    """It named no zone, or one in which it lay after the fetch: taken in the zone the source writes in."""
    ZONE_ASSUMED = "zone_assumed"
    """It named no zone, and none is known of its source: taken as UTC."""
    ZONE_AMBIGUOUS = "zone_ambiguous"
    """It named one that several places use (CST, IST), and its source tells of none of them: taken as UTC."""
    DAY_ONLY = "day_only"
    """It named no time of day: taken as the day's beginning."""
    AHEAD_OF_FETCH = "ahead_of_fetch"
    """It lay after the fetch, which is the latest that it can have been."""


class Document(Frozen):
    """One article, press release, filing part or exhibit as plain text.

    `text` is normalised once, when it is made; every offset in every claim indexes it. Where there is
    a title, `text` begins with it as a line of its own, so that headlines can be quoted too.
    """

    id: str
    source: str
    url: str
    canonical_url: str | None = None
    """What the page itself says is its address; None where it does not, and for what is no page."""
    title: str | None
    text: str = Field(min_length=1)
    kind: DocumentKind
    tier: Tier
    country: str | None = None
    published_at: Instant | None = None
    published_as_stated: str | None = None
    published_from: TimeSource | None = None
    published_how: TimeResolution | None = None
    landed_at: Instant | None = None
    """When the capture was fetched; None for a file given by hand."""
    capture: str | None = None
    """`<WARC segment>#<record id>`, from which the document can be made again."""
    accession: str | None = None
    cik: str | None = None
    company: str | None = None
    form: str | None = None
    items: tuple[str, ...] = ()
    exhibit: str | None = None
    """Normalised exhibit type ("EX-99.1"), None for the main document."""
    report_date: date | None = None
    """The period of report that a filing's header states: of an 8-K the day of the earliest event."""
    amended_form: str | None = None
    """The form that an amendment amends ("8-K" of an 8-K/A); None for what is no amendment."""
    amended_accession: str | None = None
    """The filing that it amends, where it says so itself, as a Form D/A does."""

    @model_validator(mode="after")
    def _id_is_of_content(self) -> Self:
        if self.id != document_id(self.url, self.text):
            raise ValueError("a document's id must be document_id(url, text)")
        return self


class Signature(Frozen):
    """What a document is recognised by where somebody else publishes it too."""

    document_id: str
    scheme: str
    """How it was made; only signatures of one scheme can be compared."""
    address: str
    """Its address without whatever differs between links to one page."""
    text_hash: str
    """Of its words without boilerplate: equal for equal texts."""
    runs: int = Field(ge=1)
    """Different runs of words in it."""
    minima: tuple[int, ...]
    """MinHash: two texts agree in as great a share of these as of their runs (32 bits each)."""


class Quarantined(Frozen):
    """A row that says what could not be read and why; the capture itself is kept."""

    source: str
    url: str
    reason: QuarantineReason
    detail: str
    capture: str | None = None
    seen_at: Instant
