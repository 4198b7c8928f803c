"""The news of the Hong Kong Exchange: announcements of listed companies, mostly PDF.

Most rows are of no interest here (next-day disclosures, proxy forms), so a list of stock codes is asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from spiders.apis.base import Answer, Api, Entry, Loose, Page, Row, Window
from spiders.leads import IndexAsk

HONG_KONG = ZoneInfo("Asia/Hong_Kong")


class Stock(Loose):
    """A listed company that an announcement is about."""

    code: str = Field(alias="sc")
    name: str = Field(alias="sn")


class Announcement(Row):
    """One announcement; it may name several stocks."""

    title: str
    released: str = Field(alias="relTime")
    stocks: tuple[Stock, ...] = Field(default=(), alias="stock")
    path: str = Field(alias="webPath", min_length=1)

    def entry(self) -> Entry:
        """The document; its time, which the API writes day first and without a zone, is Hong Kong's."""
        at = datetime.strptime(self.released, "%d/%m/%Y %H:%M").replace(tzinfo=HONG_KONG)
        names = ", ".join(stock.name for stock in self.stocks)
        return Entry(self.path, self.title, at.isoformat(), company=names or None)


class Announcements(Answer):
    """One file of the list."""

    news: tuple[Any, ...] = Field(alias="newsInfoLst")
    files: int = Field(default=1, alias="maxNumOfFile")

    @property
    def rows(self) -> tuple[Any, ...]:
        """The announcements."""
        return self.news

    @property
    def pages(self) -> int:
        """As many as files."""
        return self.files


class Hkex(Api):
    """Announcements of the last seven days about any of the stocks, on the main board or GEM."""

    api: Literal["hkex"]
    stocks: tuple[str, ...] = Field(min_length=1)
    boards: tuple[Literal["sehk", "gem"], ...] = ("sehk",)

    answer_type: ClassVar[type[Answer]] = Announcements
    row_type: ClassVar[type[Row]] = Announcement

    @property
    def topics(self) -> tuple[str, ...]:
        """A call a board."""
        return self.boards

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """In English, newest first."""
        return IndexAsk(url=f"{window.base}/ncms/json/eds/lci{page.topic}7relsde_{page.number}.json")

    def wants(self, row: Row) -> bool:
        """By stock code, with or without leading noughts."""
        assert isinstance(row, Announcement)
        wanted = {code.lstrip("0") for code in self.stocks}
        return any(stock.code.lstrip("0") in wanted for stock in row.stocks)
