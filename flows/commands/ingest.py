"""`gigawatch ingest`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flows.commands.account import tell_update
from flows.commands.options import settings_of
from flows.commands.update import Wait
from flows.report import told
from flows.run_ingest import run_ingest
from spiders.archives.report import IngestReport


def ingest(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="WARC, ARC or WACZ files.", exists=True, dir_okay=False),
    ],
    source: Annotated[
        str | None, typer.Option(help="Name of the source they become; by default after each file.")
    ] = None,
    alerts: Annotated[bool, typer.Option("--alerts", help="Mail their deals as an update does.")] = False,
    wait_minutes: Wait = 0,
) -> None:
    """Take in web archives made elsewhere (WARC, ARC, WACZ), then read and publish them.

    Nobody is mailed of old news, unless `--alerts` asks for it.

    Pages, PDFs and texts are taken; everything else is counted by its reason, and damage is quarantined.

    Taking in the same file again changes nothing.

    Example:

        gigawatch ingest CC-NEWS-20251101000000-00001.warc.gz --source cc_news
    """
    report, status = run_ingest(
        files, settings_of(context), source=source, is_news=alerts, wait_minutes=wait_minutes
    )
    for archive in report.archives:
        _tell(archive)
    tell_update(report.update, landed=sum(archive.landed for archive in report.archives))
    raise typer.Exit(status)


def _tell(archive: IngestReport) -> None:
    console = Console(highlight=False)
    taken = f"{archive.records} records, {archive.landed} new, {archive.known} known, into {archive.source}"
    console.print(f"[bold]{escape(archive.archive.name)}[/bold]: {escape(taken)}", soft_wrap=True)
    for name, counts in {"skipped": archive.skipped, "problems": archive.quarantined}.items():
        if counts:
            console.print(f"  {name:<10} {escape(told(counts))}", soft_wrap=True)
