"""Times as feeds and pages write them, in the zone the story was written in."""

from __future__ import annotations

from datetime import datetime

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def rfc822(moment: datetime) -> str:
    """`Mon, 08 Sep 2025 17:12:00 -0400`, whatever the machine's locale."""
    return f"{DAYS[moment.weekday()]}, {moment:%d} {MONTHS[moment.month - 1][:3]} {moment:%Y %H:%M:%S %z}"


def iso(moment: datetime) -> str:
    """`2025-09-08T17:12:00-04:00`."""
    return moment.isoformat(timespec="seconds")


def in_words(moment: datetime, language: str) -> str:
    """`8 September 2025` in British pages, `September 8, 2025` in all others."""
    month = MONTHS[moment.month - 1]
    if language == "en-GB":
        return f"{moment.day} {month} {moment.year}"
    return f"{month} {moment.day}, {moment.year}"
