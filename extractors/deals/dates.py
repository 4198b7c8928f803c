"""The date a sentence gives for what it tells, as far as it gives one."""

from __future__ import annotations

import re
from datetime import datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>20[0-4]\d)"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b{_DAY} {_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH},? {_YEAR}\b",
        rf"\b(?:on|effective|dated) {_MONTH} {_DAY}",
        rf"\b(?:last|this|in|since) {_MONTH}(?! \d)",
        rf"\b(?:in|since|of) {_YEAR}\b",
    )
)


def stated_date(sentence: str, published: datetime | None) -> str | None:
    """The first date in a sentence as far as stated ("2024-11"); a missing year is that of publication.

    A month that lies after the publication is taken for last year's. A later date is when something will
    open or end, not when the deal was made, and is passed over.
    """
    for pattern in PATTERNS:
        match = pattern.search(sentence)
        if match:
            parts = match.groupdict()
            found = _date(parts.get("year"), parts.get("month"), parts.get("day"), published)
            if found is not None and not (published and found > published.date().isoformat()):
                return found
    return None


def _date(year: str | None, month: str | None, day: str | None, published: datetime | None) -> str | None:
    number = MONTHS[month.lower()] if month else None
    if year is None:
        if published is None or number is None:
            return None
        year = str(published.year - (number > published.month + 1))
    if number is None:
        return year
    if day is None:
        return f"{year}-{number:02}"
    try:
        return datetime(int(year), number, int(day)).date().isoformat()  # noqa: DTZ001 -- a day, no moment
    except ValueError:
        return f"{year}-{number:02}"
