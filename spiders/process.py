"""Starts Scrapy in this process, for one spider, as its job says."""

from __future__ import annotations

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from spiders.job import Job
from spiders.probes.ask import ProbeJob
from spiders.scrapy_settings import scrapy_settings
from spiders.sources.model import Politeness


def run_spider(
    spider: type[Spider], politeness: Politeness, job: Job | ProbeJob, **options: object
) -> Crawler:
    """The crawl, when its spider has ended; once per process: Scrapy's event loop does not start twice."""
    settings = scrapy_settings(
        politeness, contact=job.contact, routes=job.routes, hosts=job.hosts, max_bytes=job.max_bytes
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **options)
    process.start()
    return crawler
