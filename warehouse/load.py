"""Loads Parquet batches, resolves their claims into deals, and checks the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from pipeline.errors import WarehouseError
from pipeline.reports import LoadReport
from pipeline.settings import Settings
from warehouse.batch import TABLES, Batch, read_manifest
from warehouse.check import check_claims, check_deals
from warehouse.connection import open_writer
from warehouse.migrate import migrate
from warehouse.resolve import resolve_claims
from warehouse.revise import revise_deals
from warehouse.rounds import RoundsSince, add_rounds
from warehouse.sql import read_query
from warehouse.stories import group_stories

_Result = TypeVar("_Result")


def load_batches(
    folders: Sequence[Path],
    settings: Settings,
    *,
    is_backfill: bool = False,
    known_at: datetime | None = None,
    rounds: RoundsSince | None = None,
) -> LoadReport:
    """Load batch folders into the warehouse, resolve deals, run the checks; loading twice adds nothing.

    Each batch is one transaction: a malformed one is refused, with its reason in the report, and the
    others load. Resolution and its checks are one more transaction; WarehouseError shows the rows of a
    failed check, and the claims then wait for the next load. Deals found with `is_backfill` alert nobody.
    `known_at` is for tests and rebuilds: when the warehouse learns this, by default now. The crawl rounds
    that it lacks are asked of `rounds`.
    """
    known_at = known_at or datetime.now(UTC)
    rows: Counter[str] = Counter()
    refused: dict[str, str] = {}
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        if rounds is not None:
            add_rounds(connection, rounds, known_at=known_at)
        ledger = set(connection.execute(read_query("read_batch_ledger")).fetchall())
        for folder in folders:
            try:
                batch = read_manifest(folder)
                if batch.key in ledger:
                    continue
                load = _BatchLoad(connection, batch, known_at, is_backfill)
                rows.update(_in_transaction(connection, load))
                ledger.add(batch.key)
            except (WarehouseError, duckdb.Error) as error:
                refused[str(folder)] = str(error)
        new, changed = _in_transaction(
            connection, lambda: _resolve(connection, known_at=known_at, is_backfill=is_backfill)
        )
    return LoadReport(**rows, new_deals=new, changed_deals=changed, refused=refused)


def _resolve(
    connection: duckdb.DuckDBPyConnection, *, known_at: datetime, is_backfill: bool
) -> tuple[int, int]:
    try:
        group_stories(connection, known_at=known_at)
        resolve_claims(connection, known_at=known_at)
        counts = revise_deals(connection, known_at=known_at, is_backfill=is_backfill)
        check_deals(connection)
    except duckdb.Error as error:
        raise WarehouseError(f"resolving deals failed, the claims wait for the next load: {error}") from error
    return counts


class _BatchLoad:
    """Loads one batch when called; returns the rows added by report field."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, batch: Batch, known_at: datetime, is_backfill: bool
    ) -> None:
        self._connection = connection
        self._batch = batch
        self._known_at = known_at
        self._is_backfill = is_backfill

    def __call__(self) -> Counter[str]:
        manifest = self._batch.manifest
        rows = Counter({table: self._load_table(table) for table in TABLES})
        rows["quarantined"] = rows.pop("quarantine")
        check_claims(self._connection, batch_id=manifest.batch_id)
        self._connection.execute(
            read_query("record_batch"),
            {
                **rows,
                "batch_id": manifest.batch_id,
                "version": manifest.version,
                "content_hash": self._batch.content_hash,
                "segment": manifest.segment,
                "is_backfill": self._is_backfill,
                "known_at": self._known_at,
            },
        )
        del rows["signatures"]  # one for each document: nothing to tell anybody
        return rows + Counter(batches=1)

    def _load_table(self, table: str) -> int:
        values = {
            "path": str(self._batch.folder / f"{table}.parquet"),
            "version": self._batch.manifest.version,
            "batch_id": self._batch.manifest.batch_id,
            "known_at": self._known_at,
        }
        if table == "documents":
            values["version_rank"] = self._batch.version_rank
        added = self._connection.execute(read_query(f"load_{table}"), values).fetchone()
        return int(added[0]) if added else 0


def _in_transaction(connection: duckdb.DuckDBPyConnection, work: Callable[[], _Result]) -> _Result:
    connection.begin()
    try:
        result = work()
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return result
