"""`gigawatch sources` and `doctor`."""

from __future__ import annotations

import math
from collections.abc import Sized
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table

from flows.commands.options import settings_of
from flows.doctor import Finding, describe_rest, examine
from spiders.cadence import due_times, waiting
from spiders.crawl import hosts_path
from spiders.hosts import read_rests
from spiders.sources import Source, load_sources

MARKS = {"good": "[green]✓[/green]", "note": "[yellow]–[/yellow]", "bad": "[red]✗[/red]"}


def sources(context: typer.Context) -> None:
    """List the sources: what they are, how often they are asked and when next, and what they publish.

    A source is due once its cadence is nearly over since it last answered, or at once where it never did
    or still owes pages. Of one marked "headlines" the pages are left alone. Hosts that have asked to be left
    alone stand below, with the time until which they are.

    Example:

        gigawatch sources
    """
    settings = settings_of(context)
    heads = ("source", "kind", "title", "every", "due", "tier", "addresses")
    table = Table(*heads, box=None, header_style="bold")
    found = load_sources(settings.sources_dir)
    later = waiting(due_times(found, settings.ledger_path))
    for source in found:
        every, due = f"{source.every_minutes} min", _due(later.get(source.name))
        table.add_row(source.name, source.kind, source.title, every, due, source.tier, _addresses(source))
    Console().print(table)
    for rest in read_rests(*(hosts_path(source, settings) for source in found)):
        Console().print(describe_rest(rest), markup=False, soft_wrap=True)


def _due(at: datetime | None) -> str:
    if at is None:
        return "now"
    return f"in {math.ceil((at - datetime.now(UTC)).total_seconds() / 60)} min"


def _addresses(source: Source) -> str:
    told = (
        _count(source.urls, source.kind, f"{source.kind}s")
        or _count(source.watch, "company", "companies")
        or _count(source.query.topics if source.query else (), "query", "queries")
    )
    return f"{told}, headlines" if source.headline_only else told


def _count(things: Sized, one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}" if len(things) else ""


def doctor(context: typer.Context) -> None:
    """Say what is wrong with this installation: settings, folders, model, warehouse, mail server.

    Example:

        gigawatch doctor && gigawatch update
    """
    findings = examine(settings_of(context))
    for finding in findings:
        Console().print(f"{MARKS[finding.level]} {finding.subject}: ", end="")
        Console().print(finding.told, markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(_is_bad(finding) for finding in findings) else 0)


def _is_bad(finding: Finding) -> bool:
    return finding.level == "bad"
