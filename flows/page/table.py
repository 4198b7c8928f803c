"""Tables as the page shows them: cells of text with a sort key, each row with the sentence behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.frozen import Frozen

Row = TypeVar("Row")


class Cell(Frozen):
    """What stands in one place; `key` sorts it (a number as such, text without case)."""

    text: str
    key: str | float = ""


class Quote(Frozen):
    """The sentence behind a row, and where it stands."""

    text: str
    url: str
    title: str
    source: str
    id: str = ""
    """What `gigawatch cite` takes."""


class Line(Frozen):
    """One row."""

    cells: tuple[Cell, ...]
    quote: Quote | None = None
    group: str = ""
    """What the page's filter chooses by."""


class Table(Frozen):
    """One table; `key` is its id in the page."""

    key: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    lines: tuple[Line, ...]
    left_out: int = 0
    """Rows there are beside those shown."""


class Column(NamedTuple, Generic[Row]):
    """How one column is made of a row."""

    head: str
    cell: Callable[[Row], str | Cell]
    is_numeric: bool = False


def make_table(
    key: str,
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    *,
    quote: Callable[[Row], Quote | None] = lambda _: None,
    group: Callable[[Row], str] = lambda _: "",
    most: int = 500,
) -> Table:
    """A table of at most `most` rows, in the order given."""
    return Table(
        key=key,
        heads=tuple(column.head for column in columns),
        numeric=tuple(column.is_numeric for column in columns),
        lines=tuple(
            Line(cells=tuple(_cells(row, columns)), quote=quote(row), group=group(row)) for row in rows[:most]
        ),
        left_out=max(0, len(rows) - most),
    )


def _cells(row: Row, columns: Iterable[Column[Row]]) -> Iterable[Cell]:
    for column in columns:
        made = column.cell(row)
        yield made if isinstance(made, Cell) else Cell(text=made, key=made.casefold())
