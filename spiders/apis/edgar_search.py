"""EDGAR's full-text search: filings since 2001 whose documents hold the words, a hit for each document.

Undocumented and keyless; the shape is as `edgartools` reads it. Totals stop at 10,000.
Upper-case NOT, OR and NEAR() work in the words, and a trailing `*`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from pydantic import Field

from pipeline.capture import CaptureKind
from spiders.apis.base import Answer, Api, Entry, Loose, Page, Row, Window
from spiders.leads import IndexAsk, Lead
from spiders.submissions import submission_url

PER_PAGE = 100
SATURATED = 10_000
BEHIND_NAME = "  ("
"""Two spaces, then ticker and CIK in brackets; a name may hold brackets of its own."""


class Found(Loose):
    """What a hit says of the filing."""

    adsh: str = Field(pattern=r"^\d{10}-\d{2}-\d{6}$")
    ciks: tuple[str, ...] = Field(min_length=1)
    display_names: tuple[str, ...] = ()
    form: str
    file_date: str | None = None
    items: tuple[str, ...] = ()


class Hit(Row):
    """One document of one filing."""

    id: str = Field(alias="_id")
    """Accession and file name, with a colon between."""
    source: Found = Field(alias="_source")

    def entry(self) -> Entry:
        """The document alone; the filing is what is asked for."""
        company = next(iter(self.source.display_names), "").partition(BEHIND_NAME)[0].strip()
        return Entry(self.id, stated_time=self.source.file_date, company=company or None)


class Total(Loose):
    """How many hits there are, or at least are."""

    value: int
    relation: str = "eq"


class Hits(Loose):
    """The hits of one page."""

    total: Total
    hits: tuple[Any, ...] = ()


class Hundred(Answer):
    """One page of results."""

    hits: Hits

    @property
    def rows(self) -> tuple[Any, ...]:
        """The hits."""
        return self.hits.hits

    @property
    def pages(self) -> int:
        """As the total tells."""
        return -(-self.hits.total.value // PER_PAGE)

    def lacks(self) -> str | None:
        """Beyond ten thousand nothing is counted."""
        return f"more than {SATURATED} hits" if self.hits.total.relation != "eq" else None


class EdgarSearch(Api):
    """Filings of some forms that hold one of the words; their submissions come from the archive."""

    api: Literal["edgar_search"]
    words: tuple[str, ...] = Field(min_length=1)
    forms: tuple[str, ...] = Field(min_length=1)
    archive_url: str

    answer_type: ClassVar[type[Answer]] = Hundred
    row_type: ClassVar[type[Row]] = Hit

    @property
    def topics(self) -> tuple[str, ...]:
        """A call for each of the words."""
        return self.words

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """What was filed within the window, by day."""
        query = [
            ("q", page.topic),
            ("forms", ",".join(self.forms)),
            ("from", str(PER_PAGE * (page.number - 1))),
        ]
        days = [("startdt", f"{window.since:%Y-%m-%d}"), ("enddt", f"{window.now:%Y-%m-%d}")]
        address = f"{window.base}/LATEST/search-index?"
        return IndexAsk(
            url=address + urlencode([*query, ("dateRange", "custom"), *days]), name=address + urlencode(query)
        )

    def wants(self, row: Row) -> bool:
        """Amendments count with their form, as the forms asked for name them or not."""
        return isinstance(row, Hit) and row.source.form in self.forms

    def lead(self, row: Hit, found_in: str, window: Window) -> Lead:  # noqa: ARG002 - the archive is elsewhere
        """The whole submission, once however many of its documents hit."""
        entry, found = row.entry(), row.source
        return Lead(
            url=submission_url(self.archive_url, int(found.ciks[0]), found.adsh),
            kind=CaptureKind.SUBMISSION,
            found_in=found_in,
            stated_time=entry.stated_time,
            accession=found.adsh,
            cik=str(int(found.ciks[0])),
            company=entry.company,
            form=found.form,
            items=found.items,
        )
