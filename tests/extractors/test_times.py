"""Stated times: every form that feeds and pages write, and the absurd ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.times import AbsurdTimeError, resolve_time
from pipeline.document import TimeResolution

FETCHED = datetime(2025, 11, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2025-11-04T14:05:00Z", "2025-11-04T14:05"),
        ("2025-11-04T14:05:00-05:00", "2025-11-04T19:05"),
        ("2025-11-04T14:05:00.000+0900", "2025-11-04T05:05"),
        ("2025-11-04 14:05:00 -0500", "2025-11-04T19:05"),
        ("2025-11-04 14:05", "2025-11-04T14:05"),
        ("2025-11-04", "2025-11-04T00:00"),
        ("20251104", "2025-11-04T00:00"),
        ("Tue, 04 Nov 2025 14:05:00 GMT", "2025-11-04T14:05"),
        ("Tue, 4 Nov 2025 14:05 EST", "2025-11-04T19:05"),
        ("Tue, 04 Nov 25 14:05:00 +0100", "2025-11-04T13:05"),
        ("04 Nov 2025 2:05 PM PDT", "2025-11-04T21:05"),
        ("Nov. 4, 2025 2:05 p.m. ET", "2025-11-04T19:05"),
        ("July 4, 2025 12:30 a.m. ET", "2025-07-04T04:30"),
        ("November 4th, 2025", "2025-11-04T00:00"),
        ("Tue Nov 04 2025 03:05:46 GMT+0000 (UTC)", "2025-11-04T03:05"),
        ("01:38:07 PM SGT Nov 4, 2025", "2025-11-04T05:38"),
        ("2025-11-03T24:00:00Z", "2025-11-04T00:00"),
        ("1762265100", "2025-11-04T14:05"),
        ("1762265100000", "2025-11-04T14:05"),
        ("1710123000123", "2024-03-11T02:10"),
        ("4 Nov 2025 10:00 GMT+8", "2025-11-04T02:00"),
        ("4 Nov 2025 10:00 UTC-5", "2025-11-04T15:00"),
        ("4 Nov 2025 10:00 UTC+5:30", "2025-11-04T04:30"),
    ],
)
def test_resolve(stated: str, expected: str) -> None:
    assert resolve_time(stated, fetched_at=FETCHED).at.strftime("%Y-%m-%dT%H:%M") == expected


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("0001-01-01T00:00:00Z", "before 1990"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "before 1990"),
        ("2031-01-01", "after the fetch"),
        ("2025-11-08T00:00:01Z", "after the fetch"),
        ("31 Foo 2025", "is no time"),
        ("2025-02-30T10:00:00Z", "is no time"),
        ("yesterday", "is no time"),
        ("", "is no time"),
    ],
)
def test_absurd(stated: str, why: str) -> None:
    with pytest.raises(AbsurdTimeError, match=why):
        resolve_time(stated, fetched_at=FETCHED)


@pytest.mark.parametrize(
    ("stated", "zone", "expected", "how"),
    [
        ("2025-11-05T09:00:00+08:00", "Asia/Hong_Kong", "05T01:00", TimeResolution.ZONE_STATED),
        ("2025-11-05 09:00", "Asia/Hong_Kong", "05T01:00", TimeResolution.ZONE_OF_SOURCE),
        ("2025-11-05 09:00", None, "05T09:00", TimeResolution.ZONE_ASSUMED),
        ("2025-11-05", "Asia/Hong_Kong", "05T00:00", TimeResolution.DAY_ONLY),
        ("20251105", None, "05T00:00", TimeResolution.DAY_ONLY),
        ("20251105T0900", None, "05T09:00", TimeResolution.ZONE_ASSUMED),
        ("November 5, 2025", None, "05T00:00", TimeResolution.DAY_ONLY),
        ("1762265100", "Asia/Hong_Kong", "04T14:05", TimeResolution.ZONE_STATED),
        # Hong Kong's time called GMT lies after the fetch, which was at midnight UTC.
        ("Thu, 06 Nov 2025 07:30:00 GMT", "Asia/Hong_Kong", "05T23:30", TimeResolution.ZONE_OF_SOURCE),
        ("Thu, 06 Nov 2025 07:30:00 GMT", None, "06T00:00", TimeResolution.AHEAD_OF_FETCH),
        ("Thu, 06 Nov 2025 09:30:00 GMT", "Asia/Hong_Kong", "06T00:00", TimeResolution.AHEAD_OF_FETCH),
        ("2025-11-06T00:05:00Z", None, "06T00:05", TimeResolution.ZONE_STATED),
        ("2025-11-07", None, "07T00:00", TimeResolution.DAY_ONLY),
    ],
)
def test_how_a_time_was_resolved(stated: str, zone: str | None, expected: str, how: TimeResolution) -> None:
    found = resolve_time(stated, fetched_at=FETCHED, zone=zone)
    assert (found.at.strftime("%dT%H:%M"), found.how) == (expected, how)


def test_two_days_ahead_are_a_clock_that_is_wrong() -> None:
    assert resolve_time("2025-11-08T00:00:00Z", fetched_at=FETCHED) == (
        FETCHED,
        TimeResolution.AHEAD_OF_FETCH,
    )


# Hypothesis wants bounds without a zone.
FIRST, LAST = (datetime(year, 1, 2) for year in (1990, 2068))  # noqa: DTZ001
moments = st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moments, zones)
def test_formats_of_the_standards_come_back(moment: datetime, zone: timezone) -> None:
    local = moment.astimezone(zone)
    assert resolve_time(local.isoformat()) == (moment, TimeResolution.ZONE_STATED)
    assert resolve_time(format_datetime(local)).at == moment


@given(st.text(max_size=60), st.sampled_from([None, "Asia/Hong_Kong", "America/New_York"]))
def test_any_text_is_a_sane_time_or_absurd(stated: str, zone: str | None) -> None:
    try:
        moment = resolve_time(stated, fetched_at=FETCHED, zone=zone).at
    except AbsurdTimeError:
        return
    assert datetime(1990, 1, 1, tzinfo=UTC) <= moment <= FETCHED + timedelta(days=2)
