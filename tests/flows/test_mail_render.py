"""The digest: what it says, in both parts, and what hostile words cannot make it do."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from flows.mail.render import MOST_DEALS, News, render_digest, subject
from pipeline.deal import DealParty
from pipeline.vocabulary import Role, Status
from tests.flows.deals import citation, deal

SENT_AT = datetime(2025, 7, 8, 6, 30, tzinfo=UTC)


def digest(*news: News) -> EmailMessage:
    return render_digest(
        news,
        message_id="digest.1@gigawatch.example",
        sender="alerts@gigawatch.example",
        receivers=("desk@gigawatch.example", "two@gigawatch.example"),
        sent_at=SENT_AT,
    )


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML as a mail program reads them from the wire."""
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content()


def test_the_text_part_reads_well() -> None:
    closed = deal(id="deal_2", status=Status.COMPLETED, value_low=None, value_usd=None)
    text, _ = parts(
        digest(News(deal=closed, changes=("status",), before=Status.ANNOUNCED), News(deal=deal()))
    )
    assert text == (
        "Gigawatch, 2025-07-08 06:30 UTC: 1 new deal, 1 changed\n"
        "\n"
        "NEW\n"
        "\n"
        "acquisition: CoreWeave – Core Scientific, about $9bn, 1.3 GW\n"
        "  acquisition, announced, 2025-07-07\n"
        "  acquirer: CoreWeave\n"
        "  target: Core Scientific\n"
        "  size: about $9bn, 1.3 GW\n"
        "\n"
        "  > CoreWeave will buy Core Scientific for about $9 billion.\n"
        "  https://wire.example/coreweave-core-scientific\n"
        "  1 source · gigawatch cite deal_1\n"
        "\n"
        "CHANGED\n"
        "\n"
        "acquisition: CoreWeave – Core Scientific, 1.3 GW\n"
        "  acquisition, announced → completed, 2025-07-07\n"
        "  acquirer: CoreWeave\n"
        "  target: Core Scientific\n"
        "  size: 1.3 GW\n"
        "\n"
        "  > CoreWeave will buy Core Scientific for about $9 billion.\n"
        "  https://wire.example/coreweave-core-scientific\n"
        "  1 source · gigawatch cite deal_2\n"
        "\n"
        "-- \n"
        "Every number above is quoted from its source; open it before you rely on it.\n"
    )


def test_headers_carry_the_reservation_and_the_receivers() -> None:
    message = digest(News(deal=deal()))
    assert message["Message-ID"] == "<digest.1@gigawatch.example>"
    assert message["From"] == "alerts@gigawatch.example"
    assert message["To"] == "desk@gigawatch.example, two@gigawatch.example"
    assert message["Date"] == "Tue, 08 Jul 2025 06:30:00 +0000"
    assert message["Subject"] == "1 new deal: CoreWeave – Core Scientific about $9bn"


def test_the_biggest_new_deal_leads_the_subject_and_changes_come_last() -> None:
    small = deal(
        id="deal_s",
        value_low=Decimal(5_000_000),
        value_high=Decimal(5_000_000),
        value_usd=Decimal(5_000_000),
        parties=(DealParty(name="Alder", role=Role.ACQUIRER), DealParty(name="Birch", role=Role.TARGET)),
    )
    signed = deal(id="deal_c", value_usd=Decimal(10) ** 12)
    news = [
        News(deal=small),
        News(deal=signed, changes=("status",), before=Status.RUMORED),
        News(deal=deal()),
    ]
    assert subject(news) == (
        "2 new deals, 1 changed: CoreWeave – Core Scientific about $9bn; Alder – Birch about $5m …"
    )
    assert subject([News(deal=signed, changes=("status",), before=Status.RUMORED)]) == (
        "1 changed deal: CoreWeave – Core Scientific about $9bn (rumored → announced)"
    )


def test_a_long_digest_is_capped_and_says_how_many_more() -> None:
    news = [News(deal=deal(id=f"deal_{number}")) for number in range(MOST_DEALS + 7)]
    text, html = parts(digest(*news))
    assert text.count("gigawatch cite deal_") == MOST_DEALS
    assert html.count("gigawatch cite deal_") == MOST_DEALS
    assert "and 7 more" in text
    assert "and 7 more" in html


def test_what_a_page_wrote_stays_text_in_the_html() -> None:
    hostile = citation(
        quote="<script>alert(1)</script> bought <img src=x onerror=alert(2)>.",
        title="</a><h1>Fooled</h1>",
        url="javascript:alert(3)",
    )
    _, html = parts(digest(News(deal=deal(citations=(hostile,)))))
    assert "<script>" not in html
    assert "<img" not in html
    assert "<h1>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; bought" in html
    assert "href" not in html


def test_line_breaks_in_a_name_begin_no_header() -> None:
    name = "Alder\r\nBcc: everybody@wire.example\r\n\r\n<b>body</b>"
    message = digest(News(deal=deal(parties=(DealParty(name=name, role=Role.ACQUIRER),))))
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read["Bcc"] is None
    assert "Bcc: everybody@wire.example" in read["Subject"]
    assert set(read.keys()) == {
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    }


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=300))
def test_any_words_make_a_mail_that_reads_back_as_one_digest(name: str, quote: str) -> None:
    told = deal(parties=(DealParty(name=name, role=Role.ACQUIRER),), citations=(citation(quote=quote),))
    message = digest(News(deal=told))
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert len(read["Subject"]) <= 120
    assert read.get_content_type() == "multipart/alternative"
    assert not read.defects
    text, html = parts(message)
    assert "gigawatch cite deal_1" in text
    assert html.count("</html>") == 1


def test_a_deal_more_likely_wrong_than_right_is_marked() -> None:
    text, html = parts(digest(News(deal=deal(confidence=0.31)), News(deal=deal(id="deal_2", confidence=0.8))))
    assert "  1 source · unsure (31 %) · gigawatch cite deal_1\n" in text
    assert "  1 source · gigawatch cite deal_2\n" in text
    assert html.count("unsure") == 1
