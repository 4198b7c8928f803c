"""The GDELT DOC API: what the world's news sites published about a query, as links and titles.

One request in five seconds is allowed, refusals with 429 are common, errors come in words with status 200.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from pydantic import Field

from spiders.apis.base import Answer, Api, Entry, Page, Row, Window
from spiders.leads import IndexAsk

MAX_RECORDS = 250
"""The most it gives."""


class Found(Row):
    """One article."""

    url: str
    title: str | None = None
    seen: str | None = Field(default=None, alias="seendate")
    language: str | None = None

    def entry(self) -> Entry:
        """The article itself; its time is when GDELT saw it."""
        return Entry(self.url, self.title, self.seen)


class FoundList(Answer):
    """The articles; the field is absent where there are none."""

    articles: tuple[Any, ...] = ()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The articles."""
        return self.articles

    def lacks(self) -> str | None:
        """Pages there are none: a full answer is likely to be a part."""
        return (
            f"as many articles as it ever gives, {MAX_RECORDS}" if len(self.articles) >= MAX_RECORDS else None
        )


class Gdelt(Api):
    """Articles found by one of the queries, in GDELT's own notation."""

    api: Literal["gdelt"]
    queries: tuple[str, ...] = Field(min_length=1)
    languages: tuple[str, ...] = ("English",)

    answer_type: ClassVar[type[Answer]] = FoundList
    row_type: ClassVar[type[Row]] = Found

    @property
    def topics(self) -> tuple[str, ...]:
        """A call a query."""
        return self.queries

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """All since the window's start, in one page."""
        query = {"query": page.topic, "mode": "artlist", "format": "json", "maxrecords": MAX_RECORDS}
        address = f"{window.base}/api/v2/doc/doc?"
        dated = query | {"startdatetime": f"{window.since:%Y%m%d%H%M%S}"}
        return IndexAsk(url=address + urlencode(dated), name=address + urlencode(query))

    def wants(self, row: Row) -> bool:
        """By language, where the row tells one."""
        assert isinstance(row, Found)
        return not row.language or not self.languages or row.language in self.languages
