"""What EDGAR's indexes listed of the wanted filings, in the ledger, beside what became of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from spiders.edgar.filed import Filed


class Listed(NamedTuple):
    """One filing of an index, and its accession's state in the ledger; None where it is not in it."""

    filed: Filed
    day: date
    found_in: str
    state: str | None


class Listings:
    """The ledger's table of listed filings, through the ledger's own connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(
        self, source: str, filed: Iterable[Filed], *, found_in: str, listed_on: date | None = None
    ) -> None:
        """Remembers filings by accession, under the day of the index, which may list much older ones.

        Without one (a quarter's index), each counts on the day it was filed.
        """
        self._db.executemany(
            "insert into listings (accession, source, listed_on, filed, found_in) values (?, ?, ?, ?, ?)"
            " on conflict do nothing",
            [
                (
                    one.accession,
                    source,
                    day.isoformat(),
                    one.model_dump_json(exclude_defaults=True),
                    found_in,
                )
                for one in filed
                if (day := listed_on or one.filed_on) is not None
            ],
        )

    def between(self, source: str, first: date, last: date) -> list[Listed]:
        """What was listed for these days, by day and accession."""
        rows = self._db.execute(
            "select filed, listed_on, found_in,"
            " (select state from addresses where addresses.accession = l.accession"
            " order by state = 'landed' desc limit 1) from listings l"
            " where source = ? and listed_on between ? and ? order by listed_on, accession",
            (source, first.isoformat(), last.isoformat()),
        )
        return [
            Listed(Filed.model_validate_json(filed), date.fromisoformat(day), url, state)
            for filed, day, url, state in rows
        ]
