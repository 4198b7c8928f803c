"""Tells people what is new: one digest an update, reserved before it is sent and marked after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flows.mail.render import News, render_digest
from flows.mail.send import greet, send
from flows.report import MailReport
from pipeline.errors import BadSettingError, MailRefusedError
from pipeline.settings import Settings
from pipeline.vocabulary import Status
from warehouse.alerts import Alert, mark_sent, read_left_over, read_unsent, release, reserve
from warehouse.read import read_table

SUBSCRIBER = "digest"
"""All receivers share one digest; a receiver added later is not told everything again."""


def send_alerts(settings: Settings) -> MailReport:
    """Mail the deals nobody was told of, or whose status or value changed since.

    Raises MailError where the server did not take the mail. One that does not even answer is noticed
    before anything is reserved, and one that refuses sender or receivers was given nothing: the news wait
    for the next update. One that fails later leaves a reservation, which is reported from then on and
    never sent again.
    """
    unsure = tuple(left.message_id for left in read_left_over(settings))
    alerts = read_unsent(SUBSCRIBER, settings)
    if not alerts:
        return MailReport(unsure=unsure)
    if settings.smtp_host is not None:
        greet(settings)
    reservation = reserve(SUBSCRIBER, alerts, settings)
    message = render_digest(
        to_news(alerts, settings),
        message_id=reservation.message_id,
        sender=settings.mail_from,
        receivers=settings.mail_to,
        sent_at=datetime.now(UTC),
    )
    try:
        outbox = send(message, settings=settings)
    except (MailRefusedError, BadSettingError):  # nothing was handed over
        release(reservation.message_id, settings)
        raise
    mark_sent(reservation.message_id, settings)
    return MailReport(
        deals=len(alerts),
        subject=str(message["Subject"]),
        sent_to=() if outbox else settings.mail_to,
        outbox=outbox,
        unsure=unsure,
    )


def to_news(alerts: Sequence[Alert], settings: Settings) -> tuple[News, ...]:
    """Alerts with the status each changed deal had before."""
    changed = {alert.deal.id for alert in alerts if "new" not in alert.changes}
    lives = _lives(changed, settings) if changed else {}
    return tuple(
        News(
            deal=alert.deal,
            changes=alert.changes,
            before=_before(alert.deal.status, lives.get(alert.deal.id, ())),
        )
        for alert in alerts
    )


def _lives(deal_ids: set[str], settings: Settings) -> dict[str, list[Status]]:
    table = read_table("deal_status_history", settings)
    deal_id, status, told_on = (table.columns.index(name) for name in ("deal_id", "status", "told_on"))
    lives: dict[str, list[Status]] = {}
    for row in sorted(table.rows, key=lambda row: row[told_on]):
        if row[deal_id] in deal_ids:
            lives.setdefault(row[deal_id], []).append(Status(row[status]))
    return lives


def _before(now: Status, life: Sequence[Status]) -> Status | None:
    earlier = [status for status in life if status is not now]
    return earlier[-1] if earlier else None
