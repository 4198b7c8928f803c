"""The command `gigawatch`: its options, its commands, and how errors are told."""

from __future__ import annotations

import logging
import signal
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from flows.commands import ask, demo, explain, extract, ingest, look, merge, reconcile, update
from flows.commands.options import Options
from flows.statuses import Exit
from pipeline.errors import BadSettingError, GigawatchError, StoppedError


class Commands(TyperGroup):
    """The commands; Ctrl-C in one of them leaves as an error of ours, before Click says "Aborted"."""

    def invoke(self, ctx: Any) -> Any:
        """Raises StoppedError for a KeyboardInterrupt."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise StoppedError("stopped; run it again: nothing is lost") from error


app = typer.Typer(
    name="gigawatch",
    cls=Commands,
    help="The market picture of AI infrastructure: who agreed what with whom, traced to the sentence.",
    epilog=(
        "Start with [bold]gigawatch demo[/bold]: it needs no network and no settings. "
        "Exit status: 0 done, 1 failed, 2 wrong setting or usage, 3 done but a step failed, 130 stopped."
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gigawatch {installed_version('gigawatch')}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Folder of landing, warehouse and page (or set GIGAWATCH_DATA_DIR)."),
    ] = None,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    context.obj = Options(data_dir=data_dir)


RUN, READ, CARE = "Run", "Ask", "Look after it"
app.command("demo", rich_help_panel=RUN)(demo.demo)
app.command("update", rich_help_panel=RUN)(update.update)
app.command("backfill", rich_help_panel=RUN)(update.backfill)
app.command("ingest", rich_help_panel=RUN)(ingest.ingest)
app.command("page", rich_help_panel=RUN)(update.page)
app.command("extract", rich_help_panel=RUN)(extract.extract)
app.command("explain", rich_help_panel=READ)(explain.explain)
app.command("sql", rich_help_panel=READ)(ask.sql)
app.command("cite", rich_help_panel=READ)(ask.cite)
app.command("schema", rich_help_panel=READ)(ask.schema)
app.command("merge", rich_help_panel=CARE)(merge.merge)
app.command("unmerge", rich_help_panel=CARE)(merge.unmerge)
app.command("reconcile", rich_help_panel=CARE)(reconcile.reconcile)
app.command("sources", rich_help_panel=CARE)(look.sources)
app.command("doctor", rich_help_panel=CARE)(look.doctor)


def main() -> None:
    """Run the command line; what goes wrong outside of our own code is told without a traceback."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        app()
    except (GigawatchError, OSError) as error:
        Console(stderr=True).print(f"[bold red]gigawatch:[/bold red] {escape(str(error))}", soft_wrap=True)
        # What still logs while the process ends has nobody to tell: Prefect's handlers may be gone by then.
        logging.raiseExceptions = False
        sys.exit(_status(error))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _status(error: Exception) -> Exit:
    if isinstance(error, StoppedError):
        return Exit.STOPPED
    return Exit.WRONG_SETTING if isinstance(error, BadSettingError) else Exit.FAILED


if __name__ == "__main__":
    main()
