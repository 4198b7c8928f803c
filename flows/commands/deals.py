"""The newest deals as a table for a terminal."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from flows.wording import between, day, plain, size_words
from pipeline.settings import Settings
from warehouse.read import read_deals

NEWEST = 5


def newest_deals(settings: Settings, *, number: int = NEWEST) -> Table:
    """Day, type, parties, size, status and id of the deals announced last."""
    table = Table("announced", "type", "parties", "size", "status", box=None, header_style="bold")
    table.add_column("id", no_wrap=True)
    for deal in read_deals(settings, limit=number):
        told = (plain(deal.type), between(deal) or "undisclosed", size_words(deal) or "–", deal.status.value)
        table.add_row(day(deal.announced_on), *map(escape, told), f"[bold]{deal.id}[/bold]")
    return table
