"""Reads zones.yml: names of time zones, and what each means where a source is at home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, model_validator

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError

AMBIGUOUS = timezone(timedelta(0), "ambiguous")
"""The zone of a time whose zone is named but not settled: kept as stated, which reads it as UTC."""

SEASONS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class ZoneReading(Row):
    """One of the things that a name means."""

    hours: float | None = Field(default=None, ge=-12, le=14)
    place: str | None = None
    countries: tuple[Country, ...] = ()

    @model_validator(mode="after")
    def _is_of_its_place(self) -> Self:
        if self.place is None:
            if self.hours != 0:
                raise ValueError("without a place, only UTC is a zone")
        elif self.hours is not None and self.hours not in offsets_of(self.place):
            raise ValueError(f"{self.place} is never {self.hours:g} hours from UTC")
        return self

    @property
    def zone(self) -> tzinfo:
        """In summer and winter the same, unless it is a place's."""
        if self.hours is None:
            return ZoneInfo(self.place or "UTC")
        return timezone(timedelta(hours=self.hours))


class ZoneName(Row):
    """A name, and what it means."""

    name: str = Field(pattern=r"^[A-Z]{1,5}$")
    readings: tuple[ZoneReading, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        countries = [country for reading in self.readings for country in reading.countries]
        if len(set(countries)) < len(countries):
            raise ValueError(f"{self.name} means two things in one country")
        if len(self.readings) > 1 and not all(reading.countries for reading in self.readings):
            raise ValueError(f"{self.name} means several things, so each needs countries")
        return self

    def at(self, *, zone: str | None, country: str | None) -> tzinfo:
        """What it means to a source of that zone or country; AMBIGUOUS where neither settles it."""
        if len(self.readings) == 1:
            return self.readings[0].zone
        near = [reading for reading in self.readings if zone and reading.hours in offsets_of(zone)]
        if len(near) != 1:
            near = [reading for reading in self.readings if country in reading.countries]
        return near[0].zone if near else AMBIGUOUS


@cache
def zone_names(path: Path | None = None) -> Mapping[str, ZoneName]:
    """By name. Raises BadDataFileError naming file and line, or a name that is there twice."""
    rows = read_rows(path or data_file("zones.yml"), ZoneName)
    names = {row.name: row for row in rows}
    if len(names) < len(rows):
        twice = next(row.name for row in rows if names[row.name] is not row)
        raise BadDataFileError(f"zones.yml: {twice!r} is given twice")
    return names


@cache
def offsets_of(place: str) -> frozenset[float]:
    """Hours from UTC over a year. Raises ValueError for what is no place of the time zone database."""
    try:
        zone = ZoneInfo(place)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"{place!r} is no zone of the IANA time zone database") from error
    offsets = (moment.astimezone(zone).utcoffset() or timedelta() for moment in SEASONS)
    return frozenset(offset / timedelta(hours=1) for offset in offsets)
