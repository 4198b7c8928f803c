"""`gigawatch demo`."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flows.commands.account import tell_update
from flows.commands.deals import newest_deals
from flows.commands.shell import own_command
from flows.demo import is_unchanged, run_demo
from flows.report import UpdateReport
from pipeline.settings import Settings


def demo(
    into: Annotated[Path, typer.Option(help="Folder for all that the demo makes.", file_okay=False)] = Path(
        "demo"
    ),
) -> None:
    """The whole main job on the bundled sources: no network, no settings needed.

    Crawls and reads a small world served on this machine, makes warehouse and page, and mails an alert.

    Run it twice: the second round finds nothing new.

    Example:

        gigawatch demo --into demo
    """
    started = time.monotonic()
    report, status, settings = run_demo(into)
    tell_update(report)
    _tell_found(report, settings, into)
    Console().print(f"Took {time.monotonic() - started:.0f} s.")
    raise typer.Exit(status)


def _tell_found(report: UpdateReport, settings: Settings, into: Path) -> None:
    console = Console(highlight=False)
    if is_unchanged(report):
        console.print("\n[bold]Nothing new since the last run[/bold]: no rows added, no mail sent.")
    if not settings.market_path.exists():
        return
    console.print("\n[bold]Newest deals[/bold]")
    console.print(newest_deals(settings))
    letters = settings.data_dir / "mail"
    mails = sorted(letters.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    where = {
        "analysts' database": settings.market_path,
        "the same as Parquet": settings.parquet_dir,
        "the page": settings.site_dir / "index.html",
        "mails delivered": mails[-1] if mails else letters,
    }
    console.print()
    for name, path in where.items():
        console.print(f"[bold]{name:<20}[/bold] {escape(str(path))}", soft_wrap=True)
    _tell_next(console, into)


def _tell_next(console: Console, into: Path) -> None:
    gigawatch, folder = own_command(), shlex.quote(str(into))
    command = f"{gigawatch} --data-dir {folder}"
    console.print("\n[bold]Try next[/bold]")
    newest = "select * from deals order by announced_on desc limit 5"
    for line in (
        f'{command} sql "{newest}"',
        f"{command} cite ID  # an id of the table above",
        f"{command} schema  # tables and columns",
        f"{command} reconcile --bundled  # filings that EDGAR's indexes list and the demo missed",
        f"{gigawatch} demo --into {folder}  # again: nothing new, no rows, no mail",
    ):
        console.print(f"  {escape(line)}", soft_wrap=True)
