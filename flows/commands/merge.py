"""`gigawatch merge` and `unmerge`: an analyst's word that two deals are one, or are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flows.commands.options import settings_of
from flows.commands.update import Wait
from flows.lock import only_update
from flows.wording import between, plain, size_words
from pipeline.settings import Settings

Reason = Annotated[str, typer.Option(help="Why they are one; it stands in deal_sources.")]


def merge(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(metavar="DEAL", help="Id of the deal that stays.")],
    merged: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the deal that it takes in.")],
    reason: Reason = "the same deal",
    wait_minutes: Wait = 0,
) -> None:
    """Say that two deals are one: the first keeps its id and gets the sources of the other.

    Snapshot, Parquet and page are made again; nobody is mailed. Nothing is overwritten: deals_asof an earlier
    instant shows both, and unmerge takes the word back.

    Example:

        gigawatch merge deal_0123456789abcdef deal_fedcba9876543210 --reason "code name of the same site"
    """
    from warehouse.merge import merge_deals

    settings = settings_of(context)
    _change(settings, wait_minutes, lambda: merge_deals(kept, merged, reason, settings))
    _tell(settings, kept)
    typer.echo(f"{merged} is part of it; gigawatch unmerge {merged} undoes that")


def unmerge(
    context: typer.Context,
    merged: Annotated[str, typer.Argument(metavar="DEAL", help="Id of the deal that another one took in.")],
    wait_minutes: Wait = 0,
) -> None:
    """Take a merge back: the deal that was taken in stands again, with its own sources.

    What was told of the other deal since stays there.

    Example:

        gigawatch unmerge deal_fedcba9876543210
    """
    from warehouse.merge import unmerge_deal

    settings = settings_of(context)
    _change(settings, wait_minutes, lambda: unmerge_deal(merged, settings))
    _tell(settings, merged)


def _change(settings: Settings, wait_minutes: float, change: Callable[[], None]) -> None:
    from flows.page.write import write_page
    from warehouse.publish import publish
    from warehouse.read import list_views

    list_views(settings)  # where nothing was published, no folder is made either
    with only_update(settings.data_dir, wait_s=60 * wait_minutes):
        change()
        publish(settings)
        write_page(settings)


def _tell(settings: Settings, deal_id: str) -> None:
    from warehouse.read import read_deals

    for deal in read_deals(settings, ids=[deal_id]):
        told = (plain(deal.type), deal.status.value, between(deal) or "undisclosed", size_words(deal))
        sources = f"{deal.source_count} {'source' if deal.source_count == 1 else 'sources'}"
        Console(highlight=False).print(
            f"[bold]{deal.id}[/bold] {escape(', '.join([*filter(None, told), sources]))}", soft_wrap=True
        )
