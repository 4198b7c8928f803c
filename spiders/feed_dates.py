"""Days that feeds write as their country does: `17.3.26`, `12/11/2026`, `17 mars 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen

DATA_FILE = Path(__file__).with_name("feed_dates.yml")
AMBIGUOUS = "ambiguous date"

_NUMBERS = re.compile(
    r"(?<![\d./:-])(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d/-]|\.\d)"
)
_NAMED = re.compile(
    r"(?<!\w)(?P<day>\d{1,2})(?:er|\.|º)? (?:de )?(?P<name>[^\W\d_]{3,10})\.? (?:de )?(?P<year>\d{4})(?!\d)"
)
Names = Annotated[tuple[tuple[str, ...], ...], Field(min_length=12, max_length=12)]


class DateWords(Frozen):
    """The content of `feed_dates.yml`."""

    month_first: tuple[str, ...]
    unclear_countries: tuple[str, ...]
    unclear_languages: tuple[str, ...]
    english: tuple[str, ...]
    """Months that other languages call the same, which every reader knows."""
    months: Mapping[str, Names]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        known: dict[str, int] = {}
        for language, months in self.months.items():
            for number, names in enumerate(months, 1):
                for name in names:
                    if known.setdefault(name, number) != number:
                        raise ValueError(f"{language}: {name!r} is month {number} and {known[name]}")
        return self


def read_date_words(path: Path = DATA_FILE) -> DateWords:
    """The data file; raises BadDataFileError naming file and entry."""
    try:
        return DateWords.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error


@cache
def _words() -> tuple[DateWords, Mapping[str, int]]:
    words = read_date_words()
    rows = (enumerate(months, 1) for months in words.months.values())
    named = {name: number for row in rows for number, names in row for name in names}
    return words, {name: number for name, number in named.items() if name not in words.english}


def legible(stated: str, *, language: str | None = None, country: str | None = None) -> str:
    """The stated time with its day in ISO 8601, and the day as it stood behind it in brackets.

    A day of numbers is read by what it can be (no month is 17), by its mark (points put the day first) and
    by the language of the feed and the country of its source. Where that leaves two days, the time stays as
    it is, "(ambiguous date)" behind it: no reader takes it for a day then, and the reason stands with it.
    Any other time stays as it is.
    """
    if found := _NUMBERS.search(stated):
        days = list(dict.fromkeys(_days(found)))
        if len(days) > 1:
            days = _ordered(days, found["mark"], language, country)
            if not days:
                return f"{stated} ({AMBIGUOUS})"
    elif found := _NAMED.search(stated):
        name = found["name"].lower()
        month = _words()[1].get(name)
        days = [day for day in (_day(found["year"], month, found["day"]),) if day]
    if not found or not days:
        return stated
    return f"{stated[: found.start()]}{days[0]}{stated[found.end() :]} (stated {found.group()})"


def _days(found: re.Match[str]) -> Iterator[date]:
    """What it can be: day first, month first, and, of two digits each between hyphens, year first."""
    first, second, year = found["first"], found["second"], found["year"]
    readings = [(year, second, first), (year, first, second)]
    if found["mark"] == "-" and len(year) == 2:
        readings.append((first, second, year))
    yield from (day for reading in readings if (day := _day(reading[0], int(reading[1]), reading[2])))


def _day(year: str, month: int | None, day: str) -> date | None:
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    try:
        return date(number, month or 0, int(day))
    except ValueError:
        return None


def _ordered(days: list[date], mark: str, language: str | None, country: str | None) -> list[date]:
    """Of the readings, day first before month first, that which is usual there; none where neither is."""
    if mark == ".":
        return days[:1]
    if len(days) > 2 or (mark == "-" and days[0].year != days[1].year):
        return []
    words, _ = _words()
    spoken, _, region = (language or "").replace("_", "-").partition("-")
    if not region and spoken and spoken.lower() not in words.unclear_languages:
        return days[:1]
    where = (region or country or "").upper()
    if len(where) != 2 or where in words.unclear_countries:
        return []
    return days[1:] if where in words.month_first else days[:1]
