"""The rounds of the last weeks, failed ones too: what tells a quiet source from one nobody listened to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.errors import CrawlError
from pipeline.reports import CrawlRound

KEPT = timedelta(days=60)
"""The warehouse keeps them for good; the ledger only until it has them."""


class Rounds:
    """The ledger's table of rounds, through the ledger's own connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, ended: CrawlRound) -> None:
        """Remembers a round, and forgets those that are long over."""
        self._db.execute(
            "insert into rounds (source, started_at, round) values (?, ?, ?) on conflict do nothing",
            (ended.source, _written(ended.started_at), ended.model_dump_json()),
        )
        self._db.execute("delete from rounds where started_at < ?", (_written(ended.started_at - KEPT),))


def read_rounds(ledger: Path, *, since: datetime | None = None) -> tuple[CrawlRound, ...]:
    """The rounds that began at `since` or later, in their order; none where there is no ledger yet.

    The ledger is only looked at. Raises CrawlError for one that cannot be read.
    """
    if not ledger.exists():
        return ()
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("select 1 from sqlite_master where name = 'rounds'").fetchone():
                return ()  # written before rounds were remembered
            rows = db.execute(
                "select round from rounds where started_at >= ? order by started_at, source",
                (_written(since) if since else "",),
            ).fetchall()
    except sqlite3.Error as error:
        raise CrawlError(f"{ledger} cannot be read: {error}") from error
    return tuple(CrawlRound.model_validate_json(text) for (text,) in rows)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
