"""`gigawatch sources` and `doctor`."""

from __future__ import annotations

from collections.abc import Sized

import typer
from rich.console import Console
from rich.table import Table

from flows.commands.options import settings_of
from flows.doctor import Finding, examine
from spiders.sources import load_sources

MARKS = {"good": "[green]✓[/green]", "note": "[yellow]–[/yellow]", "bad": "[red]✗[/red]"}


def sources(context: typer.Context) -> None:
    """List the sources: what they are, how often they are asked, and what they publish.

    Example:

        gigawatch sources
    """
    settings = settings_of(context)
    table = Table("source", "kind", "title", "every", "tier", "addresses", box=None, header_style="bold")
    for source in load_sources(settings.sources_dir):
        told = _count(source.urls, "feed", "feeds") or _count(source.watch, "company", "companies")
        table.add_row(
            source.name, source.kind, source.title, f"{source.every_minutes} min", source.tier, told
        )
    Console().print(table)


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
