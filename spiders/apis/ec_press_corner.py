"""The European Commission's Press Corner: its list of latest news, and each release as JSON.

The pages for people are empty shells that a script fills, so the API is read for the text too.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal
from urllib.parse import urlencode

from pydantic import Field

from spiders.apis.base import Answer, Api, Entry, Page, Row, Window
from spiders.leads import IndexAsk

PER_PAGE = 100


class Release(Row):
    """One release; a reference is such as "IP/26/1799"."""

    reference: str = Field(alias="refCode", pattern=r"^[A-Z]+/\d{2}/\d+$")
    title: str | None = None
    date: str | None = Field(default=None, alias="eventDate")
    summary: str | None = Field(default=None, alias="leadText")

    def entry(self) -> Entry:
        """Its text, in English."""
        query = urlencode({"reference": self.reference, "language": "en"})
        return Entry(f"/commission/presscorner/api/documents?{query}", self.title, self.date, self.summary)


class Releases(Answer):
    """The newest releases."""

    releases: tuple[Any, ...] = Field(alias="docuLanguageListResources")

    @property
    def rows(self) -> tuple[Any, ...]:
        """The releases."""
        return self.releases


class EcPressCorner(Api):
    """The newest releases of all kinds; of a kind, where `kinds` names some (IP, STATEMENT, …)."""

    api: Literal["ec_press_corner"]
    kinds: tuple[str, ...] = ()

    answer_type: ClassVar[type[Answer]] = Releases
    row_type: ClassVar[type[Row]] = Release

    @property
    def topics(self) -> tuple[str, ...]:
        """One list."""
        return ("latestnews",)

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """The newest hundred."""
        query = urlencode({"language": "en", "pagesize": PER_PAGE, "pagenumber": page.number})
        return IndexAsk(url=f"{window.base}/commission/presscorner/api/{page.topic}?{query}")

    def wants(self, row: Row) -> bool:
        """Kinds stand before the first slash of a reference."""
        assert isinstance(row, Release)
        return not self.kinds or row.reference.split("/")[0] in self.kinds
