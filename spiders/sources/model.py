"""What one source file says: where a source is, what it is, and how gently it must be asked."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from pipeline.frozen import Frozen
from pipeline.vocabulary import DocumentKind, Tier
from spiders.apis import Query

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@]+(/[^\s#]*)?$")]
"""An absolute http(s) address without user, blank or fragment."""

BaseAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@]+$")]
"""Scheme and host only; paths are joined to it."""

NO_PLACES = frozenset({"localtime", "Factory"})
"""In the time zone database, but not a zone: whatever this machine's is, and none."""

DEAL_FORMS = (
    "8-K",
    "8-K/A",
    "6-K",
    "6-K/A",
    "10-Q",
    "10-K",
    "20-F",
    "425",
    "S-4",
    "F-4",
    "SC TO-T",
    "DEFM14A",
    "D",
    "D/A",
)
"""Forms that carry deals or capex; a watch list may name its own."""


class SourceKind(StrEnum):
    """Which spider reads the source."""

    FEED = "feed"
    EDGAR = "edgar"
    SITEMAP = "sitemap"
    API = "api"


class Company(Frozen):
    """A company of a watch list."""

    cik: int = Field(ge=1, le=9_999_999_999)
    name: str = Field(min_length=1)
    facts: bool = True
    """Whether it tags its reports in XBRL; of one that does not, EDGAR has no companyfacts."""


class Politeness(Frozen):
    """How gently a source is asked, per host."""

    seconds: float = Field(default=5.0, ge=0, le=120)
    """Between two requests to one host, whatever came of the first."""
    timeout_s: float = Field(default=30.0, gt=0, le=300)
    """For a host to go on answering."""


class Source(Frozen):
    """One YAML file: a publisher's feeds, or a watch list of EDGAR companies.

    For kind `feed`, `urls` are the feeds, for kind `sitemap` the sitemaps or indexes of such. For kind `api`,
    `query` names the JSON API at `data_url` (a file of `spiders/apis/`) and says what is asked of it. For
    kind `edgar`, `watch` are the companies whose
    `<data_url>/submissions/CIK##########.json` is asked, and submissions come from `archive_url`.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    title: str = Field(min_length=1)
    kind: SourceKind
    tier: Tier
    document_kind: DocumentKind
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    zone: str | None = None
    """IANA name of the zone ("Asia/Hong_Kong") of its times that name none, or a wrong one."""
    live: bool = True
    """A live source is somebody's server: it is asked only with a contact address in the settings."""
    every_minutes: int = Field(ge=1, le=10_080)
    """Cadence: how often a round is worth its requests."""
    expected_items: int = Field(ge=0)
    """Entries a healthy feed (or accessions a healthy index) never falls below."""
    headline_only: bool = False
    """Its pages may not be fetched (paywall, bot wall, terms): only what the feed says is archived."""
    hosts: tuple[str, ...] = ()
    """Where given, entries that point to any other host are refused as off-site."""
    politeness: Politeness = Politeness()
    urls: tuple[WebAddress, ...] = ()
    watch: tuple[Company, ...] = ()
    forms: tuple[str, ...] = DEAL_FORMS
    data_url: BaseAddress | None = None
    query: Query | None = None
    max_age_days: int = Field(default=7, ge=1, le=3650)
    """What a sitemap states to be older is passed over, and an API is not asked for it."""
    archive_url: BaseAddress | None = None
    pages_per_round: int = Field(default=200, ge=1, le=5000)
    """Articles and submissions asked for in one round at most; the rest stay pending for the next."""
    feeds: tuple[WebAddress, ...] = ()
    """For kind `edgar`: the archive's structured RSS feeds, which are fresher than its submissions JSON."""
    getcurrent: bool = False
    """For kind `edgar`: ask getcurrent too, all forms within minutes, though robots.txt forbids it."""
    latest_per_company: int = Field(default=40, ge=1, le=1000)
    """How far back a round looks in one company's index, in filings of the wanted forms."""
    facts_every_minutes: int | None = Field(default=None, ge=1)
    """For kind `edgar`: how often a company's XBRL facts are worth asking for; None never asks."""

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, name: str | None) -> str | None:
        if name in NO_PLACES:
            raise ValueError(f"{name!r} is no place's zone: name the source's own, such as Asia/Hong_Kong")
        if name is not None and name not in available_timezones():
            raise ValueError(f"{name!r} is no zone of the IANA time zone database")
        return name

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind in (SourceKind.FEED, SourceKind.SITEMAP) and (
            not self.urls or self.watch or self.data_url or self.archive_url
        ):
            raise ValueError(f"a {self.kind} source needs urls, and has no watch, data_url or archive_url")
        if (self.kind is SourceKind.API) != (self.query is not None):
            raise ValueError("an api source needs a query, and no other has one")
        if self.kind is SourceKind.API and (not self.data_url or self.urls or self.watch or self.archive_url):
            raise ValueError("an api source needs a data_url, and has no urls, watch or archive_url")
        if self.kind is SourceKind.EDGAR and not (self.watch and self.data_url and self.archive_url):
            raise ValueError("an edgar source needs watch, data_url and archive_url")
        if self.kind is SourceKind.EDGAR and (self.urls or self.headline_only):
            raise ValueError("an edgar source has no urls and is never headline_only")
        if (self.feeds or self.getcurrent) and self.kind is not SourceKind.EDGAR:
            raise ValueError("feeds and getcurrent are EDGAR's; a feed source has urls")
        return self

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> Self:
        ciks = [company.cik for company in self.watch]
        for field, values in (("urls", self.urls), ("watch", ciks), ("forms", self.forms)):
            if len(set(values)) < len(values):
                raise ValueError(f"{field} names something twice")
        return self

    @property
    def index_hosts(self) -> frozenset[str]:
        """The hosts that every round asks."""
        addresses = (*self.urls, *self.feeds, *filter(None, (self.data_url, self.archive_url)))
        return frozenset(urlsplit(address).hostname or "" for address in addresses)
