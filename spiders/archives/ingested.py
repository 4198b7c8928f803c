"""What has come in from archives made elsewhere: a table of the ledger, apart from what was crawled.

An address that somebody else archived does not count as seen: the crawl still asks its own source for it.
"""

from __future__ import annotations

from pathlib import Path

from spiders.ledger import Ledger

_TABLE = """
create table if not exists ingested (
    source text not null,
    record text not null,
    primary key (source, record)
) strict, without rowid
"""


class Ingested(Ledger):
    """The ledger with the captures landed from archives; a context manager."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._db.execute(_TABLE)

    def has(self, source: str, record: str) -> bool:
        """Whether that source has this record already."""
        found = self._db.execute(
            "select 1 from ingested where source = ? and record = ?", (source, record)
        ).fetchone()
        return found is not None

    def add(self, source: str, record: str) -> None:
        """Remember a record that has been landed."""
        self._db.execute(
            "insert into ingested (source, record) values (?, ?) on conflict do nothing", (source, record)
        )
