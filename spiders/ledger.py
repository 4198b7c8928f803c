"""The spiders' memory, `crawl.sqlite`: addresses seen, what feeds said of themselves, what is still owed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from pipeline.capture import Problem
from pipeline.errors import CrawlError
from pipeline.frozen import Frozen, Instant
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.memory import Listings
from spiders.leads import Lead
from spiders.patience import due_at
from spiders.rounds import Rounds
from spiders.transaction import transaction

VERSION = 1
PUT_OFF = "put off"
"""Last outcome of a pending page whose host had no turn for it: it rests, or asks for long pauses."""
BUSY_S = 30.0
"""Spiders of several sources write at the same time; each write is one short statement."""


class State(StrEnum):
    """What became of an address."""

    PENDING = "pending"
    LANDED = "landed"
    GIVEN_UP = "given_up"
    REFUSED = "refused"


class Validators(NamedTuple):
    """What a server lets us ask with: "only if it is no longer this"."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


class SourceMemory(Frozen):
    """What the ledger knows of one source."""

    source: str
    answered_at: Instant | None
    """When a feed or index of it last answered, be it 304."""
    entries: int | None
    """Entries in its feeds or indexes, at the last full answer of each."""
    pending: int
    landed: int


class Ledger:
    """One process's connection; a context manager. Raises CrawlError for a ledger of a newer version."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version > VERSION:
            self._db.close()
            raise CrawlError(
                f"{path} was written by a newer Gigawatch (ledger {version}, this one knows {VERSION})"
            )
        self._db.executescript(resources.files("spiders").joinpath("ledger.sql").read_text(encoding="utf-8"))
        self._db.execute(f"pragma user_version = {VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._db.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is noted within is remembered together, or none of it; may stand in one another."""
        if self._db.in_transaction:
            yield
            return
        with transaction(self._db):
            yield

    def add_leads(self, source: str, leads: Iterable[Lead]) -> list[Lead]:
        """Remembers leads as pending; returns those new by address and by accession."""
        with self.at_once():
            return [lead for lead in leads if self._add(source, lead)]

    def _add(self, source: str, lead: Lead) -> bool:
        known = "select 1 from addresses where accession = ?"
        if lead.accession and self._db.execute(known, (lead.accession,)).fetchone():
            return False
        now = _now()
        added = self._db.execute(
            "insert into addresses (url, source, accession, state, lead, first_seen_at, changed_at)"
            " values (?, ?, ?, 'pending', ?, ?, ?) on conflict do nothing",
            (lead.url, source, lead.accession, lead.model_dump_json(exclude_defaults=True), now, now),
        )
        return added.rowcount == 1

    def pending(self, source: str, *, by: datetime | None = None) -> list[Lead]:
        """What earlier rounds found and could not land, least tried first; with `by`, what is due by then.

        One page at which its host turns us away would else stand before all others, round after round.
        """
        rows = self._db.execute(
            "select lead, accession, tries, first_seen_at, changed_at from addresses"
            " where source = ? and state = 'pending' order by tries, first_seen_at, url",
            (source,),
        )
        return [
            Lead.model_validate_json(lead)
            for lead, accession, tries, *times in rows
            if by is None or accession is None or _due_at(tries, *times) <= by
        ]

    def is_landed(self, url: str) -> bool:
        """Whether this address has been archived, by any source."""
        row = self._db.execute(
            "select 1 from addresses where url = ? and state = 'landed'", (url,)
        ).fetchone()
        return row is not None

    def tries(self, url: str) -> int:
        """How many attempts at an address have been settled."""
        row = self._db.execute("select tries from addresses where url = ?", (url,)).fetchone()
        return int(row[0]) if row else 0

    def settle(self, source: str, lead: Lead, state: State, outcome: str) -> None:
        """Notes what became of one attempt at a lead, known or not."""
        with self.at_once():
            if not self._settle(lead.url, state, outcome):
                self._add(source, lead)
                self._settle(lead.url, state, outcome)

    def put_off(self, lead: Lead) -> None:
        """Notes that a pending lead was not asked for, because its host had no turn; no attempt at it."""
        self._db.execute(
            "update addresses set last_outcome = ? where url = ? and state = 'pending'", (PUT_OFF, lead.url)
        )

    def _settle(self, url: str, state: State, outcome: str) -> bool:
        """Whether it was known."""
        changed = self._db.execute(
            "update addresses set state = ?, last_outcome = ?, tries = tries + 1, changed_at = ?"
            " where url = ?",
            (state, outcome, _now(), url),
        )
        return changed.rowcount == 1

    def validators(self, url: str) -> Validators:
        """What a feed or index said of itself when it last answered in full."""
        row = self._db.execute(
            "select etag, last_modified, digest from indexes where url = ?", (url,)
        ).fetchone()
        return Validators(*row) if row else Validators()

    def answered(
        self, source: str, url: str, *, validators: Validators | None = None, entries: int | None = None
    ) -> None:
        """Notes that a feed or index answered; without validators (a 304) the old ones stay."""
        self._db.execute(
            "insert into indexes (url, source, answered_at) values (?, ?, ?)"
            " on conflict (url) do update set source = excluded.source, answered_at = excluded.answered_at",
            (url, source, _now()),
        )
        if validators is not None:
            self._db.execute(
                "update indexes set etag = ?, last_modified = ?, digest = ?, entries = ? where url = ?",
                (*validators, entries, url),
            )

    def answered_at(self, url: str) -> datetime | None:
        """When a feed or index last answered, be it 304; None where it never did."""
        row = self._db.execute("select answered_at from indexes where url = ?", (url,)).fetchone()
        return datetime.fromisoformat(row[0]) if row and row[0] else None

    def knows_problem(self, source: str, url: str, problem: Problem) -> bool:
        """Whether this problem of this address has been noted, so that polling does not repeat it."""
        row = self._db.execute(
            "select 1 from problems where source = ? and url = ? and reason = ? and entry = ?",
            (source, *_problem_key(url, problem)),
        ).fetchone()
        return row is not None

    def add_problem(self, source: str, url: str, problem: Problem) -> None:
        """Remembers a problem that has been noted in the landing."""
        self._db.execute(
            "insert into problems (source, url, reason, entry, first_seen_at) values (?, ?, ?, ?, ?)"
            " on conflict do nothing",
            (source, *_problem_key(url, problem), _now()),
        )

    def forget_failures(self, source: str, url: str) -> None:
        """The address is well again: should it fail once more, that is news. Bad entries stay known."""
        self._db.execute("delete from problems where source = ? and url = ? and entry = ''", (source, url))

    @property
    def rounds(self) -> Rounds:
        """What rounds there were."""
        return Rounds(self._db)

    @property
    def listings(self) -> Listings:
        """What EDGAR's indexes listed."""
        return Listings(self._db)

    def memory(self, source: str) -> SourceMemory:
        """When the source last answered, with how many entries, and what is owed."""
        answered_at, entries = self._db.execute(
            "select max(answered_at), sum(entries) from indexes where source = ?", (source,)
        ).fetchone()
        states = dict(
            self._db.execute(
                "select state, count(*) from addresses where source = ? group by state", (source,)
            )
        )
        return SourceMemory(
            source=source,
            answered_at=answered_at,
            entries=entries,
            pending=states.get(State.PENDING, 0),
            landed=states.get(State.LANDED, 0),
        )


def _problem_key(url: str, problem: Problem) -> tuple[str, str, str]:
    # Of one address only its entries can have several problems of a kind, told apart by their titles;
    # other details may hold figures that change from one attempt to the next.
    entry = problem.detail if problem.reason is QuarantineReason.MALFORMED_ENTRY else ""
    return problem.url or url, problem.reason.value, entry


def _due_at(tries: int, first_seen_at: str, changed_at: str) -> datetime:
    first, last = map(datetime.fromisoformat, (first_seen_at, changed_at))
    return due_at(tries=tries, first_seen_at=first, tried_at=last)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
