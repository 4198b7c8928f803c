"""From the end states of tasks to the report of an update."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.report import Failure, UpdateReport
from flows.statuses import Exit
from pipeline.errors import CrawlError
from pipeline.reports import CrawlReport

States = Mapping[str, State[Any]]
"""End state of each run of one task, by what it worked on."""

PARTIAL = "Partial"
"""Name of the end state of an update that did some of its work."""

STEPS = {"loaded": "load", "published": "publish", "page": "page", "mail": "alert"}
"""The step behind each part of the report that has only one."""


def collect(
    crawl: States, read: States, *, not_due: Mapping[str, datetime] | None = None, **single: State[Any]
) -> UpdateReport:
    """All steps' own reports, also of crawls that failed midway, and a Failure for each that failed.

    A step that never ran because the one before it failed is no failure of its own; a batch that the
    warehouse refused is one, although the load as a whole went well.
    """
    runs = {"crawl": crawl, "read": read, **{STEPS[name]: {"": state} for name, state in single.items()}}
    failures = tuple(
        Failure(step=step, subject=subject, message=_reason(state))
        for step, states in runs.items()
        for subject, state in states.items()
        if state.is_failed() or state.is_crashed()
    )
    refused = tuple(
        Failure(step="load", subject=folder, message=reason)
        for report in _results({"": single["loaded"]} if "loaded" in single else {})
        for folder, reason in report.refused.items()
    )
    return UpdateReport(
        crawls=_results(crawl) + _partial(crawl),
        batches=_results(read),
        not_due=not_due or {},
        **{name: state.result() for name, state in single.items() if state.is_completed()},
        failures=failures + refused,
    )


def verdict(report: UpdateReport) -> State[UpdateReport]:
    """Failed where nothing could be had or published, Partial where another step failed.

    Sources that did not answer while others did are named in the message; the round is none the worse.
    """
    failed = [f"{failure.step} {failure.subject}".strip() for failure in report.failures]
    silent = [f"no answer from {source}" for source in report.unanswered]
    if not failed and not silent:
        return Completed(data=report)
    told = "; ".join([*(f"failed: {step}" for step in failed), *silent])
    failed_crawls = sum(failure.step == "crawl" for failure in report.failures)
    is_answered = any(crawl.answered for crawl in report.crawls)
    if report.published is None or report.is_cut_off or (failed_crawls and not is_answered):
        return Failed(message=told, data=report)
    return Completed(name=PARTIAL if failed else None, message=told, data=report)


def outcome(state: State[Any]) -> tuple[Any, Exit]:
    """The report a flow ended with, and the status a shell should see; raises what left it without one."""
    report = state.result(raise_on_failure=False)
    if isinstance(report, BaseException):
        raise report
    if state.is_failed():
        return report, Exit.FAILED
    return report, Exit.PARTIAL if state.name == PARTIAL else Exit.DONE


def _results(states: States) -> tuple[Any, ...]:
    return tuple(state.result() for state in states.values() if state.is_completed())


def _partial(crawls: States) -> tuple[CrawlReport, ...]:
    """What crawls did that failed then."""
    errors = (state.result(raise_on_failure=False) for state in crawls.values() if state.is_failed())
    return tuple(error.report for error in errors if isinstance(error, CrawlError) and error.report)


def _reason(state: State[Any]) -> str:
    error = state.result(raise_on_failure=False)
    return f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else str(state.message)
