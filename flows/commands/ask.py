"""`gigawatch sql`, `cite` and `schema`: questions to the published picture."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from flows.commands.answers import to_csv, to_grid, to_json, to_records
from flows.commands.options import settings_of

if TYPE_CHECKING:
    from warehouse.ask import Answer


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def sql(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the views; see `schema`.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.TABLE,  # noqa: A002
    timeout_seconds: Annotated[float, typer.Option(min=0.1, help="Give the question up after so long.")] = 60,
) -> None:
    """Ask the market picture in SQL; it can read nothing else and change nothing.

    One statement at a time. What has no answer after a minute is given up; --timeout-seconds gives it longer.

    Examples:

        gigawatch sql "select * from deals order by announced_on desc limit 5"

        gigawatch sql "from capex_by_company_year where year = 2025" --format csv > capex.csv
    """
    from warehouse.ask import ask

    answer = ask(question, settings_of(context), time_limit_s=timeout_seconds)
    if format is Format.TABLE:
        _print_table(answer)
    else:
        typer.echo(to_csv(answer) if format is Format.CSV else to_json(answer), nl=False)


def _print_table(answer: Answer) -> None:
    # What goes into a file or a pipe has no width to keep to.
    console = Console() if sys.stdout.isatty() else Console(width=10_000)
    grid = to_grid(answer)
    is_wide = console.measure(grid, options=console.options.update(max_width=10_000)).maximum > console.width
    console.print(to_records(answer) if is_wide else grid)
    console.print(f"[dim]{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}[/dim]")


def cite(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of a deal, deal claim, figure or document.")],  # noqa: A002
) -> None:
    """Show the sentences behind a number, with what stands around them and where.

    Example:

        gigawatch cite deal_0123456789abcdef
    """
    from warehouse.cite import cite as find_citations

    console = Console(highlight=False)
    for citation in find_citations(id, settings_of(context)):
        published = f", {citation.published_at:%Y-%m-%d}" if citation.published_at else ""
        console.print(f"[bold]{escape(citation.title or citation.url)}[/bold]", soft_wrap=True)
        console.print(f"[dim]{citation.told_by} ({citation.tier}{published})[/dim]", soft_wrap=True)
        console.print(escape(citation.url), soft_wrap=True)
        before, quote, after = (escape(part) for part in (citation.before, citation.quote, citation.after))
        console.print(
            f"[dim]{before}[/dim][bold green]{quote}[/bold green][dim]{after}[/dim]", soft_wrap=True
        )
        where = f"characters {citation.start}–{citation.end} of {citation.document_id}"
        console.print(f"→ {escape(citation.fact)} [dim]({where})[/dim]\n", soft_wrap=True)


def schema(
    context: typer.Context,
    view: Annotated[str | None, typer.Argument(help="Only this view.")] = None,
) -> None:
    """List the views an analyst can ask, with their columns and what they mean.

    Examples:

        gigawatch schema

        gigawatch schema who_pays_whom
    """
    from warehouse.read import list_views, read_table

    settings, console = settings_of(context), Console(highlight=False)
    for name in (view,) if view else list_views(settings):
        table = read_table(name, settings, limit=0)
        console.print(f"[bold green]{name}[/bold green]  {escape(table.comment)}", soft_wrap=True)
        grid = Grid(box=None, show_header=False, padding=(0, 2), pad_edge=True)
        for column, comment in zip(table.columns, table.column_comments, strict=True):
            grid.add_row(column, f"[dim]{escape(comment or '')}[/dim]")
        console.print(grid)
