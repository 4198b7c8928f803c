"""The spider of JSON APIs: it asks for every topic page by page, then for the documents the rows name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from pipeline.capture import CaptureKind
from spiders.apis import Page, Window
from spiders.leads import IndexAsk, IndexReading
from spiders.round import Round
from spiders.spider import SourceSpider


class ApiSpider(SourceSpider):
    """One API; how it is asked and read stands in its own file."""

    index_kind = CaptureKind.INDEX

    def __init__(self, *, round_: Round, **options: Any) -> None:
        super().__init__(round_=round_, **options)
        assert self.source.query is not None
        assert self.source.data_url is not None
        self._api = self.source.query
        self._window = Window(self.source.data_url, self.oldest_at, datetime.now(UTC))
        self._pages: dict[str, Page] = {}

    def index_asks(self) -> Iterator[IndexAsk]:
        """The first page of each topic."""
        for page, ask in self._api.pages(self._window):
            self._pages[ask.key] = page
            yield ask

    def read_index(self, url: str, response: Response) -> IndexReading:
        """One page; the next one where there is one."""
        page = self._pages[url]
        reading = self._api.read(response.body, page=page, url=url, window=self._window)
        for ask in reading.further:
            self._pages[ask.key] = page._replace(number=page.number + 1)
        return reading
