"""What is mailed after an update, from a real warehouse to a real mail server, and what never is."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from flows.alerts import SUBSCRIBER, send_alerts
from flows.postbox import postbox
from pipeline.errors import BadSettingError, MailError
from pipeline.vocabulary import Status
from tests.factories import HEADLINE
from tests.flows.stories import load_story, settings
from warehouse.alerts import read_unsent, reserve


def mails(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_a_deal_is_told_once_and_again_when_its_status_changes(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        here = settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port)
        load_story(tmp_path)
        first = send_alerts(here)
        again = send_alerts(here)
        load_story(tmp_path, 2, status=Status.COMPLETED, date="2025-11-05")
        changed = send_alerts(here)
    assert (first.deals, first.sent_to, again.deals, changed.deals) == (1, ("desk@gigawatch.example",), 0, 1)
    told = mails(tmp_path / "mail")
    assert [mail["Subject"] for mail in told] == [
        "1 new deal: Northgate Compute – Halden Data Centers $9bn",
        "1 changed deal: Northgate Compute – Halden Data Centers $9bn (announced → completed)",
    ]
    assert told[0]["Message-ID"] != told[1]["Message-ID"]
    text = told[0].get_body(("plain",))
    assert text is not None
    assert f"> {HEADLINE}\n" in text.get_content().replace("\r\n", "\n")


def test_what_a_backfill_loads_is_never_mailed(tmp_path: Path) -> None:
    here = settings(tmp_path)
    load_story(tmp_path, is_backfill=True)
    assert send_alerts(here).deals == 0
    assert not (tmp_path / "outbox").exists()


def test_news_wait_while_the_server_is_down(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        pass
    down = settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port)
    load_story(tmp_path)
    with pytest.raises(MailError, match="refused"):
        send_alerts(down)
    report = send_alerts(settings(tmp_path))
    assert (report.deals, report.unsure) == (1, ())
    assert report.outbox is not None
    assert report.outbox.parent == tmp_path / "outbox"


def test_a_reservation_left_by_a_crash_is_told_of_and_not_sent_again(tmp_path: Path) -> None:
    here = settings(tmp_path)
    load_story(tmp_path)
    crashed = reserve(SUBSCRIBER, read_unsent(SUBSCRIBER, here), here)
    report = send_alerts(here)
    assert (report.deals, report.unsure) == (0, (crashed.message_id,))


class Refusing:
    """Takes the greeting and says no at one step of the conversation."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def handle_MAIL(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.step == "sender":
            return "550 5.7.1 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.step == "receivers":
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "451 4.3.0 something went wrong"


def refused(folder: Path, step: str) -> None:
    """One try to tell the news to a server that refuses."""
    with postbox(folder / "unused") as port:
        pass
    server = Controller(Refusing(step), hostname="127.0.0.1", port=port)
    server.start()
    try:
        with pytest.raises(MailError, match="did not take the mail"):
            send_alerts(settings(folder, smtp_host="127.0.0.1", smtp_port=port))
    finally:
        server.stop()


@pytest.mark.parametrize("step", ["sender", "receivers"])
def test_news_refused_before_they_were_handed_over_wait_for_the_next_update(
    tmp_path: Path, step: str
) -> None:
    load_story(tmp_path)
    refused(tmp_path, step)
    refused(tmp_path, step)
    with postbox(tmp_path / "mail") as port:
        report = send_alerts(settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port))
    assert (report.deals, report.unsure, len(mails(tmp_path / "mail"))) == (1, (), 1)


def test_a_mail_that_failed_after_it_was_handed_over_is_not_sent_again(tmp_path: Path) -> None:
    load_story(tmp_path)
    refused(tmp_path, "data")
    report = send_alerts(settings(tmp_path))
    assert (report.deals, len(report.unsure)) == (0, 1)


def test_news_wait_while_nobody_is_named_to_send_them_to(tmp_path: Path) -> None:
    load_story(tmp_path)
    with postbox(tmp_path / "mail") as port:
        nobody = settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port)
        with pytest.raises(BadSettingError, match="GIGAWATCH_MAIL_TO"):
            send_alerts(nobody.model_copy(update={"mail_to": ()}))
        assert send_alerts(nobody).deals == 1
