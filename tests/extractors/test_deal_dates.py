"""Dates that sentences give for deals."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.deals.dates import stated_date

PUBLISHED = datetime(2026, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On April 25, 2025, it drew down the loan.", "2025-04-25"),
        ("It closed on 7 July 2025.", "2025-07-07"),
        ("It was signed in November 2024.", "2024-11"),
        ("They acquired Grubhofer in 2024.", "2024"),
        ("It signed the lease on Jan. 14.", "2026-01-14"),
        ("The deal was signed in November.", "2025-11"),
        ("On February 31, 2025 nothing happened.", "2025-02"),
        ("It costs $2024 million.", None),
        ("It may close later.", None),
        ("It leased halls that open in 2027.", None),
        ("It agreed to close on 7 July 2026.", None),
    ],
)
def test_the_first_date_is_read_as_far_as_it_goes(sentence: str, expected: str | None) -> None:
    assert stated_date(sentence, PUBLISHED) == expected


def test_without_a_year_and_a_publication_there_is_no_date() -> None:
    assert stated_date("It signed the lease on Jan. 14.", None) is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2049, 12, 31)))
def test_every_written_day_reads_back(day: object) -> None:
    assert stated_date(f"It closed on {day:%B} {day:%d}, {day:%Y}.", None) == str(day)
