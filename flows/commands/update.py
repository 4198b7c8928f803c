"""`gigawatch update`, `backfill` and `page`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer

from flows.commands.account import tell_update
from flows.commands.options import settings_of
from flows.run import run_update
from pipeline.settings import Settings
from spiders.sources import load_sources

Chosen = Annotated[
    list[str] | None,
    typer.Option("--source", "-s", help='Only this source, or kind ("feed", "edgar"); may be repeated.'),
]
Wait = Annotated[
    float, typer.Option("--wait-minutes", min=0, help="Wait this long for another update to end.")
]

Since = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="EDGAR, sitemaps, APIs: all since that day; what one round does not fetch, the next ones do.",
    ),
]

AskAll = Annotated[bool, typer.Option("--all", help="Ask the sources too that are not due yet.")]


def update(
    context: typer.Context, source: Chosen = None, wait_minutes: Wait = 0, ask_all: AskAll = False
) -> None:
    """One round: fetch what the sources have new, read it, publish, tell people.

    A source that answered within its cadence is left out; gigawatch sources shows when each is due.

    Exit status: 0 done, though some sources did not answer (each is named); 1 nothing could be had or
    published; 3 done, but a step failed, such as the mail; 130 stopped.

    Examples:

        gigawatch update

        gigawatch update --source edgar --wait-minutes 10
    """
    _round(context, source, wait_minutes, ask_all=ask_all)


def backfill(
    context: typer.Context, source: Chosen = None, wait_minutes: Wait = 0, since: Since = None
) -> None:
    """As update --all, but nobody is mailed: for history, and for a first round over new sources.

    Examples:

        gigawatch backfill --source edgar

        gigawatch backfill --source edgar --since 2015-01-01
    """
    _round(context, source, wait_minutes, backfill=True, since=since.date() if since else None)


def _round(
    context: typer.Context,
    sources: list[str] | None,
    wait_minutes: float,
    *,
    backfill: bool = False,
    ask_all: bool = False,
    since: date | None = None,
) -> None:
    settings = settings_of(context)
    for line in _despite_robots(settings, sources):
        typer.echo(line, err=True)
    report, status = run_update(
        settings,
        sources,
        backfill=backfill,
        wait_minutes=wait_minutes,
        ask_all=ask_all,
        since=since,
    )
    tell_update(report)
    raise typer.Exit(status)


def _despite_robots(settings: Settings, wanted: list[str] | None) -> Iterator[str]:
    for source in load_sources(settings.sources_dir):
        if source.getcurrent and (wanted is None or {source.name, source.kind.value} & set(wanted)):
            from spiders.edgar.getcurrent import REASON

            yield f"{source.name} asks getcurrent against robots.txt: {REASON}"


def page(context: typer.Context) -> None:
    """Make the page again from market.duckdb.

    Example:

        gigawatch page
    """
    from flows.page.write import write_page

    typer.echo(write_page(settings_of(context)))
