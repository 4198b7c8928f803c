"""`gigawatch reconcile`: what the sources have that we missed."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from flows.bundled import FIRST_FILED, LAST_FILED, bundled
from flows.commands.options import settings_of
from flows.commands.update import Wait
from flows.lock import only_update
from flows.statuses import Exit
from flows.steps import choose_sources
from pipeline.errors import BadSettingError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spiders.edgar.reconcile import Reconciliation
    from spiders.edgar.span import Span

LAST_DAYS = 7
SHOWN = 20
DAY = ["%Y-%m-%d"]
NEW_YORK = ZoneInfo("America/New_York")
FINAL_AFTER = timedelta(days=1, hours=6)
"""An index takes in filings until the morning after its day."""

Chosen = Annotated[list[str] | None, typer.Option("--source", "-s", help="Only this EDGAR source.")]
First = Annotated[datetime | None, typer.Option("--from", formats=DAY, help="First day; default: a week.")]
Last = Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Last day; default: yesterday.")]
Full = Annotated[bool, typer.Option("--full", help="Ask for full indexes by quarter: for long spans.")]
Bundled = Annotated[
    bool, typer.Option("--bundled", help="Ask the world of the demo, by default of all its days.")
]
Queue = Annotated[bool, typer.Option("--queue", help="Let the next update fetch what is missing.")]


def reconcile(
    context: typer.Context,
    source: Chosen = None,
    first: First = None,
    last: Last = None,
    full: Full = False,
    queue: Queue = False,
    in_world: Bundled = False,
    wait_minutes: Wait = 0,
) -> None:
    """Compare EDGAR's own indexes with what landed: listed, landed, pending and missing by day and form.

    The index of a day is complete from 6:00 of the next in New York. Status 3 where an index did not answer.

    Examples:

        gigawatch reconcile

        gigawatch reconcile --from 2025-01-01 --to 2025-12-31 --full --queue

        gigawatch --data-dir demo reconcile --bundled
    """
    from spiders.edgar.reconcile import reconcile as compare

    span = _span(first, last, is_full=full, is_bundled=in_world)
    with (
        _asked(settings_of(context), is_bundled=in_world) as settings,
        only_update(settings.data_dir, wait_s=60 * wait_minutes),
    ):
        names = choose_sources(source or ["edgar"], settings)
        told = [compare(name, settings, span, queue=queue) for name in names]
    for one in told:
        demo = f"demo --into {shlex.quote(str(settings.data_dir))}"
        _tell(one, demo if in_world else f"update --source {one.source}")
    raise typer.Exit(Exit.PARTIAL if any(one.crawl.unanswered for one in told) else Exit.DONE)


def _asked(settings: Settings, *, is_bundled: bool) -> AbstractContextManager[Settings]:
    return bundled(settings.data_dir) if is_bundled else nullcontext(settings)


def _span(first: datetime | None, last: datetime | None, *, is_full: bool, is_bundled: bool) -> Span:
    from spiders.edgar.span import Span

    newest = LAST_FILED if is_bundled else (datetime.now(NEW_YORK) - FINAL_AFTER).date()
    end = last.date() if last else newest
    oldest = FIRST_FILED if is_bundled else end - timedelta(days=LAST_DAYS - 1)
    begin = first.date() if first else oldest
    if end < begin:
        raise BadSettingError(f"--to {end} is before --from {begin}")
    return Span(first=begin, last=end, is_full=is_full)


def _tell(told: Reconciliation, fetching: str) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{told.source}[/bold] {told.span.first} to {told.span.last}")
    if told.rows:
        console.print(_table(told))
    for url, why in told.crawl.unanswered.items():
        console.print(f"[bold red]no answer[/bold red] {url}: {why}", soft_wrap=True)
    if not told.crawl.answered:
        console.print("no index answered: nothing can be said about these days")
        return
    for filed in told.missing[:SHOWN]:
        console.print(
            f"missing {filed.filed_on} {filed.form:<8} {filed.accession} {filed.company}", markup=False
        )
    console.print(_verdict(told, fetching), markup=False, soft_wrap=True)


def _table(told: Reconciliation) -> Table:
    table = Table("day", "form", box=None, header_style="bold")
    heads = ("listed", "landed", "pending", "given up", "missing")
    for head in heads:
        table.add_column(head, justify="right")
    counts = [(row.listed, row.landed, row.pending, row.given_up, row.missing) for row in told.rows]
    for row, numbers in zip(told.rows, counts, strict=True):
        table.add_row(str(row.day), row.form, *map(str, numbers))
    table.add_row("all", "", *map(str, _sums(counts)), style="bold")
    return table


def _sums(counts: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*counts, strict=True)]


def _verdict(told: Reconciliation, fetching: str) -> str:
    if not told.missing:
        return "nothing missing"
    if told.queued:
        return f"{told.queued} queued: `gigawatch {fetching}` fetches them"
    return f"{len(told.missing)} missing: with --queue, `gigawatch {fetching}` fetches them"
