"""Reads EDGAR's daily or full index into the ledger's list, and fetches no filing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from pipeline.capture import CaptureKind, Problem
from spiders.edgar.filed import Filed, wanted_of
from spiders.edgar.listing import daily_files, day_of, read_listing
from spiders.edgar.span import Span
from spiders.leads import IndexAsk, IndexReading
from spiders.spider import SourceSpider


class IndexSpider(SourceSpider):
    """One reading of the indexes of a span of days."""

    index_kind = CaptureKind.INDEX
    span: Span

    async def start(self) -> AsyncIterator[Request]:
        """The indexes only, and whole: since the last time the watch list may have grown."""
        for ask in self.index_asks():
            yield self._index_request(ask)

    def index_urls(self) -> Iterator[str]:
        """One for each quarter."""
        assert self.source.archive_url is not None
        yield from self.span.index_urls(self.source.archive_url)

    def read_index(self, url: str, response: Response) -> IndexReading:
        """The daily files of a listing; of an index, its wanted filings go into the ledger."""
        if url.endswith("/index.json"):
            names = daily_files(response.body)
            asks = [IndexAsk(url=urljoin(url, name)) for day, name in names.items() if day in self.span]
            return IndexReading(entries=len(names), further=tuple(asks))
        read = list(read_listing(response.body))
        filed = [one for one in read if isinstance(one, Filed)]
        problems = tuple(one for one in read if isinstance(one, Problem))
        self.round.ledger.listings.add(
            self.source.name, wanted_of(self.source, filed), found_in=url, listed_on=day_of(url)
        )
        return IndexReading(problems=problems, entries=len(filed), is_broken=not filed and bool(problems))

    def _index_request(self, ask: IndexAsk) -> Request:
        return super()._index_request(ask).replace(headers={})
