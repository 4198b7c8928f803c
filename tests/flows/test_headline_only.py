"""A deal known from a headline alone says so wherever its sentence is shown."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.alerts import send_alerts
from flows.cli import app
from flows.page.columns import deal_quote
from pipeline.vocabulary import DocumentKind
from tests.flows.stories import load_story, settings
from warehouse.read import read_deals


@pytest.mark.parametrize(("kind", "is_told"), [(DocumentKind.HEADLINE, True), (DocumentKind.ARTICLE, False)])
def test_cite_mail_and_page_say_that_only_the_headline_was_read(
    kind: DocumentKind, is_told: bool, tmp_path: Path
) -> None:
    load_story(tmp_path, kind=kind)
    (deal,) = read_deals(settings(tmp_path))
    told_by = "wire, headline only" if is_told else "wire"
    for cited in (deal.id, deal.citations[0].document_id):
        shown = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "cite", cited]).output
        assert f"{told_by} (wire, 2025-11-04)" in shown
    quote = deal_quote(deal)
    assert quote is not None
    assert quote.source == told_by
    send_alerts(settings(tmp_path))
    (letter,) = (tmp_path / "outbox").glob("*.eml")
    mail = message_from_bytes(letter.read_bytes(), policy=policy.default)
    for form in ("plain", "html"):
        body = mail.get_body((form,))
        assert body is not None
        assert ("headline only" in body.get_content()) is is_told
