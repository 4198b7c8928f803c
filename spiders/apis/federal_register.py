"""The Federal Register of the United States: rules, notices and orders, by agency and words.

Keyless. Deep paging is capped there (2,000 or 10,000 results, reports differ), so it is asked by date.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from pydantic import Field

from spiders.apis.base import Answer, Api, Entry, Page, Row, Window
from spiders.leads import IndexAsk

PER_PAGE = 100


class Notice(Row):
    """One document of the register."""

    html_url: str
    title: str
    publication_date: str | None = None
    abstract: str | None = None

    def entry(self) -> Entry:
        """The notice's page."""
        return Entry(self.html_url, self.title, self.publication_date, self.abstract)


class Notices(Answer):
    """One page of results; `results` is absent where there are none."""

    count: int
    total_pages: int = 1
    results: tuple[Any, ...] = ()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The documents."""
        return self.results

    @property
    def pages(self) -> int:
        """As it states."""
        return self.total_pages


class FederalRegister(Api):
    """Documents that hold one of the terms, by any of the agencies (all, where none is named)."""

    api: Literal["federal_register"]
    terms: tuple[str, ...] = Field(min_length=1)
    agencies: tuple[str, ...] = ()

    answer_type: ClassVar[type[Answer]] = Notices
    row_type: ClassVar[type[Row]] = Notice

    @property
    def topics(self) -> tuple[str, ...]:
        """A call a term."""
        return self.terms

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """Newest first."""
        query = [
            *(("conditions[agencies][]", agency) for agency in self.agencies),
            ("conditions[term]", page.topic),
            ("order", "newest"),
            ("page", str(page.number)),
            ("per_page", str(PER_PAGE)),
        ]
        dated = [("conditions[publication_date][gte]", f"{window.since:%Y-%m-%d}"), *query]
        address = f"{window.base}/api/v1/documents.json?"
        return IndexAsk(url=address + urlencode(dated), name=address + urlencode(query))
