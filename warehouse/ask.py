"""SQL of analysts on the published picture: read-only, with files and settings out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import Any

import duckdb

from pipeline.errors import BadSettingError, WarehouseError
from pipeline.frozen import Frozen
from pipeline.settings import Settings
from warehouse.connection import open_reader
from warehouse.sql import read_query

TIME_LIMIT_S = 60.0
"""The views answer within a second; what takes a minute joins everything with everything."""


class Answer(Frozen):
    """A result: column names and rows; money and power are Decimal, instants UTC, unknown is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Table(Answer):
    """A view with what its comments say."""

    name: str
    comment: str
    column_comments: tuple[str | None, ...] = ()


def ask(sql: str, settings: Settings, *, time_limit_s: float = TIME_LIMIT_S) -> Answer:
    """The answer of `market.duckdb` to one statement, given up after `time_limit_s` seconds.

    Raises NotFoundError where nothing was published yet; BadSettingError for several statements;
    WarehouseError where there is none, and, with DuckDB's own words and the list of views, where the SQL
    cannot run: because it is wrong, would write or read files, or takes too long.
    """
    with open_reader(settings.market_path) as connection:
        try:
            if not (statements := _written(connection.extract_statements(sql))):
                raise WarehouseError('no statement to run; for example: "SELECT * FROM deals LIMIT 5"')
            if statements > 1:
                raise BadSettingError(
                    f"one statement at a time: these are {statements}, and nothing was asked"
                )
            with _interrupted(connection, time_limit_s):
                cursor = connection.execute(sql)
                rows = tuple(cursor.fetchall())
            return Answer(columns=tuple(column[0] for column in cursor.description or ()), rows=rows)
        except duckdb.InterruptException as error:
            raise WarehouseError(
                f"no answer within {time_limit_s:g} s, so the question was given up: ask for less (a WHERE, "
                "an ON for each JOIN), or allow more by --timeout-seconds"
            ) from error
        except duckdb.Error as error:
            views = ", ".join(name for (name,) in connection.execute(read_query("list_views")).fetchall())
            raise WarehouseError(
                f"{error}\nThe views are: {views}. DESCRIBE names a view's columns."
            ) from error


@contextmanager
def _interrupted(connection: duckdb.DuckDBPyConnection, after_s: float) -> Iterator[None]:
    timer = Timer(after_s, connection.interrupt)
    timer.start()
    try:
        yield
    except RuntimeError as error:
        # DuckDB's words for Ctrl-C; its threads would go on, and the process would wait for them.
        if isinstance(error.__cause__, KeyboardInterrupt):
            connection.interrupt()
            raise error.__cause__ from None
        raise
    finally:
        timer.cancel()
        timer.join()


def _written(statements: Sequence[duckdb.Statement]) -> int:
    # DuckDB makes two of a PIVOT: a type that nobody wrote, and what selects with it.
    made = [one for one in statements if one.type == duckdb.StatementType.CREATE and not one.query]
    return len(statements) - len(made)
