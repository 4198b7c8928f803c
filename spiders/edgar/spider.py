"""The EDGAR spider: structured RSS first, for it is minutes old, then the watch list's submissions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from pipeline.capture import CaptureKind, Problem
from spiders.edgar.filed import Filed, wanted_of
from spiders.edgar.getcurrent import MAX_PAGES, PAGE, page_url, reaches, read_getcurrent
from spiders.edgar.rss import read_rss
from spiders.edgar.shards import parse_shard, shard_urls
from spiders.facts import due_facts, is_facts, parse_facts
from spiders.guard import DESPITE_ROBOTS
from spiders.handler import MAY_BE_MISSING
from spiders.leads import IndexAsk, IndexReading, Lead
from spiders.sources.model import Company
from spiders.spider import SourceSpider
from spiders.submissions import parse_submissions, submissions_url


class EdgarSpider(SourceSpider):
    """One round at EDGAR, or at a site with the same paths; with `since`, all filings since that day."""

    index_kind = CaptureKind.INDEX
    since: date | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        assert self.source.data_url is not None
        assert self.source.archive_url is not None
        self._archive_url = self.source.archive_url
        self._companies = {
            submissions_url(self.source.data_url, company.cik): company for company in self.source.watch
        }
        self._shards: dict[str, Company] = {}
        self._pages = {page_url(self._archive_url, number): number for number in range(MAX_PAGES)}
        first = page_url(self._archive_url, 0)
        self._last_page_at = self.round.ledger.answered_at(first) if self.source.getcurrent else None

    def index_urls(self) -> Iterator[str]:
        """The feeds, then one submissions index per company, and now and then its XBRL facts."""
        if self.source.getcurrent:
            yield page_url(self._archive_url, 0)
        yield from self.source.feeds
        yield from self._companies
        yield from due_facts(self.source, self.round.ledger)

    def read_index(self, url: str, response: Response) -> IndexReading:
        """Filings of the watch list's companies in the wanted forms; facts name none."""
        if is_facts(url):
            return parse_facts(response.body, url=url)
        if url in self._companies:
            return self._read_company(url, response.body)
        if url in self._shards:
            return parse_shard(
                response.body,
                url=url,
                company=self._shards[url],
                archive_url=self._archive_url,
                forms=self.source.forms,
                since=self.since,
            )
        if url in self._pages:
            return self._read_page(url, list(read_getcurrent(response.body)))
        return self._read_listed(url, list(read_rss(response.body)))

    def _index_request(self, ask: IndexAsk) -> Request:
        request = super()._index_request(ask)
        if ask.url in self._pages:
            request.meta[DESPITE_ROBOTS] = request.url
        # A 304 would hide the shards.
        return request.replace(headers={}) if self.since else request

    def _page_request(self, lead: Lead) -> Request:
        request = super()._page_request(lead)
        request.meta[MAY_BE_MISSING] = True
        return request

    def _read_company(self, url: str, body: bytes) -> IndexReading:
        company = self._companies[url]
        reading = parse_submissions(
            body,
            url=url,
            cik=company.cik,
            archive_url=self._archive_url,
            forms=self.source.forms,
            latest=self.source.latest_per_company,
            since=self.since,
        )
        if self.since is None or reading.is_broken:
            return reading
        urls = shard_urls(body, url=url, cik=company.cik, since=self.since)
        self._shards |= dict.fromkeys(urls, company)
        return reading.model_copy(update={"further": tuple(IndexAsk(url=shard) for shard in urls)})

    def _read_page(self, url: str, read: list[Filed | Problem]) -> IndexReading:
        reading, number = self._read_listed(url, read), self._pages[url] + 1
        filed = [one for one in read if isinstance(one, Filed)]
        if len(read) < PAGE or number == MAX_PAGES or reaches(filed, self._last_page_at):
            return reading
        ask = IndexAsk(url=page_url(self._archive_url, number))
        return reading.model_copy(update={"further": (ask,)})

    def _read_listed(self, url: str, read: list[Filed | Problem]) -> IndexReading:
        filed = [one for one in read if isinstance(one, Filed)]
        problems = tuple(one for one in read if isinstance(one, Problem))
        leads = [
            one.lead(archive_url=self._archive_url, found_in=url) for one in wanted_of(self.source, filed)
        ]
        return IndexReading(
            leads=tuple(leads),
            problems=problems,
            entries=len(filed),
            is_broken=not filed and bool(problems),
        )
