"""The SQL files of this package: statements are data beside the code, never strings inside it."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def read_query(name: str) -> str:
    """The statement in `queries/<name>.sql`."""
    return (HERE / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def list_sql(folder: str) -> tuple[Path, ...]:
    """The SQL files of one folder, in the order of their names."""
    return tuple(sorted((HERE / folder).glob("*.sql")))
