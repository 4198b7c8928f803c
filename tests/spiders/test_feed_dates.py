"""Days as countries write them: resolved where they can be one day only, else called ambiguous."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.errors import BadDataFileError
from spiders.feed_dates import legible, read_date_words
from spiders.feeds import parse_feed


@pytest.mark.parametrize(
    ("stated", "language", "country", "told"),
    [
        ("17.3.26", None, None, "2026-03-17 (stated 17.3.26)"),
        ("17.3.26 14:05 CET", None, None, "2026-03-17 14:05 CET (stated 17.3.26)"),
        ("12.11.2026", "en-us", "US", "2026-11-12 (stated 12.11.2026)"),
        ("17/11/2026", "en-us", "US", "2026-11-17 (stated 17/11/2026)"),
        ("11/17/2026", "de", "DE", "2026-11-17 (stated 11/17/2026)"),
        ("11/11/2026", None, None, "2026-11-11 (stated 11/11/2026)"),
        ("12/11/2026", "en-US", "GB", "2026-12-11 (stated 12/11/2026)"),
        ("12/11/2026", "en", "US", "2026-12-11 (stated 12/11/2026)"),
        ("12/11/2026", "en", "GB", "2026-11-12 (stated 12/11/2026)"),
        ("12/11/2026", "fr", "US", "2026-11-12 (stated 12/11/2026)"),
        ("12/11/2026", "en", None, "12/11/2026 (ambiguous date)"),
        ("12/11/2026 09:30", None, "CA", "12/11/2026 09:30 (ambiguous date)"),
        ("12/11/2026", "zh-Hant", "US", "12/11/2026 (ambiguous date)"),
        ("26-03-17", "de", "DE", "26-03-17 (ambiguous date)"),
        ("17 mars 2026", None, None, "2026-03-17 (stated 17 mars 2026)"),
        ("Le 1er février 2026, 8:00", "fr", None, "Le 2026-02-01, 8:00 (stated 1er février 2026)"),
        ("17. März 2026", None, None, "2026-03-17 (stated 17. März 2026)"),
        ("3 de agosto de 2026", None, None, "2026-08-03 (stated 3 de agosto de 2026)"),
        ("31/31/2026", None, None, "31/31/2026"),
        ("31 juin 2026", None, None, "31 juin 2026"),
        ("17 Brumaire 2026", None, None, "17 Brumaire 2026"),
    ],
)
def test_a_day_is_resolved_where_it_can_be_one_only(
    stated: str, language: str | None, country: str | None, told: str
) -> None:
    assert legible(stated, language=language, country=country) == told


@pytest.mark.parametrize(
    "stated",
    [
        "2026-03-17T10:00:00-05:00",
        "2026/03/17 10:00",
        "Tue, 17 Mar 2026 10:00:00 +0100",
        "Tuesday, 17-Mar-26 10:00:00 GMT",
        "17 September 2026",
        "1773741600",
        "20260317",
        "this Saturday",
        "version 1.2.3.4",
    ],
)
def test_what_readers_know_stays_as_stated(stated: str) -> None:
    assert legible(stated, language="de", country="DE") == stated


PIECES = ("12", "3", "31", "99", "2026", "26", "/", ".", "-", " ", "mars", "de", "er", ":", "T", "x")


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map("".join))
@example("17.3.26")
@example("12/11/2026")
@example("99/99/2026")
def test_no_text_makes_it_raise_or_loses_what_was_stated(text: str) -> None:
    told = legible(text)
    assert told == text or "(stated " in told or told == f"{text} (ambiguous date)"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)).filter(lambda day: day.day > 12), st.sampled_from("./-"))
def test_a_day_above_twelve_needs_no_country(day: date, mark: str) -> None:
    for stated in (f"{day:%d{mark}%m{mark}%Y}", f"{day:%m{mark}%d{mark}%Y}"):
        assert legible(stated) == f"{day} (stated {stated})"


def test_a_feed_is_read_in_its_language_and_country() -> None:
    item = "<item><title>A</title><link>http://news.example/1</link><pubDate>12/11/2026</pubDate></item>"
    body = '<rss version="2.0"><channel>{}<title>News</title>' + item + "</channel></rss>"

    def told(language: str, country: str | None) -> str | None:
        words = f"<language>{language}</language>" if language else ""
        reading = parse_feed(body.format(words).encode(), url="http://news.example/feed", country=country)
        return reading.leads[0].stated_time

    assert told("en-gb", "US") == "2026-11-12 (stated 12/11/2026)"
    assert told("", "US") == "2026-12-11 (stated 12/11/2026)"
    assert told("", None) == "12/11/2026 (ambiguous date)"


def test_a_name_of_two_months_is_refused(tmp_path: Path) -> None:
    words = read_date_words()
    assert {len(months) for months in words.months.values()} == {12}
    assert set(words.english) <= {
        name for months in words.months.values() for names in months for name in names
    }
    path = tmp_path / "feed_dates.yml"
    months = str([[f"m{n}"] for n in range(11)] + [["m0"]])
    lists = ("month_first", "unclear_countries", "unclear_languages", "english")
    path.write_text("".join(f"{name}: []\n" for name in lists) + f"months: {{xx: {months}}}\n")
    with pytest.raises(BadDataFileError, match=r"feed_dates\.yml: (.|\n)*'m0' is month 12 and 1"):
        read_date_words(path)
