"""Runs one spider in this process: Job as JSON on stdin, CrawlReport as JSON on stdout, log on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport
from spiders.apis.spider import ApiSpider
from spiders.edgar.index_spider import IndexSpider
from spiders.edgar.spider import EdgarSpider
from spiders.job import Job
from spiders.landing import Landing
from spiders.ledger import Ledger
from spiders.process import run_spider
from spiders.round import Round
from spiders.sitemap_spider import SitemapSpider
from spiders.sources import SourceKind
from spiders.spider import FeedSpider, SourceSpider

SPIDERS: Mapping[SourceKind, type[SourceSpider]] = {
    SourceKind.FEED: FeedSpider,
    SourceKind.SITEMAP: SitemapSpider,
    SourceKind.API: ApiSpider,
    SourceKind.EDGAR: EdgarSpider,
}


def run(job: Job) -> CrawlReport:
    """One round, once per process.

    Raises CrawlError when a spider met something it has no rule for: its log holds the traceback, what had
    landed by then is kept, and the error has the report of it.
    """
    with Ledger(job.ledger) as ledger, Landing(job.landing) as landing:
        round_ = Round(job.source, ledger, landing, max_bytes=job.max_bytes)
        round_.take_recovered(landing.recovered)
        crawler = run_spider(
            IndexSpider if job.span else SPIDERS[job.source.kind],
            job.source.politeness,
            job,
            round_=round_,
            since=job.since,
            span=job.span,
        )
        landing.close_segment()
        assert crawler.stats is not None
        stats = crawler.stats.get_stats()
        report = round_.report(fetched=stats.get("downloader/response_count", 0))
        if stats.get("spider_exceptions/count") or stats.get("finish_reason") is None:
            met = [name.partition("/")[2] for name in stats if name.startswith("spider_exceptions/")]
            names = ", ".join(sorted(set(met) - {"count"})) or "no end"
            error = CrawlError(
                f"the spider failed while reading an answer ({names}); see the traceback above"
            )
            error.report = report
            raise error
        return report


def main() -> None:
    """Entry point of `python -m spiders.run`."""
    job = Job.model_validate_json(sys.stdin.read())
    try:
        report = run(job)
    except CrawlError as error:
        if error.report:
            sys.stdout.write(error.report.model_dump_json())
        raise
    sys.stdout.write(report.model_dump_json())


if __name__ == "__main__":
    main()
