"""An analyst's word that two deals are one; nothing is overwritten by it."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.errors import NotFoundError
from pipeline.settings import Settings
from warehouse.check import check_deals
from warehouse.connection import open_writer
from warehouse.migrate import migrate
from warehouse.revise import revise_deals
from warehouse.sql import read_query


def merge_deals(kept_id: str, merged_id: str, reason: str, settings: Settings) -> None:
    """Give the claims of one deal to another, by new assignments with the analyst's reason.

    The kept deal gets a revision with the other's sources, the merged one a revision that takes it back;
    `deals_asof` an earlier instant still shows both. Merging alerts nobody. Raises NotFoundError for an id
    that is no deal.
    """
    known_at = datetime.now(UTC)
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        known = {id_ for (id_,) in connection.execute(read_query("read_deal_ids")).fetchall()}
        for deal_id in (kept_id, merged_id):
            if deal_id not in known or kept_id == merged_id:
                raise NotFoundError(f"{deal_id!r} is no deal that could be merged")
        connection.begin()
        try:
            values = {"kept_id": kept_id, "merged_id": merged_id, "reason": reason, "known_at": known_at}
            connection.execute(read_query("move_assignments"), values)
            revise_deals(connection, known_at=known_at, is_backfill=True)
            check_deals(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
