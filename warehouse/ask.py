"""SQL of analysts on the published picture: read-only, with files and settings out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipeline.errors import BadSettingError, WarehouseError
from pipeline.frozen import Frozen
from pipeline.settings import Settings
from warehouse.connection import open_reader
from warehouse.sql import read_query


class Answer(Frozen):
    """A result: column names and rows; money and power are Decimal, instants UTC, unknown is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Table(Answer):
    """A view with what its comments say."""

    name: str
    comment: str
    column_comments: tuple[str | None, ...] = ()


def ask(sql: str, settings: Settings) -> Answer:
    """The answer of `market.duckdb` to one statement.

    Raises NotFoundError where nothing was published yet; BadSettingError for several statements;
    WarehouseError where there is none, and, with DuckDB's own words and the list of views, where the SQL
    cannot run: because it is wrong, or because it would write or read files.
    """
    with open_reader(settings.market_path) as connection:
        try:
            if not (statements := _written(connection.extract_statements(sql))):
                raise WarehouseError('no statement to run; for example: "SELECT * FROM deals LIMIT 5"')
            if statements > 1:
                raise BadSettingError(
                    f"one statement at a time: these are {statements}, and nothing was asked"
                )
            cursor = connection.execute(sql)
            return Answer(
                columns=tuple(column[0] for column in cursor.description or ()), rows=tuple(cursor.fetchall())
            )
        except duckdb.Error as error:
            views = ", ".join(name for (name,) in connection.execute(read_query("list_views")).fetchall())
            raise WarehouseError(
                f"{error}\nThe views are: {views}. DESCRIBE names a view's columns."
            ) from error


def _written(statements: Sequence[duckdb.Statement]) -> int:
    # DuckDB makes two of a PIVOT: a type that nobody wrote, and what selects with it.
    made = [one for one in statements if one.type == duckdb.StatementType.CREATE and not one.query]
    return len(statements) - len(made)
