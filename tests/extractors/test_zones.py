"""Names of time zones: each means what the time zone database says of its place, shared ones what fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.knowledge.zones import SEASONS, ZoneName, zone_names
from extractors.text.times import resolve_time
from pipeline.document import TimeResolution
from pipeline.errors import BadDataFileError

STATED, AMBIGUOUS = TimeResolution.ZONE_STATED, TimeResolution.ZONE_AMBIGUOUS

FIRST, LAST = (datetime(year, 1, 2) for year in (1990, 2068))  # noqa: DTZ001 - Hypothesis wants none
moments = st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
settled = st.sampled_from([row for row in zone_names().values() if len(row.readings) == 1])
shared = st.sampled_from(
    [(row, reading) for row in zone_names().values() if len(row.readings) > 1 for reading in row.readings]
)


@given(
    moments, settled, st.sampled_from(["%a, %d %b %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%B %d, %Y %H:%M:%S"])
)
def test_a_time_in_a_named_zone_comes_back(moment: datetime, row: ZoneName, form: str) -> None:
    local = moment.astimezone(row.readings[0].zone)
    if local.fold or (local + timedelta(hours=1)).utcoffset() != local.utcoffset():
        return  # an hour that a place has twice
    assert resolve_time(f"{local.strftime(form)} {row.name}") == (moment, STATED)
    assert resolve_time(f"{local.strftime(form)} ({row.name.lower()})", zone="Asia/Tokyo").at == moment


@given(moments, shared)
def test_a_shared_name_is_settled_by_the_country_or_the_zone_of_the_source(
    moment: datetime, row_and_reading: tuple[ZoneName, object]
) -> None:
    row, reading = row_and_reading
    local = moment.astimezone(reading.zone)  # type: ignore[attr-defined]
    stated = f"{local:%d %b %Y %H:%M:%S} {row.name}"
    for country in reading.countries:  # type: ignore[attr-defined]
        assert resolve_time(stated, country=country) == (moment, STATED)
    assert resolve_time(stated, zone=reading.place) == (moment, STATED)  # type: ignore[attr-defined]
    as_stated = moment + (local.utcoffset() or timedelta())
    assert resolve_time(stated) == resolve_time(stated, country="BR") == (as_stated, AMBIGUOUS)


@pytest.mark.parametrize(
    ("name", "place", "winter"),
    [
        ("HST", "Pacific/Honolulu", True),
        ("AKST", "America/Anchorage", True),
        ("AKDT", "America/Anchorage", False),
        ("NZST", "Pacific/Auckland", False),
        ("NZDT", "Pacific/Auckland", True),
        ("AEST", "Australia/Sydney", False),
        ("AEDT", "Australia/Sydney", True),
        ("JST", "Asia/Tokyo", True),
        ("KST", "Asia/Seoul", True),
        ("HKT", "Asia/Hong_Kong", True),
        ("CET", "Europe/Berlin", True),
        ("CEST", "Europe/Berlin", False),
        ("BST", "Europe/London", False),
        ("MSK", "Europe/Moscow", True),
        ("PKT", "Asia/Karachi", True),
        ("WIB", "Asia/Jakarta", True),
        ("SAST", "Africa/Johannesburg", True),
        ("EDT", "America/New_York", False),
        ("IDT", "Asia/Jerusalem", False),
    ],
)
def test_the_database_calls_it_so_and_counts_the_same_hours(name: str, place: str, winter: bool) -> None:
    there = SEASONS[0 if winter else 1].astimezone(ZoneInfo(place))
    assert there.tzname() == name
    [reading] = zone_names()[name].readings
    assert timedelta(hours=reading.hours or 0) == there.utcoffset()


@pytest.mark.parametrize(
    ("stated", "zone", "country", "expected", "how"),
    [
        ("5 Nov 2025 09:00 CST", None, "US", "05T15:00", STATED),
        ("5 Nov 2025 09:00 CST", "America/New_York", "US", "05T15:00", STATED),
        ("5 Nov 2025 09:00 CST", "Asia/Hong_Kong", "US", "05T01:00", STATED),
        ("5 Nov 2025 09:00 CST", "Asia/Taipei", None, "05T01:00", STATED),
        ("5 Nov 2025 09:00 IST", None, "IN", "05T03:30", STATED),
        ("5 Jul 2025 09:00 IST", "Europe/Dublin", None, "05T08:00", STATED),
        ("5 Nov 2025 09:00 IST", "Europe/Berlin", None, "05T09:00", AMBIGUOUS),
        ("5 Nov 2025 09:00 IST", "Europe/Berlin", "IL", "05T07:00", STATED),
        ("5 Nov 2025 09:00 AST", None, "SA", "05T06:00", STATED),
        ("5 Nov 2025 09:00 CST", None, None, "05T09:00", AMBIGUOUS),
        ("5 Nov 2025 09:00 CST+08:00", None, None, "05T01:00", STATED),
        ("5 Nov 2025 CST", None, None, "05T00:00", TimeResolution.DAY_ONLY),
        ("5 Jul 2025 09:00 ET", "Asia/Taipei", "TW", "05T13:00", STATED),
        ("5 Nov 2025 09:00 QQQ", "Asia/Taipei", None, "05T01:00", TimeResolution.ZONE_OF_SOURCE),
    ],
)
def test_what_a_name_means_at_home(
    stated: str, zone: str | None, country: str | None, expected: str, how: TimeResolution
) -> None:
    found = resolve_time(stated, zone=zone, country=country)
    assert (found.at.strftime("%dT%H:%M"), found.how) == (expected, how)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("- {name: CET, readings: [{hours: 3, place: Europe/Berlin}]}", "line 1: .*never 3 hours"),
        ("- {name: CET, readings: [{hours: 1, place: Europe/Berln}]}", "no zone of the IANA"),
        ("- {name: CET, readings: [{hours: 1}]}", "without a place"),
        ("- {name: A, readings: [{hours: 0}]}\n- {name: A, readings: [{hours: 0}]}", "'A' is given twice"),
        ("- {name: A, readings: [{hours: 0}, {place: Asia/Tokyo, countries: [JP]}]}", "each needs countries"),
        (
            "- {name: A, readings: [{hours: 0, countries: [JP]}, {place: Asia/Tokyo, countries: [JP]}]}",
            "two things in one country",
        ),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, rows: str, complaint: str) -> None:
    path = tmp_path / "zones.yml"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(BadDataFileError, match=f"(?s)zones.yml.*{complaint}"):
        zone_names(path)
