"""`gigawatch sources` and `doctor`."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sized
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from flows.commands.options import settings_of
from flows.doctor import Finding, describe_rest, examine, examine_endpoints
from flows.statuses import Exit
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
    console = Console() if sys.stdout.isatty() else Console(width=10_000)  # a pipe cuts no names
    console.print(table)
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


Probe = Annotated[
    bool,
    typer.Option("--probe", help="Also ask live servers, each endpoint once; needs GIGAWATCH_CONTACT."),
]


def doctor(context: typer.Context, probe: Probe = False) -> None:
    """Say what is wrong with this installation: settings, folders, model, warehouse, mail server.

    With --probe it also asks the endpoints of spiders/sources/probes/endpoints.yml, whose addresses and
    shapes are believed and were never seen: one GET each, at the pace of a crawl, robots.txt obeyed, no
    redirect followed, nothing landed. It takes a minute or two and prints a line each: as expected;
    differs, and how; no answer, and why. What differs tells that a source or its reader needs mending.
    `probes/` beside your own source files (GIGAWATCH_SOURCES_DIR) is asked instead.

    Status 1 where something is wrong here, else 3 where an endpoint differs or did not answer.

    Examples:

        gigawatch doctor && gigawatch update

        GIGAWATCH_CONTACT="Example Research desk@example.org" gigawatch doctor --probe
    """
    settings = settings_of(context)
    findings = examine(settings)
    _tell(findings)
    probed = examine_endpoints(settings) if probe else ()
    _tell(probed)
    if any(finding.level == "bad" for finding in findings):
        raise typer.Exit(Exit.FAILED)
    raise typer.Exit(Exit.PARTIAL if any(finding.level != "good" for finding in probed) else Exit.DONE)


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        Console().print(f"{MARKS[finding.level]} {finding.subject}: ", end="")
        Console().print(finding.told, markup=False, soft_wrap=True)
