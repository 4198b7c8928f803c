"""The update: crawl every source, read what is new, load it, publish, make the page, tell people."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import wait
from prefect.task_runners import ThreadPoolTaskRunner

from extractors.reader import Reader
from extractors.segments import read_segment
from flows.alerts import send_alerts
from flows.collect import collect, verdict
from flows.lock import only_update
from flows.page.write import write_page
from flows.progress import LOGGER
from flows.report import MailReport, UpdateReport, to_markdown
from flows.retry import worth_another_try
from flows.steps import (
    choose_sources,
    complete_batches,
    landed_sources,
    not_due,
    rounds_since,
    unread_segments,
)
from pipeline.reports import CrawlReport, ExtractReport, LoadReport, PublishReport
from pipeline.settings import Settings, read_settings
from spiders.crawl import crawl as crawl_source
from warehouse.load import load_batches
from warehouse.publish import publish as publish_market

say = logging.getLogger(LOGGER).info
# Crawls wait for their hosts, not for a processor. (Prefect's own annotations do not fit each other.)
AT_ONCE: Any = ThreadPoolTaskRunner(max_workers=4)


@flow(name="update", task_runner=AT_ONCE)
def update(
    sources: list[str] | None = None,
    backfill: bool = False,
    wait_minutes: float = 0,
    ask_all: bool = False,
    since: date | None = None,
) -> State[UpdateReport]:
    """One round over the sources that are due (of names or kinds; of all where none is named).

    `ask_all` asks those too that answered within their cadence; a backfill does, and mails nobody.
    `since` asks EDGAR, sitemaps and APIs for all since that day, not only for the newest.
    """
    settings = read_settings()
    chosen = choose_sources(sources, settings)
    with only_update(settings.data_dir, wait_s=60 * wait_minutes):
        stop = Event()
        resting = {} if ask_all or backfill else not_due(chosen, settings)
        crawls = {name: crawl.submit(name, settings, stop, since) for name in chosen if name not in resting}
        try:
            wait(list(crawls.values()))
        finally:
            # Ctrl-C reaches this thread only; without word, those of the crawls would go on to their end.
            stop.set()
        reader = Reader(settings)
        landed = landed_sources(settings, backfill=backfill)
        unread = unread_segments(settings, reader.version, landed)
        batches = {
            name: read(segment, settings, reader, return_state=True) for name, segment in unread.items()
        }
        loaded = load(settings, reader.version, landed, backfill, return_state=True)
        published = publish(settings, wait_for=[loaded], return_state=True)
        made = page(settings, wait_for=[published], return_state=True)
        mailed = alert(settings, backfill, wait_for=[published], return_state=True)
    crawled = {source: future.state for source, future in crawls.items()}
    report = collect(
        crawled, batches, not_due=resting, loaded=loaded, published=published, page=made, mail=mailed
    )
    create_markdown_artifact(to_markdown(report), key="update", description="What this update did")
    return verdict(report)


@task(
    task_run_name="crawl {source}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=worth_another_try,
)
def crawl(source: str, settings: Settings, stop: Event, since: date | None = None) -> CrawlReport:
    """Fetch what a source has new into the landing."""
    say("Crawling %s", source)
    return crawl_source(source, settings, stop=stop, since=since)


@task(task_run_name="read {segment.parent.name}/{segment.name}", cache_policy=NO_CACHE)
def read(segment: Path, settings: Settings, reader: Reader) -> ExtractReport:
    """Turn one segment of the landing into one batch of claims."""
    say("Reading %s of %s", segment.name, segment.parent.name)
    return read_segment(segment, settings.extracted_dir, reader, max_document_mb=settings.max_document_mb)


@task(cache_policy=NO_CACHE)
def load(settings: Settings, version: str, sources: Collection[str], backfill: bool) -> LoadReport:
    """Take the batches of some sources that the warehouse lacks, and resolve claims into deals."""
    say("Loading claims and resolving deals")
    return load_batches(
        complete_batches(settings, version, sources),
        settings,
        is_backfill=backfill,
        rounds=partial(rounds_since, settings),
    )


@task(cache_policy=NO_CACHE)
def publish(settings: Settings) -> PublishReport:
    """Swap in the analysts' snapshot and the Parquet files."""
    say("Publishing the snapshot")
    return publish_market(settings)


@task(cache_policy=NO_CACHE)
def page(settings: Settings) -> Path:
    """Make the page from the snapshot."""
    return write_page(settings)


@task(cache_policy=NO_CACHE)
def alert(settings: Settings, backfill: bool) -> MailReport:
    """Mail the deals nobody has been told of; a backfill mails nobody."""
    return MailReport() if backfill else send_alerts(settings)
