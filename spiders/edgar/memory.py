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
    found_in: str
    state: str | None


class Listings:
    """The ledger's table of listed filings, through the ledger's own connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, source: str, filed: Iterable[Filed], *, found_in: str) -> None:
        """Remembers filings by accession; those without a day are of no use for reconciling and left out."""
        self._db.executemany(
            "insert into listed_filings (accession, source, filed_on, filed, found_in) values (?, ?, ?, ?, ?)"
            " on conflict do nothing",
            [
                (
                    one.accession,
                    source,
                    one.filed_on.isoformat(),
                    one.model_dump_json(exclude_defaults=True),
                    found_in,
                )
                for one in filed
                if one.filed_on is not None
            ],
        )

    def between(self, source: str, first: date, last: date) -> list[Listed]:
        """What was listed as filed on these days, by day and accession."""
        rows = self._db.execute(
            "select filed, found_in, (select state from addresses where addresses.accession = l.accession"
            " order by state = 'landed' desc limit 1) from listed_filings l"
            " where source = ? and filed_on between ? and ? order by filed_on, accession",
            (source, first.isoformat(), last.isoformat()),
        )
        return [Listed(Filed.model_validate_json(filed), url, state) for filed, url, state in rows]
