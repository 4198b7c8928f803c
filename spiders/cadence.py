"""When each source is due: its cadence after it last answered, as the ledger remembers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.errors import CrawlError
from spiders.ledger import PUT_OFF
from spiders.sources import Source
from spiders.urls import host_of

EARLY = 0.2
"""Share of a cadence by which a round may come early: the answers of a round come some seconds after its
start, so rounds started once a cadence would else ask every other time only."""


def due_times(sources: Iterable[Source], ledger: Path) -> Mapping[str, datetime | None]:
    """When each source is worth asking again, by name; None for one that has to be asked at once.

    That is one that never answered, and one that owes pages nobody has asked for yet, because its last
    round was stopped or had more of them than a round may ask for. Pages of a host that had no turn (it
    rests, or its robots.txt asks for long pauses) hurry nobody. The ledger is only looked at; without one,
    nobody has answered. Raises CrawlError for a ledger that cannot be read.
    """
    answered, owing = _remembered(ledger) if ledger.exists() else ({}, set())
    return {
        source.name: None
        if source.name in owing or source.name not in answered
        else answered[source.name] + timedelta(minutes=source.every_minutes * (1 - EARLY))
        for source in sources
    }


def waiting(due: Mapping[str, datetime | None], now: datetime | None = None) -> Mapping[str, datetime]:
    """Those of `due` whose time is still to come, soonest first."""
    now = now or datetime.now(UTC)
    later = [(at, name) for name, at in due.items() if at is not None and at > now]
    return {name: at for at, name in sorted(later)}


def _remembered(ledger: Path) -> tuple[Mapping[str, datetime], set[str]]:
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as db:
            answers = db.execute(
                "select source, max(answered_at) from indexes where answered_at is not null group by source"
            ).fetchall()
            untried = db.execute(
                "select source, url, last_outcome from addresses where state = 'pending' and tries = 0"
            ).fetchall()
    except sqlite3.Error as error:
        raise CrawlError(f"{ledger} cannot be read: {error}") from error
    hosts = [(name, host_of(url), outcome == PUT_OFF) for name, url, outcome in untried]
    resting = {(name, host) for name, host, is_put_off in hosts if is_put_off}
    owing = {name for name, host, _ in hosts if (name, host) not in resting}
    return {name: datetime.fromisoformat(at) for name, at in answers}, owing
