"""The spider of news sites that tell of their articles in sitemaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from scrapy.http import Response

from pipeline.capture import CaptureKind
from spiders.leads import IndexAsk, IndexReading
from spiders.round import Round
from spiders.sitemaps import parse_sitemap
from spiders.spider import SourceSpider
from spiders.urls import host_of

MOST_ASKED = 500
"""Sitemaps asked in a round; a site may make up parts of parts for as long as somebody asks."""


class SitemapSpider(SourceSpider):
    """Sitemaps, and the parts of sitemap indexes; an index within an index is followed too, each once."""

    index_kind = CaptureKind.INDEX

    def __init__(self, *, round_: Round, **options: Any) -> None:
        super().__init__(round_=round_, **options)
        self._since = self.oldest_at
        self._asked = set(self.source.urls)

    def read_index(self, url: str, response: Response) -> IndexReading:
        """Its articles, and those of its parts that lie on the source's hosts and were not asked yet."""
        reading = parse_sitemap(
            response.body, url=url, since=self._since, max_bytes=self.settings.getint("DOWNLOAD_MAXSIZE")
        )
        hosts = self.source.hosts or self.source.index_hosts
        at_home = [ask for ask in reading.further if host_of(ask.url) in hosts]
        passed_over = dict(reading.passed_over)
        if off_site := len(reading.further) - len(at_home):
            passed_over["off_site"] = off_site
        fresh, left = affordable(at_home, self._asked)
        if left:
            passed_over["too_many_sitemaps"] = left
        self._asked.update(ask.url for ask in fresh)
        return reading.model_copy(update={"further": fresh, "passed_over": passed_over})


def affordable(asks: Sequence[IndexAsk], asked: Collection[str]) -> tuple[tuple[IndexAsk, ...], int]:
    """Those not asked yet, as far as a round goes, and how many more there are."""
    new = [ask for ask in asks if ask.url not in asked]
    fresh = tuple(new[: max(0, MOST_ASKED - len(asked))])
    return fresh, len(new) - len(fresh)
