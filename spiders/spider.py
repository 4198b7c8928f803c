"""The spiders: they ask a source's feeds or indexes, then the pages these name, and hand all to the round."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.failures import LATER, ends_round, error_problem, refusal, status_problem
from spiders.feeds import parse_feed
from spiders.guard import IS_PAGE
from spiders.handler import IS_MISSING, RECEIVED
from spiders.leads import IndexAsk, IndexReading, Lead
from spiders.received import Received
from spiders.round import Round
from spiders.time_limit import READING_S, TimeLimitError, time_limit


class SourceSpider(Spider):
    """One round over one source; subclasses say where its indexes are and how one is read."""

    index_kind: CaptureKind
    since: date | None = None
    """A backfill's: all from that day on is wanted, where the source can be asked for it."""

    def __init__(self, *, round_: Round, **options: Any) -> None:
        super().__init__(name=round_.source.name, **options)
        self.round = round_
        self.source = round_.source

    @property
    def oldest_at(self) -> datetime:
        """From when on sitemaps and APIs are read, in UTC."""
        if self.since:
            return datetime.combine(self.since, time(), UTC)
        return datetime.now(UTC) - timedelta(days=self.source.max_age_days)

    def index_urls(self) -> Iterator[str]:
        """The feeds or indexes of the source; by default those of the source file."""
        yield from self.source.urls

    def index_asks(self) -> Iterator[IndexAsk]:
        """How these are asked for, where an address alone does not say it."""
        for url in self.index_urls():
            yield IndexAsk(url=url)

    @abstractmethod
    def read_index(self, url: str, response: Response) -> IndexReading:
        """What one of them holds."""

    async def start(self) -> AsyncIterator[Request]:
        """First every index, if it is no longer what it was, then what earlier rounds still owe.

        In this order, because a host that turns us away at a page is not asked for its index either.
        """
        owed = list(self.round.owed())
        for ask in self.index_asks():
            yield self._index_request(ask)
        for lead in owed:
            yield self._page_request(lead)

    def parse_index(self, response: Response, url: str) -> Iterator[Request]:
        """Gives the requests for the leads that are new."""
        received = _received(response.request)
        assert received is not None
        if response.status == 304:
            self.round.index_unchanged(url)
        elif response.status != 200:
            self.round.index_failed(url, self.index_kind, status_problem(response.status), received)
            self._end_if_unwelcome(response.status)
        else:
            reading = self._read_in_time(url, response)
            kind = reading.kind or self.index_kind
            new = self.round.take_index(url, kind, received, response.body, reading)
            if reading.kind is None and reading.entries < self.source.expected_items:
                self.logger.warning(
                    "%s: %d entries, %d expected", url, reading.entries, self.source.expected_items
                )
            yield from map(self._index_request, reading.further)
            yield from map(self._page_request, self.round.afford(new))

    def _read_in_time(self, url: str, response: Response) -> IndexReading:
        try:
            with time_limit(READING_S):
                return self.read_index(url, response)
        except TimeLimitError:
            detail = f"not read within {READING_S:g} seconds"
            problem = Problem(reason=QuarantineReason.UNREADABLE, detail=detail)
            return IndexReading(problems=(problem,), is_broken=True)

    def index_failed(self, failure: Failure) -> None:
        """A feed or index that could not be had at all."""
        request, error = _unpack(failure)
        url = request.cb_kwargs["url"]
        if reason := refusal(error):
            self.round.index_refused(url, reason)
        else:
            self.round.index_failed(url, self.index_kind, error_problem(error), _received(request))

    async def parse_page(self, response: Response, lead: Lead) -> AsyncIterator[Request]:
        """Lands the page; a transfer that broke off is asked for again first."""
        received = _received(response.request)
        assert received is not None
        assert response.request is not None
        if received.is_cut and (again := get_retry_request(response.request, spider=self, reason="cut off")):
            yield again
        elif response.status == 200:
            await self.round.take_page(lead, response.url, received)
        else:
            self.round.page_failed(lead, status_problem(response.status), received)
            if not response.request.meta.get(IS_MISSING):
                self._end_if_unwelcome(response.status)

    async def page_failed(self, failure: Failure) -> None:
        """A page that could not be had, or that came but could not be decoded: then it lands all the same."""
        request, error = _unpack(failure)
        lead, received = request.cb_kwargs["lead"], _received(request)
        if (reason := refusal(error)) == LATER:
            self.round.put_off(reason, lead)
        elif reason:
            self.round.refuse(reason, lead)
        elif received is not None and received.status == 200:
            await self.round.take_page(lead, request.url, received)
        else:
            self.round.page_failed(lead, error_problem(error), received)

    def _index_request(self, ask: IndexAsk) -> Request:
        known = self.round.ledger.validators(ask.key)
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        if ask.body is not None:
            headers = {"Content-Type": "application/json"}
        elif self.since:  # a 304 would hide what an earlier round passed over
            headers = {}
        return Request(
            ask.url,
            method="GET" if ask.body is None else "POST",
            body=ask.body or "",
            headers={name: value for name, value in headers.items() if value},
            callback=self.parse_index,
            errback=self.index_failed,
            cb_kwargs={"url": ask.key},
            dont_filter=True,
        )

    def _page_request(self, lead: Lead) -> Request:
        return Request(
            lead.url,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"lead": lead},
            meta={IS_PAGE: True},
            dont_filter=True,
        )

    def _end_if_unwelcome(self, status: int) -> None:
        if ends_round(self.source, status):
            raise CloseSpider(f"asked with {status} to stay away")


class FeedSpider(SourceSpider):
    """RSS and Atom."""

    index_kind = CaptureKind.FEED

    def read_index(self, url: str, response: Response) -> IndexReading:
        """The entries of a feed."""
        content_type = response.headers.get("Content-Type")
        return parse_feed(
            response.body,
            url=url,
            content_type=content_type.decode("latin-1") if content_type else None,
            country=self.source.country,
        )


def _received(request: Request | None) -> Received | None:
    found = request.meta.get(RECEIVED) if request is not None else None
    assert found is None or isinstance(found, Received)
    return found


def _unpack(failure: Failure) -> tuple[Request, BaseException]:
    request, error = failure.request, failure.value  # type: ignore[attr-defined] # Scrapy adds the request
    assert isinstance(request, Request)
    assert error is not None
    return request, error
