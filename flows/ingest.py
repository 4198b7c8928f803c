"""The intake: land web archives made elsewhere, then read, load and publish them as an update does."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from extractors.reader import Reader
from flows.collect import PARTIAL, States, collect
from flows.lock import only_update
from flows.progress import LOGGER
from flows.report import Failure, UpdateReport
from flows.steps import unread_segments
from flows.update import alert, load, page, publish, read
from pipeline.frozen import Frozen
from pipeline.reports import LoadReport
from pipeline.settings import Settings, read_settings
from spiders.archives.ingest import ingest as ingest_archive
from spiders.archives.report import IngestReport

say = logging.getLogger(LOGGER).info
TELL_S = 2.0


class IntakeReport(Frozen):
    """What became of some archives."""

    archives: tuple[IngestReport, ...]
    update: UpdateReport
    """The steps behind the landing; all failures stand here."""


@flow(name="ingest")
def ingest(
    archives: list[str], source: str | None = None, is_news: bool = False, wait_minutes: float = 0
) -> State[IntakeReport]:
    """Take in some files; nobody is mailed of them, now or later, unless they are news.

    What other sources have landed and nobody has read yet waits for the next update: it may be news.
    """
    settings = read_settings()
    with only_update(settings.data_dir, wait_s=60 * wait_minutes):
        landings = {name: land(Path(name), source, is_news, settings, return_state=True) for name in archives}
        landed = tuple(state.result() for state in landings.values() if state.is_completed())
        batches, steps = _behind_the_landing(landed, settings, is_news=is_news) if landed else ({}, {})
    report = collect({}, batches, not_due=None, **steps)
    failures = (*_failures(landings), *report.failures)
    return _verdict(IntakeReport(archives=landed, update=report.model_copy(update={"failures": failures})))


def _behind_the_landing(
    landed: Collection[IngestReport], settings: Settings, *, is_news: bool
) -> tuple[States, dict[str, State[Any]]]:
    sources = {report.source for report in landed}
    reader = Reader(settings)
    unread = unread_segments(settings, reader.version, sources)
    batches = {name: read(segment, settings, reader, return_state=True) for name, segment in unread.items()}
    loaded = load(settings, reader.version, sources, not is_news, return_state=True)
    steps: dict[str, State[Any]] = {"loaded": loaded}
    if _is_worth_publishing(loaded, settings):
        published = publish(settings, return_state=True)
        steps["published"] = published
        steps["page"] = page(settings, wait_for=[published], return_state=True)
        steps["mail"] = alert(settings, not is_news, wait_for=[published], return_state=True)
    return batches, steps


def _is_worth_publishing(loaded: State[LoadReport], settings: Settings) -> bool:
    """Whether the warehouse learned anything, or has told nobody yet what it knows."""
    if not loaded.is_completed():
        return False
    return bool(loaded.result().batches) or not settings.market_path.exists()


@task(task_run_name="land {archive.name}", cache_policy=NO_CACHE)
def land(archive: Path, source: str | None, is_news: bool, settings: Settings) -> IngestReport:
    """Take one file into the landing."""
    told_at = monotonic()

    def tell(done: int, size: int) -> None:
        nonlocal told_at
        if monotonic() - told_at >= TELL_S:
            told_at = monotonic()
            say("Landing %s: %d of %d MB", archive.name, done // 1_000_000, size // 1_000_000)

    say("Landing %s", archive.name)
    return ingest_archive(archive, settings, source=source, is_news=is_news, on_progress=tell)


def _failures(landings: Mapping[str, State[Any]]) -> tuple[Failure, ...]:
    errors = {name: s.result(raise_on_failure=False) for name, s in landings.items() if not s.is_completed()}
    return tuple(Failure(step="ingest", subject=name, message=str(error)) for name, error in errors.items())


def _verdict(report: IntakeReport) -> State[IntakeReport]:
    """Failed where no archive was taken, loaded or published, Partial where any other thing failed."""
    failures = report.update.failures
    if not failures:
        return Completed(data=report)
    told = f"failed: {'; '.join(f'{failure.step} {failure.subject}'.strip() for failure in failures)}"
    is_failed = {failure.step for failure in failures} & {"publish"} or report.update.loaded is None
    if not report.archives or is_failed:
        return Failed(message=told, data=report)
    return Completed(name=PARTIAL, message=told, data=report)
