"""Recorded companyfacts: every company's quarters, checked by hand against the reports themselves."""

from __future__ import annotations

import gzip
import html
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.captures import Capture
from extractors.documents import Reading, to_documents
from pipeline.capture import CaptureKind
from pipeline.vocabulary import DocumentKind, Tier
from tests.extractors.archives import note

COMPANIES = {
    "Alphabet": "CIK0001652044",
    "Apple": "CIK0000320193",
    "Marvell Technology": "CIK0001835632",
    "Nvidia": "CIK0001045810",
    "Snowflake": "snow_facts",
}
MILLION = 1_000_000
RESTATED_ALONE = {
    "Alphabet": {"2015"},  # nine months raised by 33 million a year later, half-year and quarter not
    "Marvell Technology": {"FY2021"},  # the year rounded to a hundred thousand later, its quarters not
}
"""Years whose restatement no filing tells by quarter."""


class Year(NamedTuple):
    """Quarters in millions, in order, and the year as reported by itself."""

    quarters: dict[int, Decimal]
    whole: Decimal | None


@cache
def reading(folder: Path, name: str) -> Reading:
    path = folder / "data" / "edgar" / "api" / "companyfacts" / f"{COMPANIES[name]}.json.gz"
    about = note(
        f"https://data.sec.gov/api/xbrl/companyfacts/{COMPANIES[name]}.json",
        kind=CaptureKind.FACTS,
        tier=Tier.FILING,
        document_kind=DocumentKind.FILING,
    )
    return to_documents(Capture(about, 200, "application/json", gzip.decompress(path.read_bytes()), None))


def years(folder: Path, name: str) -> dict[str, Year]:
    """What is told last of each year."""
    quarters: defaultdict[str, dict[int, Decimal]] = defaultdict(dict)
    whole: dict[str, Decimal] = {}
    for figure in reading(folder, name).figures:
        period, value = str(figure.period), figure.low / MILLION
        if period.startswith("Q"):
            number, year = period.split(" (")[0].split(" ", 1)
            quarters[year][int(number[1])] = value
        else:
            whole[period] = value
    return {year: Year(dict(sorted(quarters[year].items())), whole.get(year)) for year in {*quarters, *whole}}


@cache
def report(folder: Path, name: str) -> str:
    """A report's text, without its markup."""
    path = folder / "data" / "edgar" / "documents" / "annual_quarterly" / f"{name}.html.gz"
    text = html.unescape(re.sub(r"<[^>]*>", " ", gzip.decompress(path.read_bytes()).decode()))
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", COMPANIES)
def test_every_quarter_of_a_whole_year_sums_to_it(shared: Path, name: str) -> None:
    read = reading(shared, name)
    assert read.quarantined == ()
    found = years(shared, name)
    complete = {year for year, told in found.items() if told.whole is not None and len(told.quarters) == 4}
    assert len(complete) >= 3
    odd = {year for year in complete if sum(found[year].quarters.values()) != found[year].whole}
    assert odd == RESTATED_ALONE.get(name, set())
    texts = {table.id: table.text for table in read.tables}
    for figure in read.figures:
        assert figure.entities == (name,)
        for evidence in figure.evidence:
            assert texts[figure.document_id][evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    ("name", "document", "row", "told"),
    [
        (
            "Nvidia",
            "10-K_NVDA_0001045810-24-000029",
            "Purchases related to property and equipment and intangible assets ( 1,069 ) ( 1,833 ) ( 976 )",
            {"FY2024": 1069, "FY2023": 1833, "FY2022": 976},
        ),
        (
            "Alphabet",
            "10-K_GOOG_0001652044-24-000022",
            "Purchases of property and equipment ( 24,640 ) ( 31,485 ) ( 32,251 )",
            {"2021": 24640, "2022": 31485, "2023": 32251},
        ),
    ],
)
def test_years_are_those_of_the_annual_report(
    shared: Path, name: str, document: str, row: str, told: dict[str, int]
) -> None:
    assert row in report(shared, document)
    found = years(shared, name)
    assert {year: found[year].whole for year in told} == told


@pytest.mark.parametrize(
    ("name", "document", "row", "told"),
    [
        (
            "Apple",
            "10-Q_AAPL_0000320193-23-000077",
            "Payments for acquisition of property, plant and equipment ( 8,796 ) ( 7,419 )",
            {("FY2023", 3): 8796, ("FY2022", 3): 7419},
        ),
        (
            "Nvidia",
            "10-Q_NVDA_0001045810-23-000175",
            "Purchases related to property and equipment and intangible assets ( 537 ) ( 794 )",
            {("FY2024", 2): 537},
        ),
        (
            "Alphabet",
            "10-Q_GOOG_0001652044-23-000094",
            "Purchases of property and equipment ( 23,890 ) ( 21,232 )",
            {("2022", 3): 23890, ("2023", 3): 21232},
        ),
    ],
)
def test_quarters_add_up_to_the_year_to_date_of_the_quarterly_report(
    shared: Path, name: str, document: str, row: str, told: dict[tuple[str, int], int]
) -> None:
    assert row in report(shared, document)
    found = years(shared, name)
    for (year, until), value in told.items():
        quarters = found[year].quarters
        assert sum(quarters[number] for number in range(1, until + 1)) == value


@pytest.mark.parametrize(
    ("name", "year", "quarters", "whole"),
    [
        ("Alphabet", "2023", "6289 6888 8055 11019", "32251"),
        ("Apple", "FY2025", "2940 3071 3462 3242", "12715"),
        ("Marvell Technology", "FY2025", "91.5 48.2 75.0 69.9", "284.6"),
        ("Nvidia", "FY2026", "1227 1895 1636 1284", "6042"),
        ("Snowflake", "FY2025", "16.519 5.043 13.440 11.277", "46.279"),
    ],
)
def test_one_year_of_each_company_worked_out_by_hand(
    shared: Path, name: str, year: str, quarters: str, whole: str
) -> None:
    by_hand = {number: Decimal(value) for number, value in enumerate(quarters.split(), start=1)}
    assert years(shared, name)[year] == Year(by_hand, Decimal(whole))


def test_nvidias_change_of_tag_leaves_no_gap(shared: Path) -> None:
    told = years(shared, "Nvidia")
    assert told["FY2021"].quarters == {1: 155, 2: 217, 3: 473}
    (claim,) = [f for f in reading(shared, "Nvidia").figures if str(f.period).startswith("Q3 FY2021 ")]
    tags = [evidence.quote.split(" | ")[0].removeprefix("us-gaap:") for evidence in claim.evidence]
    assert tags == ["PaymentsToAcquireProductiveAssets", "PaymentsToAcquirePropertyPlantAndEquipment"]
