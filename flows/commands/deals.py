"""The newest deals as a table for a terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from flows.wording import between, day, plain, size_words
from pipeline.settings import Settings
from warehouse.read import read_deals

NEWEST = 5
UNDATED_SHARE = 10
"""So many deals are looked at for each one shown: those without a day cannot be told to be new."""


def newest_deals(settings: Settings, *, number: int = NEWEST) -> Table:
    """The deals announced last, two lines each: day, type and parties; status, size and id."""
    table = Table("announced", "type", "parties", box=None, header_style="bold")
    dated = [deal for deal in read_deals(settings, limit=UNDATED_SHARE * number) if deal.announced_on]
    for deal in dated[:number]:
        size = Text(f"{size_words(deal)}  " if size_words(deal) else "")
        table.add_row(
            Text(day(deal.announced_on)),
            Text(f"{plain(deal.type)}\n{deal.status.value}", no_wrap=True),
            Text(f"{between(deal) or 'undisclosed'}\n").append_text(size).append(deal.id, style="bold"),
        )
    return table
