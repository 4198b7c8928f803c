"""An answer of the warehouse as a table for people, as CSV or as JSON."""

from __future__ import annotations

import csv
import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.table import Table as Grid
from rich.text import Text

from warehouse.ask import Answer

LONGEST_CELL = 60
"""Characters of a cell in a table for people; CSV and JSON are never cut."""


def to_grid(answer: Answer) -> Grid:
    """A table for a terminal: long cells cut, numbers to the right."""
    grid = Grid(header_style="bold", row_styles=["", "dim"])
    for index, column in enumerate(answer.columns):
        is_number = any(isinstance(row[index], Decimal | int | float) for row in answer.rows)
        grid.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in answer.rows:
        grid.add_row(*(Text(_cut(to_words(value))) for value in row))
    return grid


def to_records(answer: Answer) -> Grid:
    """The rows below each other, a line a column: for answers wider than the terminal."""
    grid = Grid(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for number, row in enumerate(answer.rows, start=1):
        grid.add_row(Text(f"– {number} –", style="dim"), "")
        for column, value in zip(answer.columns, row, strict=True):
            if to_words(value):
                grid.add_row(Text(column), Text(" ".join(to_words(value).split())))
    return grid


def to_csv(answer: Answer) -> str:
    """RFC 4180 with a header, but rows end as lines do here (LF); an unknown value is an empty field, nested
    ones are JSON."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(answer.columns)
    writer.writerows([_field(value) for value in row] for row in answer.rows)
    return "".join(lines)


class _Lines(list[str]):
    """Rows as csv writes them, one by one; told to end them otherwise, it no longer quotes a bare CR."""

    def write(self, row: str) -> None:
        self.append(row.removesuffix("\r\n") + "\n")


def to_json(answer: Answer) -> str:
    """A list of objects; decimals as numbers where that loses nothing, else as strings.

    What is no number (NaN, infinite) is null: JSON has no words for it.
    """
    rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def to_words(value: Any) -> str:
    """A value for a person: thousands separated, parties by role and name, unknown empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dict):
        return " ".join(to_words(part) for part in value.values() if part is not None)
    if isinstance(value, list | tuple):
        return "; ".join(map(to_words, value))
    return str(value)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CELL else line[: LONGEST_CELL - 1] + "…"


def _field(value: Any) -> Any:
    if isinstance(value, list | dict | tuple):
        return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)
    return None if isinstance(value, float) and math.isnan(value) else value


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            number = int(value) if value == value.to_integral_value() else float(value)
            return number if Decimal(str(number)) == value else str(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
    return str(value)
