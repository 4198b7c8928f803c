"""Which deals a subscriber was told of, so that no crash makes a mail go out twice.

A mail server takes part in no transaction. So a message is reserved here, under its own Message-ID,
before it is sent, and marked after; where the server refused it for certain, it is released. A crash
between reserving and marking leaves a reservation of which nobody can say whether its mail left: it is
reported for a person to look at, and never sent again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import duckdb

from pipeline.deal import Deal
from pipeline.errors import NotFoundError, WarehouseError
from pipeline.frozen import Frozen, Instant
from pipeline.settings import Settings
from warehouse.connection import open_writer
from warehouse.migrate import migrate
from warehouse.read import fetch_deals
from warehouse.rows import read_rows
from warehouse.sql import read_query


class Alert(Frozen):
    """One deal that is news to a subscriber; `changes` has "new", "status", "value" and so on."""

    deal: Deal
    changes: tuple[str, ...]


class Reservation(Frozen):
    """A message that is about to be sent, or of which that is not known."""

    subscriber: str
    message_id: str
    """With angle brackets, as the mail's header takes it."""
    reserved_at: Instant
    deal_ids: tuple[str, ...]


def read_unsent(subscriber: str, settings: Settings) -> tuple[Alert, ...]:
    """Deals with news for a subscriber (any key, such as a mail address), oldest news first.

    News is a deal never told, or one whose status or value changed since. What a backfill loaded is none.
    """
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        values = {"subscriber": subscriber}
        news = list(read_rows(connection, read_query("read_unsent_revisions"), values))
        deals = {deal.id: deal for deal in fetch_deals(connection, ids=[row["deal_id"] for row in news])}
    return tuple(Alert(deal=deals[row["deal_id"]], changes=tuple(row["changes"])) for row in news)


def reserve(subscriber: str, alerts: tuple[Alert, ...], settings: Settings) -> Reservation:
    """Take these alerts for one message to a subscriber, and give it its Message-ID.

    Raises WarehouseError where one of them is reserved already: two senders at work must not mail twice.
    """
    if not alerts:
        raise WarehouseError("there is nothing to reserve a message for")
    domain = settings.mail_from.rpartition("@")[2]
    reservation = Reservation(
        subscriber=subscriber,
        message_id=f"<gigawatch.{uuid4().hex}@{domain}>",
        reserved_at=datetime.now(UTC),
        deal_ids=tuple(alert.deal.id for alert in alerts),
    )
    values = {
        "subscriber": subscriber,
        "deal_ids": list(reservation.deal_ids),
        "revisions": [alert.deal.revision for alert in alerts],
        "message_id": reservation.message_id,
        "reserved_at": reservation.reserved_at,
    }
    with open_writer(settings.warehouse_path) as connection:
        try:
            connection.execute(read_query("reserve_alerts"), values)
        except duckdb.ConstraintException as error:
            raise WarehouseError(
                f"a message to {subscriber} tells one of these deals already: {error}"
            ) from error
    return reservation


def mark_sent(message_id: str, settings: Settings) -> None:
    """Note that a reserved message left; raises NotFoundError for one that is not waiting."""
    with open_writer(settings.warehouse_path) as connection:
        values = {"message_id": message_id, "sent_at": datetime.now(UTC)}
        if not connection.execute(read_query("mark_alerts_sent"), values).fetchall():
            raise NotFoundError(f"no reserved message {message_id} waits to be marked as sent")


def release(message_id: str, settings: Settings) -> None:
    """Give back a reservation whose message certainly did not leave; its deals are news again.

    Raises NotFoundError for one that is not waiting.
    """
    with open_writer(settings.warehouse_path) as connection:
        if not connection.execute(read_query("release_alerts"), {"message_id": message_id}).fetchall():
            raise NotFoundError(f"no reserved message {message_id} waits to be given back")


def read_left_over(settings: Settings) -> tuple[Reservation, ...]:
    """Messages reserved and never marked: a sender stopped in between. They are not sent again."""
    with open_writer(settings.warehouse_path) as connection:
        migrate(connection)
        rows = list(read_rows(connection, read_query("read_left_over_alerts")))
    return tuple(Reservation(**{**row, "deal_ids": tuple(row["deal_ids"])}) for row in rows)
