"""Crawls one source: one spider in one subprocess, so that its event loop and memory are its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

from pydantic import ValidationError

from pipeline.errors import BadSettingError, CrawlError, NotFoundError, SlowCrawlError, StoppedError
from pipeline.reports import CrawlReport, CrawlRound
from pipeline.settings import PREFIX, Settings
from spiders.edgar.span import Span
from spiders.hosts import Hosts
from spiders.job import Job
from spiders.ledger import Ledger
from spiders.sources import Source, load_sources

ROUND_S = 1800.0
GRACE_S = 60.0
"""After SIGTERM, Scrapy ends its running downloads and completes the segment."""

RUNNER = (sys.executable, "-m", "spiders.run")
TAIL_LINES = 15
UNCAUGHT = 1
"""The status with which Python ends at an exception, which it prints last."""
STOPPED_GRACE_S = 5.0
"""Somebody waits at a terminal; the next round recovers a segment that was cut."""
POLL_S = 0.2


def crawl(
    source: str,
    settings: Settings,
    *,
    timeout_s: float = ROUND_S,
    runner: Sequence[str] = RUNNER,
    stop: Event | None = None,
    since: date | None = None,
    span: Span | None = None,
) -> CrawlReport:
    """One round over one source of `settings.sources_dir`; blocks until its subprocess has ended.

    The subprocess's log is kept as `<data dir>/logs/crawl-<source>.log`, of the last round only. `runner`
    is the command that reads a Job on stdin and writes a CrawlReport on stdout. Setting `stop`, from another
    thread, ends the subprocess within seconds. `since` and `span` are those of a Job.

    Raises NotFoundError for an unknown source, BadDataFileError for a wrong source file, BadSettingError
    for a live source without contact, StoppedError after `stop`, CrawlError with the end of the log when
    the subprocess fails, SlowCrawlError when it is not done after `timeout_s` seconds. What landed before a
    CrawlError is kept, in complete segments; the error, and the ledger's memory of the round, have the
    report where the subprocess could still give it.
    """
    found = find_source(source, settings)
    require_contact(found, settings)
    job = Job(
        source=found,
        landing=settings.landing_dir / found.name,
        ledger=settings.ledger_path,
        hosts=hosts_path(found, settings),
        contact=settings.contact,
        routes=settings.routes,
        max_bytes=int(settings.max_document_mb * 1_000_000),
        since=since,
        span=span,
    )
    Hosts(job.hosts).close()  # a file that is none is told here, where it is nobody's server's fault
    log = settings.data_dir / "logs" / f"crawl-{found.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    run = partial(_run, job, log, timeout_s, runner, stop or Event())
    # A span of indexes is read to compare with; whoever reads it has not asked for news.
    return run() if span else _remembered(job, run)


def _remembered(job: Job, run: Callable[[], CrawlReport]) -> CrawlReport:
    """The report of a round, which the ledger keeps; of one that fails, also why."""
    started_at, report, error = datetime.now(UTC), None, None
    try:
        report = run()
        return report
    except (CrawlError, StoppedError) as failure:
        error, report = str(failure).partition("\n")[0], failure.report
        raise
    finally:
        # A ledger that cannot be written has failed the spider too: its error is the one to tell.
        with suppress(sqlite3.Error, CrawlError), Ledger(job.ledger) as ledger:
            ledger.rounds.add(
                CrawlRound(
                    source=job.source.name,
                    kind=job.source.kind.value,
                    every_minutes=job.source.every_minutes,
                    started_at=started_at,
                    ended_at=datetime.now(UTC),
                    error=error,
                    report=report,
                )
            )


def find_source(name: str, settings: Settings) -> Source:
    """The source of that name. Raises NotFoundError naming those there are."""
    sources = {source.name: source for source in load_sources(settings.sources_dir)}
    if name not in sources:
        raise NotFoundError(f"no source {name!r}; there are {', '.join(sources)}")
    return sources[name]


def hosts_path(source: Source, settings: Settings) -> Path:
    """Where crawls agree on hosts: all of this machine for live sources, else those of one data folder."""
    return settings.hosts_file if source.live else settings.data_dir / "hosts.sqlite"


def require_contact(source: Source, settings: Settings) -> None:
    """Raises BadSettingError when somebody else's server would be asked anonymously."""
    if source.live and settings.contact is None:
        expected = type(settings).model_fields["contact"].description
        raise BadSettingError(
            f"{PREFIX}CONTACT is not set, and {source.name} is a live source: its operator must be able to "
            f"see who asks, and the SEC refuses anonymous clients. It is: {expected}. "
            'Example: "Example Research desk@example.org"'
        )


def _run(job: Job, log: Path, timeout_s: float, runner: Sequence[str], stop: Event) -> CrawlReport:
    with (
        log.open("wb") as stderr,
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            runner,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=child_environment(),
        ) as process,
    ):
        try:
            stdout = _communicate(process, job, timeout_s, stop)
        except StoppedError as stopped:
            stopped.report = _report(_stop(process, STOPPED_GRACE_S))
            raise
        except subprocess.TimeoutExpired as error:
            slow = SlowCrawlError(f"{job.source.name}: not done after {timeout_s:g} s\n{_tail(log)}")
            slow.report = _report(_stop(process))
            raise slow from error
        except BaseException:
            _stop(process)
            raise
    report, status = _report(stdout), process.returncode
    if report and status == 0:
        return report
    tail = _tail(log)
    failed = f"ended with status {status}" if status else "gave no report"
    if status == UNCAUGHT and len(lines := tail.splitlines()) > 1:
        failed += f": {lines[-2]}"
    failure = CrawlError(f"{job.source.name}: the spider {failed}\n{tail}")
    failure.report = report
    raise failure


def _report(stdout: bytes) -> CrawlReport | None:
    """None where the subprocess ended before it had one."""
    try:
        return CrawlReport.model_validate_json(stdout)
    except ValidationError:
        return None


def child_environment() -> dict[str, str]:
    """This process's environment without our settings: the job says what a spider needs, and no password."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
    return kept | {"PYTHONUTF8": "1"}


def _communicate(process: subprocess.Popen[bytes], job: Job, timeout_s: float, stop: Event) -> bytes:
    told: bytes | None = job.model_dump_json().encode()
    until = monotonic() + timeout_s
    while not stop.is_set():
        try:
            return process.communicate(told, timeout=min(POLL_S, max(0.0, until - monotonic())))[0]
        except subprocess.TimeoutExpired:
            if monotonic() >= until:
                raise
        told = None  # communicate remembers what it has not written yet
    raise StoppedError(f"{job.source.name}: stopped")


def _stop(process: subprocess.Popen[bytes], grace_s: float = GRACE_S) -> bytes:
    """What it still had to say."""
    process.terminate()
    try:
        return process.communicate(timeout=grace_s)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
    return "\n".join([*lines, f"(whole log: {log})"])
