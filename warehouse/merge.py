"""An analyst's word that two deals are one, and taking it back; nothing is overwritten by either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from pipeline.errors import NotFoundError
from pipeline.settings import Settings
from warehouse.check import check_deals
from warehouse.connection import open_writer
from warehouse.merged import told_merge
from warehouse.migrate import migrate
from warehouse.revise import revise_deals
from warehouse.sql import read_query


def merge_deals(kept_id: str, merged_id: str, reason: str, settings: Settings) -> None:
    """Give the claims of one deal to another, by new assignments with the analyst's reason.

    The kept deal gets a revision with the other's sources, the merged one a revision that takes it back;
    `deals_asof` an earlier instant still shows both. Merging alerts nobody. Raises NotFoundError for an id
    that is no deal, saying of one merged before which it is part of.
    """
    known_at = datetime.now(UTC)
    with _revising(settings, known_at) as connection:
        known = {id_ for (id_,) in connection.execute(read_query("read_deal_ids")).fetchall()}
        if kept_id == merged_id:
            raise NotFoundError(f"{kept_id!r} is no deal that could be merged: it is the same one twice")
        for deal_id in (kept_id, merged_id):
            if deal_id not in known:
                raise _refusal(connection, deal_id, "is no deal that could be merged")
        values = {"kept_id": kept_id, "merged_id": merged_id, "reason": reason, "known_at": known_at}
        connection.execute(read_query("move_assignments"), values)


def unmerge_deal(merged_id: str, settings: Settings) -> None:
    """Give a deal that was merged into another one its claims back, under its old id.

    What was told of the other since stays there. Raises NotFoundError for an id that was not merged, saying
    of one that took others in which these are.
    """
    known_at = datetime.now(UTC)
    with _revising(settings, known_at) as connection:
        values = {"merged_id": merged_id, "known_at": known_at}
        (moved,) = connection.execute(read_query("return_assignments"), values).fetchone() or (0,)
        if not moved:
            raise _refusal(connection, merged_id, "is no deal that was merged into another one")


def _refusal(connection: duckdb.DuckDBPyConnection, deal_id: str, why: str) -> NotFoundError:
    merged = told_merge(connection, deal_id)
    return NotFoundError(f"{deal_id!r} {why}" + (f": {merged}" if merged else ""))


@contextmanager
def _revising(settings: Settings, known_at: datetime) -> Iterator[duckdb.DuckDBPyConnection]:
    if not settings.warehouse_path.exists():
        raise NotFoundError(f"nothing was loaded into {settings.warehouse_path} yet: it has no deals")
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        connection.begin()
        try:
            yield connection
            revise_deals(connection, known_at=known_at, is_backfill=True)
            check_deals(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
