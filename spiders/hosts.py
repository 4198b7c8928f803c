"""What all crawls of a machine agree on about each host: when it was last asked, and until when it rests.

A small SQLite file, because crawls are processes. A host's bucket holds one token: between an answer and the
next request lies the longest pause that anybody asks for, so that two sources or four processes ask no faster
than one, as the host counts it. (pyrate-limiter shares buckets through SQLite too, but each process counts at
the rate it knows, and from when it began to ask.)
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from pipeline.errors import CrawlError
from pipeline.frozen import Frozen, Instant
from spiders.transaction import transaction

BUSY_S = 30.0
FORGET_S = 3600.0
"""How long a pause that somebody asked for holds for the others once the host is left alone."""
MAX_REST_S = 86_400.0
LEASE_S = 30.0
"""Who waits for an answer has the host for itself, but no longer than this, and only while it lives."""
LOOK_S = 0.05

TABLES = """
create table if not exists paces (
    host text primary key, asked_at real not null, page_at real not null, pause_s real not null,
    busy_until real not null, asker integer not null
) strict;
create table if not exists rests (
    host text primary key, since real not null, until real not null, why text not null
) strict;
"""

# One that began in the future is of a clock that has been set back since.
IN_FORCE = "select host, since, until, why from rests where since <= ?1 and until > ?1"


class Rest(Frozen):
    """A host that has asked to be left alone."""

    host: str
    since: Instant
    until: Instant
    why: str


class _Pace(NamedTuple):
    asked_at: float = 0.0
    page_at: float = 0.0
    pause_s: float = 0.0
    busy_until: float = 0.0
    asker: int = 0


class Hosts:
    """One process's connection; a context manager. Times are of the wall clock, which processes share."""

    def __init__(self, path: Path | str, *, now: Callable[[], float] = time.time) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._now = now
        self._db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        try:
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = off")  # what a power cut loses is one pause
            self._db.executescript(TABLES)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise CrawlError(f"{path}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        self._db.close()

    def take_turn(self, host: str, *, pause_s: float, crawl_delay_s: float | None = 0.0) -> float:
        """0.0 takes the host's token: ask, then call `answered`. Else the seconds after which to try again.

        `crawl_delay_s` counts between pages; None says that robots.txt itself is asked for, which is none
        (or a host that wants a day between two pages would be asked for its robots.txt only, for ever).
        """
        with transaction(self._db):
            now = self._now()
            known = self._pace(host, now)
            pause = max(pause_s, known.pause_s)
            free_at = known.asked_at + pause
            if crawl_delay_s is not None:
                free_at = max(free_at, known.page_at + crawl_delay_s)
            wait = max(0.0, free_at - now)
            if now < known.busy_until and known.asker != os.getpid():
                wait = max(wait, min(known.busy_until - now, max(pause, LOOK_S)))
            if wait:
                new = known._replace(pause_s=pause)  # those before us in the line are to keep it too
            else:
                page_at = known.page_at if crawl_delay_s is None else now
                new = _Pace(now, page_at, pause, now + LEASE_S, os.getpid())
            self._db.execute("insert or replace into paces values (?, ?, ?, ?, ?, ?)", (host, *new))
        return wait

    def answered(self, host: str) -> None:
        """The answer is here, or none will come: pauses count from now, and others may take a turn."""
        self._db.execute(
            "update paces set page_at = case when page_at = asked_at then ?1 else page_at end, asked_at = ?1,"
            " busy_until = 0 where host = ?2 and asker = ?3",
            (self._now(), host, os.getpid()),
        )

    def rest(self, host: str, *, seconds: float, why: str) -> None:
        """Nobody asks this host for so long, a day at most; a longer rest that is in force stays."""
        now = self._now()
        self._db.execute(
            "insert into rests values (?1, ?2, ?3, ?4) on conflict (host) do update"
            " set since = ?2, until = ?3, why = ?4 where until < ?3",
            (host, now, now + min(seconds, MAX_REST_S), why),
        )

    def rest_of(self, host: str) -> Rest | None:
        """The rest of this host that is in force."""
        row = self._db.execute(IN_FORCE + " and host = ?2", (self._now(), host)).fetchone()
        return _rest(*row) if row else None

    def rests(self) -> tuple[Rest, ...]:
        """The rests in force, by host."""
        return tuple(_rest(*row) for row in self._db.execute(IN_FORCE + " order by host", (self._now(),)))

    def _pace(self, host: str, now: float) -> _Pace:
        row = self._db.execute(
            "select asked_at, page_at, pause_s, busy_until, asker from paces where host = ?", (host,)
        ).fetchone()
        if row is None:
            return _Pace()
        known = _Pace(*row)
        return known._replace(
            asked_at=min(known.asked_at, now),  # of a clock that was set back
            page_at=min(known.page_at, now),
            pause_s=known.pause_s if abs(now - known.asked_at) < FORGET_S else 0.0,
            busy_until=min(known.busy_until, now + LEASE_S) if _is_alive(known.asker) else 0.0,
        )


def read_rests(*paths: Path) -> tuple[Rest, ...]:
    """The rests in force in those of these files that exist. Raises CrawlError for a broken one."""
    rests: list[Rest] = []
    for path in filter(Path.exists, dict.fromkeys(paths)):
        try:
            with Hosts(path) as hosts:
                rests.extend(hosts.rests())
        except sqlite3.DatabaseError as error:
            raise CrawlError(f"{path}: {error}") from error
    return tuple(rests)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0


def _rest(host: str, since: float, until: float, why: str) -> Rest:
    return Rest(host=host, since=_instant(since), until=_instant(until), why=why)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
