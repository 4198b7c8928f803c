"""Stated times to instants: the formats of feeds, pages and filings, with their zones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from extractors.knowledge.zones import AMBIGUOUS, zone_names
from pipeline.document import TimeResolution

EARLIEST_YEAR = 1990
MAX_AHEAD = timedelta(days=2)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:(?:GMT|UTC)\s*(?=[+-]\d)|[a-z]{3,4}\s*(?=[+-]\d\d:?\d\d)|(?=[+-]\d\d))"
    r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?\b",
    re.IGNORECASE,
)
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<name>[a-z]{3,9})\.?,?[ -]+(?P<year>\d{4})(?!\d)"
    ),
    re.compile(r"\b(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[ -]+(?P<name>[a-z]{3,9})[ -]+(?P<year>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d{3})"),
)
_ISO_CLOCK = re.compile(r".T.|:", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,10}(\d{3})?")


CLOCKS_DIFFER_BY = timedelta(minutes=5)


class ResolvedTime(NamedTuple):
    """An instant in UTC, and how it was made of what was stated."""

    at: datetime
    how: TimeResolution


class AbsurdTimeError(ValueError):
    """A stated time that cannot be when something was published."""


class Home(NamedTuple):
    """Where a source is at home: an IANA zone, and a country as ISO 3166 alpha-2."""

    zone: str | None = None
    country: str | None = None


def resolve_time(
    stated: str,
    *,
    fetched_at: datetime | None = None,
    zone: str | None = None,
    country: str | None = None,
) -> ResolvedTime:
    """The instant a feed or page states.

    Reads ISO 8601, RFC 822 (any year form), written-out English dates and Unix seconds. Without a zone it is
    in `zone`, an IANA name, or else in UTC. A name that several zones have ("CST") is settled by `zone` or
    `country`, or else read as UTC too. A time of day after `fetched_at` has a wrong zone: it is read in
    `zone` where that helps, or else taken as the fetch. Raises AbsurdTimeError for what is no time at all,
    lies before 1990, or more than two days after `fetched_at`.
    """
    try:
        moment, has_clock = _read(stated.strip(), Home(zone, country))
        # A day alone stays that day: its beginning in Hong Kong would be the day before.
        here = ZoneInfo(zone) if zone and has_clock else None
        found = ResolvedTime(_in_utc(moment, here), _how(moment, has_clock=has_clock, zone=here))
        local = _in_utc(moment.replace(tzinfo=None), here) if here else found.at
    except (ValueError, OverflowError) as error:
        raise AbsurdTimeError(f"{stated[:60]!r} is no time: {error}") from None
    if found.at.year < EARLIEST_YEAR:
        raise AbsurdTimeError(f"{stated[:60]!r} lies before {EARLIEST_YEAR}")
    if fetched_at is None or found.at <= fetched_at + CLOCKS_DIFFER_BY:
        return found
    if found.at > fetched_at + MAX_AHEAD:
        raise AbsurdTimeError(f"{stated[:60]!r} lies after the fetch at {fetched_at:%Y-%m-%d %H:%M}Z")
    if not has_clock:
        return found
    if local <= fetched_at + CLOCKS_DIFFER_BY:
        return ResolvedTime(local, TimeResolution.ZONE_OF_SOURCE)
    return ResolvedTime(fetched_at, TimeResolution.AHEAD_OF_FETCH)


def _how(moment: datetime, *, has_clock: bool, zone: tzinfo | None) -> TimeResolution:
    if not has_clock:
        return TimeResolution.DAY_ONLY
    if moment.tzinfo is AMBIGUOUS:
        return TimeResolution.ZONE_AMBIGUOUS
    if moment.tzinfo is not None:
        return TimeResolution.ZONE_STATED
    return TimeResolution.ZONE_OF_SOURCE if zone else TimeResolution.ZONE_ASSUMED


def _read(stated: str, home: Home) -> tuple[datetime, bool]:
    """The moment, without a zone where none is stated, and whether a time of day is."""
    if _EPOCH.fullmatch(stated):  # first: thirteen digits would else be an ISO time of the year 1710
        return datetime.fromtimestamp(int(stated[:10]), UTC), True
    try:
        return datetime.fromisoformat(stated), bool(_ISO_CLOCK.search(stated))
    except ValueError:
        pass
    text = stated.lower()
    for pattern in _DATES:
        if found := pattern.search(text):
            rest = text[: found.start()] + " " + text[found.end() :]
            return _with_clock(_date(found), rest, home), bool(_CLOCK.search(rest))
    raise ValueError("no date in it")


def _date(found: re.Match[str]) -> datetime:
    parts = found.groupdict()
    if name := parts.get("name"):
        if name[:3] not in _MONTHS:
            raise ValueError(f"{name!r} is no month")
        month = _MONTHS.index(name[:3]) + 1
    else:
        month = int(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # RFC 822 of 1982 wrote two digits, and some feeds still do
        year += 2000 if year < 70 else 1900
    return datetime(year, month, int(parts["day"]))  # noqa: DTZ001 - the zone is read with the clock


def _with_clock(day: datetime, rest: str, home: Home) -> datetime:
    clock = _CLOCK.search(rest)
    if clock is None:
        return day
    hour = int(clock["hour"])
    if half := clock["half"]:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    moment = day.replace(minute=int(clock["minute"]), second=min(int(clock["second"] or 0), 59))
    if hour == 24:  # ISO 8601 lets a day end so
        moment, hour = moment + timedelta(days=1), 0
    return moment.replace(hour=hour, tzinfo=_zone(rest[clock.end() :], home))


def _zone(rest: str, home: Home) -> tzinfo | None:
    if offset := _OFFSET.match(rest.strip()):
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    for word in re.findall(r"[a-z]+", rest):
        if name := zone_names().get(word.upper()):
            return name.at(zone=home.zone, country=home.country)
    return None


def _in_utc(moment: datetime, zone: tzinfo | None) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC)).astimezone(UTC)
