"""What is mailed after an update, from a real warehouse to a real mail server, and what never is."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.alerts import SUBSCRIBER, send_alerts
from flows.postbox import postbox
from pipeline.errors import MailError
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
