"""Sources that do not answer: told with the reason every round; no failure while others can be had."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.states import Completed, Failed

from flows.collect import collect, verdict
from flows.commands.account import tell_update
from flows.report import Failure, UpdateReport, to_markdown
from flows.retry import worth_another_try
from pipeline.errors import CrawlError, SlowCrawlError, StoppedError
from pipeline.reports import CrawlReport, PublishReport

NO_DNS = "CannotResolveHostError: Name or service not known"
ANSWERS = CrawlReport(source="alder", answered=1)
SILENT = CrawlReport(source="birch", unanswered={"https://birch.example/feed": NO_DNS})
HALF = CrawlReport(
    source="cedar", answered=2, unanswered={"https://cedar.example/b": "answered 403 Forbidden"}
)


def report(
    *crawls: CrawlReport, failures: tuple[Failure, ...] = (), resting: tuple[str, ...] = ()
) -> UpdateReport:
    published = PublishReport(
        snapshot=Path("market.duckdb"), parquet=Path("parquet"), deals=1, figures=1, documents=1
    )
    due = dict.fromkeys(resting, datetime(2026, 11, 21, tzinfo=UTC))
    return UpdateReport(crawls=crawls, published=published, failures=failures, not_due=due)


CRASHED = Failure(step="crawl", subject="dogwood", message="CrawlError: the spider ended with status 1")


@pytest.mark.parametrize(
    ("told", "state", "is_failed"),
    [
        (report(ANSWERS), "Completed", False),
        (report(), "Completed", False),
        (report(ANSWERS, SILENT), "Completed", False),
        (report(HALF), "Completed", False),
        (report(SILENT), "Failed", True),
        (report(SILENT, resting=("alder",)), "Completed", False),
        (report(SILENT, SILENT.model_copy(update={"source": "elm"}), resting=("alder",)), "Failed", True),
        (report(resting=("alder",)), "Completed", False),
        (report(SILENT, failures=(CRASHED,)), "Failed", True),
        (report(ANSWERS, failures=(CRASHED,)), "Partial", False),
    ],
)
def test_silence_is_seen_in_the_verdict(told: UpdateReport, state: str, is_failed: bool) -> None:
    ended = verdict(told)
    assert (ended.name, ended.is_failed()) == (state, is_failed)
    assert all(f"no answer from {source}" in str(ended.message) for source in told.unanswered)


def test_a_crawl_that_failed_midway_is_a_failure_and_tells_what_landed() -> None:
    error = CrawlError("dogwood: the spider ended with status 1")
    error.report = CrawlReport(source="dogwood", answered=1, landed=2)
    told = collect({"alder": Completed(data=ANSWERS), "dogwood": Failed(data=error)}, {})
    assert [(crawl.source, crawl.landed) for crawl in told.crawls] == [("alder", 0), ("dogwood", 2)]
    assert [failure.subject for failure in told.failures] == ["dogwood"]


@pytest.mark.parametrize(
    ("error", "is_worth_it"),
    [(CrawlError("ended with status 1"), True), (SlowCrawlError("not done"), False), (StoppedError(), False)],
)
def test_a_crawl_that_took_its_full_time_is_not_tried_again(error: Exception, is_worth_it: bool) -> None:
    assert worth_another_try(None, None, Failed(data=error)) is is_worth_it


def test_the_account_says_who_did_not_answer_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    tell_update(report(ANSWERS, SILENT, HALF))
    shown = capsys.readouterr().out
    assert f"no answer    birch: 1 of 1: https://birch.example/feed: {NO_DNS}\n" in shown
    assert "no answer    cedar: 1 of 3: https://cedar.example/b: answered 403 Forbidden\n" in shown
    assert "nothing new" in shown
    tell_update(report(SILENT))
    assert "nothing: no source answered" in capsys.readouterr().out


def test_the_artifact_says_so_too() -> None:
    told = f"**birch did not answer**: 1 of 1: https://birch.example/feed: {NO_DNS}"
    assert told in to_markdown(report(SILENT))
