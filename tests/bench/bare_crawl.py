"""What bare Scrapy makes of the pages of `tests.bench.site`: Scrapy's own httpx handler, nothing archived.

Run as `python -m tests.bench.bare_crawl PORT PAGES HOSTS PAUSE_S`.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from tests.bench.site import stories


class BareSpider(Spider):
    """Asks for all pages and keeps nothing."""

    name = "bare"

    def __init__(self, *, port: int, pages: int, hosts: int) -> None:
        super().__init__()
        self._port, self._pages, self._hosts = port, pages, hosts
        self.taken = 0

    async def start(self) -> AsyncIterator[Request]:
        for name, path in stories(self._pages, self._hosts):
            yield Request(
                f"http://127.0.0.1:{self._port}{path}", meta={"download_slot": name}, dont_filter=True
            )

    def parse(self, response: Response) -> None:
        self.taken += bool(response.body)


def main(port: int, pages: int, hosts: int, pause_s: float) -> None:
    """One crawl; fails when not all pages came."""
    handler = "scrapy.core.downloader.handlers._httpx.HttpxDownloadHandler"
    process = AsyncCrawlerProcess(
        {
            "TWISTED_REACTOR_ENABLED": False,
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": pause_s,
            "DOWNLOAD_DELAY_JITTER": 0,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "INFO",
        }
    )
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, port=port, pages=pages, hosts=hosts)
    process.start()
    assert isinstance(crawler.spider, BareSpider)
    if crawler.spider.taken < pages:
        sys.exit(f"only {crawler.spider.taken} of {pages} pages came")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
