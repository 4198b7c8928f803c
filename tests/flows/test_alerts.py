"""What is mailed after an update, from a real warehouse to a real mail server, and what never is."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from extractors.batches import write_batch
from flows.alerts import SUBSCRIBER, send_alerts
from flows.postbox import postbox
from pipeline.claims import Extraction
from pipeline.errors import MailError
from pipeline.settings import Settings, read_settings
from pipeline.vocabulary import Status
from tests.factories import HEADLINE, deal_claim, document, evidence
from warehouse.alerts import read_unsent, reserve
from warehouse.load import load_batches
from warehouse.publish import publish

CLOSING = "Northgate Compute completes Halden Data Centers for $9 billion"


def loaded(settings: Settings, number: int = 1, *, is_backfill: bool = False, **claim: Any) -> None:
    """One more story in the warehouse: the deal announced, or what `claim` says of it."""
    text = CLOSING if number > 1 else HEADLINE
    story = document(
        text,
        url=f"https://wire.example/{number}",
        published_at=datetime(2025, 11, 3 + number, 9, 0, tzinfo=UTC),
    )
    quoted = deal_claim(story, evidence=(evidence(story, text),), **claim)
    folder = settings.extracted_dir / "0.1.0-test" / "wire" / f"{number}"
    extraction = Extraction(version="0.1.0-test", documents=(story,), deals=(quoted,))
    write_batch(extraction, folder, batch_id=f"batch_{number}", segment=f"{number}.warc.gz")
    report = load_batches([folder], settings, is_backfill=is_backfill)
    assert (report.deal_claims, dict(report.refused)) == (1, {})
    publish(settings)


def settings(tmp_path: Path, **fields: Any) -> Settings:
    return read_settings(
        data_dir=tmp_path, smtp_starttls=False, mail_to=("desk@gigawatch.example",), **fields
    )


def mails(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_a_deal_is_told_once_and_again_when_its_status_changes(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        here = settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port)
        loaded(here)
        first = send_alerts(here)
        again = send_alerts(here)
        loaded(here, 2, status=Status.COMPLETED, date="2025-11-05")
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
    loaded(here, is_backfill=True)
    assert send_alerts(here).deals == 0
    assert not (tmp_path / "outbox").exists()


def test_news_wait_while_the_server_is_down(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        pass
    down = settings(tmp_path, smtp_host="127.0.0.1", smtp_port=port)
    loaded(down)
    with pytest.raises(MailError, match="refused"):
        send_alerts(down)
    report = send_alerts(settings(tmp_path))
    assert (report.deals, report.unsure) == (1, ())
    assert report.outbox is not None
    assert report.outbox.parent == tmp_path / "outbox"


def test_a_reservation_left_by_a_crash_is_told_of_and_not_sent_again(tmp_path: Path) -> None:
    here = settings(tmp_path)
    loaded(here)
    crashed = reserve(SUBSCRIBER, read_unsent(SUBSCRIBER, here), here)
    report = send_alerts(here)
    assert (report.deals, report.unsure) == (0, (crashed.message_id,))
