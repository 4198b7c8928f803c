"""From deals to a message: one digest per update, in HTML and in text. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import fill, indent
from typing import Any

from flows.templates import environment
from flows.wording import between, doubt_words, money_words, names, plain, value_words
from pipeline.deal import Deal
from pipeline.frozen import Frozen
from pipeline.vocabulary import Role, Status

MOST_DEALS = 25
SUBJECT_LENGTH = 120
TEXT_WIDTH = 78


class News(Frozen):
    """A deal worth a mail: new, or in another status than readers were last told of."""

    deal: Deal
    changes: tuple[str, ...] = ("new",)
    """What differs from what readers were told: "new", "status", "value" and so on."""
    before: Status | None = None
    """The status before, where that is what changed."""

    @property
    def is_new(self) -> bool:
        """Whether nobody has been told of the deal."""
        return "new" in self.changes

    @property
    def life(self) -> str:
        """The status, and for a changed deal what it was or what else changed."""
        if self.is_new:
            return self.deal.status.value
        if "status" in self.changes and self.before is not None:
            return f"{self.before.value} → {self.deal.status.value}"
        return f"{self.deal.status.value}, {names(self.changes)} changed"


def render_digest(
    news: Sequence[News],
    *,
    message_id: str,
    sender: str,
    receivers: Sequence[str],
    sent_at: datetime,
) -> EmailMessage:
    """The digest of one update; at most MOST_DEALS are told in full, the rest is counted.

    `message_id` is the reservation's, without angle brackets. Line breaks in anything that came from
    the web are made spaces before it gets near a header.
    """
    if not news:
        raise ValueError("a digest needs at least one deal")
    told = sorted(news, key=_weight)[:MOST_DEALS]
    context = {
        "new": [item for item in told if item.is_new],
        "changed": [item for item in told if not item.is_new],
        "more": len(news) - len(told),
        "counted": count_news(news),
        "sent_at": sent_at,
    }
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(news)
    message["From"] = sender
    message["To"] = ", ".join(receivers)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{one_line(message_id).strip('<>')}>"
    # RFC 3834: keeps out-of-office replies away.
    message["Auto-Submitted"] = "auto-generated"
    text = re.sub(r"\n{3,}", "\n\n", _template("digest.txt.j2", context))
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(_template("digest.html.j2", context), subtype="html", cte="quoted-printable")
    return message


def subject(news: Sequence[News]) -> str:
    """What happened, biggest first: "3 new deals: CoreWeave – Core Scientific about $9bn …"."""
    told = sorted(news, key=_weight)
    line = f"{count_news(news)}: {_short(told[0])}"
    for item in told[1:]:
        longer = f"{line}; {_short(item)}"
        if len(longer) > SUBJECT_LENGTH - 2:
            return _cut(f"{line} …")
        line = longer
    return _cut(line)


def count_news(news: Sequence[News]) -> str:
    """ "1 new deal", "3 new deals, 2 changed"."""
    new = sum(item.is_new for item in news)
    changed = len(news) - new
    parts = [f"{new} new deal{'s' if new != 1 else ''}"] if new else []
    if changed:
        parts.append(f"{changed} changed" if new else f"{changed} changed deal{'s' if changed != 1 else ''}")
    return ", ".join(parts)


def one_line(text: str) -> str:
    """Without line breaks and control characters: what a page wrote cannot begin a header of its own."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()


def _weight(item: News) -> tuple[bool, float, str]:
    value = item.deal.value_usd
    return (not item.is_new, -float(value) if value is not None else 0.0, item.deal.id)


def _short(item: News) -> str:
    who = between(item.deal) or plain(item.deal.type)
    told = one_line(f"{who} {value_words(item.deal)}")
    return told if item.is_new else f"{told} ({item.life})"


def _cut(line: str) -> str:
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 2].rstrip() + " …"


def _template(name: str, context: dict[str, Any]) -> str:
    made = environment("flows.mail")
    made.filters |= {"doubt": doubt_words, "by_role": by_role, "wrapped": wrapped, "one_line": one_line}
    made.globals["money"] = money_words
    return made.get_template(name).render(context)


def by_role(deal: Deal) -> list[tuple[Role, str]]:
    """(role, its parties' names) in the order the deal names them."""
    roles = dict.fromkeys(party.role for party in deal.parties)
    return [(role, names(p.name for p in deal.parties if p.role is role)) for role in roles]


def wrapped(text: str, margin: int = 0, prefix: str = "") -> str:
    """Text in lines of at most TEXT_WIDTH; addresses and long words stay whole."""
    width = TEXT_WIDTH - margin - len(prefix)
    filled = fill(one_line(text), width=width, break_long_words=False, break_on_hyphens=False)
    return indent(filled, " " * margin + prefix)
