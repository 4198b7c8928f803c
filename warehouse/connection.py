"""The one place that opens DuckDB files: in UTC, waiting a bounded time for another writer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import NotFoundError, WarehouseError

LOCK_WAIT_S = 10.0
"""How long a writer waits for another one: a load of some batches is over well within it."""

_FIRST_PAUSE_S = 0.05

# Set with the connection and locked with it: the analysts' SQL can neither read nor write files.
_SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


@contextmanager
def open_writer(path: Path, *, wait_s: float = LOCK_WAIT_S) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path` for reading and writing, made where it is missing, closed at the end.

    Raises WarehouseError where another process still holds it after `wait_s` seconds, or where the
    file is no DuckDB database.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _open_patiently(path, lambda: duckdb.connect(str(path)), wait_s)
    try:
        # Instants are stored in UTC; how they print must not depend on the machine.
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


@contextmanager
def open_reader(path: Path, *, wait_s: float = LOCK_WAIT_S) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path` for reading only, with files and settings out of reach of its SQL.

    Raises NotFoundError where there is no such file yet, WarehouseError as `open_writer` does.
    """
    if not path.exists():
        raise NotFoundError(
            f"there is no {path.name} in {path.parent} yet: run `gigawatch update` (or `make demo`), "
            "or name the folder that holds it with --data-dir"
        )

    def open_() -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(path), read_only=True)

    connection = _open_patiently(path, open_, wait_s)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        for setting, value in _SANDBOX.items():
            connection.execute(f"SET {setting} = {value}")
        yield connection
    finally:
        connection.close()


def _open_patiently(
    path: Path, open_: Callable[[], duckdb.DuckDBPyConnection], wait_s: float
) -> duckdb.DuckDBPyConnection:
    until, pause = time.monotonic() + wait_s, _FIRST_PAUSE_S
    while True:
        try:
            return open_()
        except (duckdb.IOException, duckdb.ConnectionException) as error:
            if not _is_held(error):
                raise WarehouseError(f"cannot open {path}: {error}") from error
            if time.monotonic() + pause > until:
                raise WarehouseError(
                    f"another process holds {path.name} in {path.parent} (waited {wait_s:g} s): "
                    f"let it finish, then try again. DuckDB says: {error}"
                ) from error
        time.sleep(pause)
        pause = min(2 * pause, 1.0)


def _is_held(error: duckdb.Error) -> bool:
    # DuckDB tells a lock of another process, and one of this process, only by its words.
    return "lock" in str(error) or "different configuration" in str(error)
