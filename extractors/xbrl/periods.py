"""Fiscal years and quarters by their days alone: what a filing calls itself says nothing of its facts."""

from __future__ import annotations

from datetime import date, timedelta

QUARTER_DAYS = range(80, 101)
"""13 or 14 weeks, or three months, with some days to spare."""
YEAR_DAYS = range(350, 381)

_QUARTER = 365.25 / 4
_EARLY = 45
"""A quarter may begin this many days before the day of the year on which another year began."""
_NEW_YEAR_DAYS = 10
"""Years of 52 or 53 weeks begin and end some days around that of the calendar."""


def year_name(start: date) -> str:
    """The fiscal year that begins on a day: "2025", or "FY2026" where it is not that of the calendar.

    A year is named after the one it ends in; up to the first days of January it still ends in the old one.
    """
    end = start + timedelta(days=364)
    named = (end - timedelta(days=_NEW_YEAR_DAYS)).year
    new_year = date(named, 1, 1)
    return f"{named}" if abs((start - new_year).days) <= _NEW_YEAR_DAYS else f"FY{named}"


def quarter_name(start: date, *, year_start: date) -> str:
    """The fiscal quarter that begins on `start`, where some fiscal year began on `year_start`."""
    first = next(
        day
        for year in (start.year + 1, start.year, start.year - 1)
        if (start - (day := _in_year(year_start, year))).days >= -_EARLY
    )
    number = min(4, round((start - first).days / _QUARTER) + 1)
    return f"Q{max(1, number)} {year_name(first)}"


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28)) if day.month == 2 else day.replace(year=year)
