"""XBRL facts to quarters, tables and figures, with numbers worked out by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture
from extractors.documents import Reading, to_documents
from extractors.folder import extract_folder
from extractors.knowledge.capex_tags import read_capex_tags
from extractors.segments import read_segment
from extractors.text.normalise import normalise
from extractors.xbrl.facts import Fact, read_snapshot
from extractors.xbrl.periods import quarter_name, year_name
from extractors.xbrl.quarters import read_filings
from pipeline.capture import CaptureKind
from pipeline.claims import FigureClaim
from pipeline.errors import BadDataFileError
from pipeline.settings import Settings
from pipeline.vocabulary import Basis, DocumentKind, FigureKind, Tier
from tests.extractors.archives import Archive, note
from tests.extractors.batches import read_batch
from tests.extractors.xbrl_facts import ASSETS, PLANT, companyfacts, entry

URL = "http://data.edgar.example/api/xbrl/companyfacts/CIK0009990001.json"
NINE_MONTHS = [
    (PLANT, entry("2024-01-01", "2024-12-31", 1_460_000_000, "2025-02-25", form="10-K")),
    (PLANT, entry("2025-01-01", "2025-03-31", 700_000_000, "2025-05-08")),
    (PLANT, entry("2025-01-01", "2025-06-30", 1_624_600_000, "2025-08-07")),
    (PLANT, entry("2025-01-01", "2025-09-30", 2_904_600_000, "2025-11-12")),
]


def read(body: bytes, **fields: Any) -> Reading:
    about = note(URL, kind=CaptureKind.FACTS, tier=Tier.FILING, document_kind=DocumentKind.FILING, **fields)
    return to_documents(Capture(about, 200, "application/json", body, "segment#1"))


def latest(figures: tuple[FigureClaim, ...]) -> dict[str, Decimal]:
    """Values by period, without the days; what is told last counts."""
    return {str(figure.period).split(" (")[0]: figure.low for figure in figures}


def test_year_to_date_becomes_quarters_that_cite_both_lines() -> None:
    reading = read(companyfacts(NINE_MONTHS))
    assert latest(reading.figures) == {
        "2024": 1_460_000_000,
        "Q1 2025": 700_000_000,
        "Q2 2025": 924_600_000,
        "Q3 2025": 1_280_000_000,
    }
    assert [str(table.published_at)[:10] for table in reading.tables] == [
        "2025-02-25", "2025-05-08", "2025-08-07", "2025-11-12",
    ]  # fmt: skip
    table, figure = reading.tables[-1], reading.figures[-1]
    assert (figure.document_id, figure.kind, figure.basis) == (table.id, FigureKind.CAPEX, Basis.ACTUAL)
    assert (figure.entities, figure.unit) == (("CINDERPATH COMPUTE",), "USD")
    assert figure.period == "Q3 2025 (2025-07-01 to 2025-09-30)"
    assert figure.as_written == "2,904,600,000 less 1,624,600,000"
    assert [evidence.quote for evidence in figure.evidence] == [
        f"us-gaap:{PLANT} | 2025-01-01 | 2025-09-30 | 2,904,600,000 | USD | 10-Q"
        " | 0009990001-25-111200 | 2025-11-12",
        f"us-gaap:{PLANT} | 2025-01-01 | 2025-06-30 | 1,624,600,000 | USD | 10-Q"
        " | 0009990001-25-080700 | 2025-08-07",
    ]
    assert table.text.splitlines()[0] == table.title
    assert table.title == "CINDERPATH COMPUTE: capital expenditure in the XBRL of form 10-Q, filed 2025-11-12"
    assert (table.accession, table.form, table.cik) == ("0009990001-25-111200", "10-Q", "9990001")
    assert table.url == f"{URL}#0009990001-25-111200"


def test_every_number_stands_where_its_claim_says() -> None:
    reading = read(companyfacts(NINE_MONTHS))
    texts = {table.id: table.text for table in reading.tables}
    for figure in reading.figures:
        text = texts[figure.document_id]
        assert normalise(text) == text
        assert text[figure.start : figure.end] == figure.as_written.split(" less ")[0]
        for evidence in figure.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


def test_a_company_that_changes_its_tag_goes_on() -> None:
    facts = [
        (PLANT, entry("2020-01-27", "2020-04-26", 155, "2020-05-21")),
        (PLANT, entry("2020-01-27", "2020-07-26", 372, "2020-08-19")),
        (ASSETS, entry("2020-01-27", "2020-10-25", 845, "2020-11-18")),
    ]
    assert latest(read(companyfacts(facts)).figures) == {"Q1 FY2021": 155, "Q2 FY2021": 217, "Q3 FY2021": 473}


def test_two_tags_of_one_filing_are_never_mixed_or_added() -> None:
    facts = [
        (PLANT, entry("2025-01-01", "2025-03-31", 100, "2025-05-08")),
        (ASSETS, entry("2025-01-01", "2025-03-31", 120, "2025-05-08")),
        (ASSETS, entry("2025-01-01", "2025-06-30", 250, "2025-08-07")),
    ]
    assert latest(read(companyfacts(facts)).figures) == {"Q1 2025": 100, "Q2 2025": 130}


def test_a_restatement_is_later_knowledge_beside_the_older() -> None:
    facts = [
        (PLANT, entry("2016-01-01", "2016-03-31", 2428, "2016-05-03")),
        (PLANT, entry("2016-01-01", "2016-06-30", 4551, "2016-08-04")),
        (PLANT, entry("2016-01-01", "2016-03-31", 2444, "2017-05-02")),
        (PLANT, entry("2016-01-01", "2016-06-30", 4580, "2017-07-25")),
        (PLANT, entry("2016-01-01", "2016-06-30", 4580, "2017-07-26", form="10-Q/A")),
    ]
    reading = read(companyfacts(facts))
    filed = {table.id: str(table.published_as_stated) for table in reading.tables}
    told = [(str(f.period)[:7], int(f.low), filed[f.document_id]) for f in reading.figures]
    assert told == [
        ("Q1 2016", 2428, "2016-05-03"),
        ("Q2 2016", 2123, "2016-08-04"),
        ("Q1 2016", 2444, "2017-05-02"),
        ("Q2 2016", 2136, "2017-07-25"),
    ]


def test_a_restated_year_does_not_put_its_restatement_into_one_quarter() -> None:
    facts = [
        (PLANT, entry("2014-01-01", "2014-09-30", 70, "2014-11-03")),
        (PLANT, entry("2014-01-01", "2014-12-31", 100, "2015-02-11", form="10-K")),
        (PLANT, entry("2014-01-01", "2014-12-31", 106, "2016-02-11", form="10-K")),
    ]
    assert latest(read(companyfacts(facts)).figures) == {"Q4 2014": 30, "2014": 106}


def test_a_quarter_reported_by_itself_goes_before_a_difference() -> None:
    facts = [
        (PLANT, entry("2015-01-01", "2015-06-30", 50, "2015-08-04")),
        (PLANT, entry("2015-01-01", "2015-09-30", 79, "2015-11-03")),
        (PLANT, entry("2015-07-01", "2015-09-30", 30, "2015-11-03")),
    ]
    (figure,) = read(companyfacts(facts)).figures
    assert (figure.low, len(figure.evidence)) == (30, 1)


def test_the_company_is_called_as_the_press_calls_it() -> None:
    facts = [(ASSETS, entry("2025-01-27", "2026-01-25", 6_042_000_000, "2026-02-25", form="10-K"))]
    (figure,) = read(companyfacts(facts, cik=1045810, name="NVIDIA CORP")).figures
    assert (figure.entities, figure.entity_ids, figure.period) == (("Nvidia",), ("nvidia",), "FY2026")


def test_money_of_other_countries_keeps_its_currency() -> None:
    tag = "PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities"
    facts = [(tag, entry("2024-01-01", "2024-12-31", 956_006_835_000.5, "2025-04-17", form="20-F"))]
    (figure,) = read(companyfacts(facts, unit="TWD", taxonomy="ifrs-full")).figures
    assert (figure.unit, figure.low, figure.as_written) == (
        "TWD",
        Decimal("956006835000.5"),
        "956,006,835,000.5",
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"val": None}, {"val": "much"}, {"val": True}, {"val": 1e30}, {"val": float("nan")},
        {"end": "2025-02-30"}, {"end": "2024-12-01"}, {"filed": "2025-01-02"}, {"start": None},
        {"accn": 7}, {"form": None}, {"start": "9999-10-01", "end": "9999-12-31", "filed": "9999-12-31"},
    ],
)  # fmt: skip
def test_a_fact_that_cannot_be_costs_a_row_and_no_other_fact(changed: dict[str, Any]) -> None:
    bad = (PLANT, entry("2025-04-01", "2025-06-30", 8, "2025-08-07") | changed)
    reading = read(companyfacts([NINE_MONTHS[0], bad]))
    assert latest(reading.figures) == {"2024": 1_460_000_000}
    (row,) = reading.quarantined
    assert (row.reason, row.detail[:24]) == ("malformed_entry", "1 facts cannot be read, ")
    assert PLANT in row.detail


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "unreadable"),
        (b"<html>busy</html>", "unreadable"),
        (b'{"cik": 1, "entityName": "X"}', "unreadable"),
        (b'{"cik": "x", "entityName": "X", "facts": {}}', "unreadable"),
        (b'{"cik": 1, "entityName": "X", "facts": []}', "empty"),
        (b'{"cik": 1, "entityName": "X", "facts": {"us-gaap": {"Assets": {}}}}', "empty"),
    ],
)
def test_an_answer_without_facts_gives_its_reason(body: bytes, reason: str) -> None:
    reading = read(body)
    assert (reading.tables, reading.figures) == ((), ())
    assert [row.reason for row in reading.quarantined] == [reason]


class NoReader:
    """Tables have no sentences, so nobody may be asked to read them."""

    version = "1"

    def read(self, documents: object) -> Any:
        raise AssertionError("asked to read a table")


def test_two_snapshots_of_one_segment_give_each_filing_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "edgar" / "2025-11-13-001.warc.gz")
    for facts in (NINE_MONTHS[:3], NINE_MONTHS):
        archive.add(companyfacts(facts), note(URL, kind=CaptureKind.FACTS))
    batch = read_batch(read_segment(archive.close(), tmp_path / "out", NoReader()).batch)
    assert len(batch.documents) == len({document.id for document in batch.documents}) == 4
    assert latest(batch.figures)["Q3 2025"] == 1_280_000_000
    assert len(batch.figures) == 4


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("2025-01-01", "2025"), ("2024-09-29", "FY2025"), ("2025-01-27", "FY2026"), ("2020-12-27", "2021"),
        ("2021-01-03", "2021"), ("2023-12-31", "2024"), ("2025-07-01", "FY2026"), ("2024-02-04", "FY2025"),
    ],
)  # fmt: skip
def test_a_year_is_named_after_the_one_it_ends_in(start: str, name: str) -> None:
    assert year_name(date.fromisoformat(start)) == name


@given(
    first=st.dates(date(2005, 1, 1), date(2030, 12, 31)),
    years=st.integers(-6, 6),
    number=st.integers(1, 4),
    shift=st.integers(-6, 6),
)
def test_a_quarter_is_counted_from_any_other_years_start(
    first: date, years: int, number: int, shift: int
) -> None:
    year_start = first + timedelta(days=round(365.2425 * years) + shift)
    start = first + timedelta(days=91 * (number - 1))
    assert quarter_name(start, year_start=year_start).startswith(f"Q{number} ")


Values = st.integers(0, 10**11)


@given(
    quarters=st.tuples(Values, Values, Values, Values),
    first=st.dates(date(2010, 1, 1), date(2028, 12, 31)),
    alone=st.sets(st.integers(0, 3)),
    tags=st.lists(st.integers(0, 2), min_size=12, max_size=12),
    late=st.booleans(),
    data=st.data(),
)
def test_quarters_of_a_year_sum_to_the_year_whatever_the_order(
    quarters: tuple[int, ...], first: date, alone: set[int], tags: list[int], late: bool, data: st.DataObject
) -> None:
    ends = [first + timedelta(days=91 * number - 1) for number in (1, 2, 3, 4)]
    facts = []
    for at, end in enumerate(ends):
        filed = (ends[-1] if late else end) + timedelta(days=40)
        facts.append(_fact(tags[at], first, end, sum(quarters[: at + 1]), filed))
        if at in alone:
            facts.append(_fact(tags[at], end - timedelta(days=90), end, quarters[at], filed))
        again = filed + timedelta(days=364)
        facts.append(_fact(tags[4 + at], first, end, sum(quarters[: at + 1]), again))
    told = list(read_filings(data.draw(st.permutations(facts))))
    amounts = [amount for filing in told for amount in filing.news]
    values = {amount.period.split(" (")[0]: int(amount.value) for amount in amounts}
    year = values.pop(year_name(first))
    assert year == sum(quarters) == sum(values.values())
    assert [values[name] for name in sorted(values)] == list(quarters)
    assert len(amounts) == 5, "the comparatives of the year after are no news"
    assert told == list(read_filings(facts))


def _fact(rank: int, start: date, end: date, value: int, filed: date) -> Fact:
    accession = f"0009990001-{filed:%y}-{filed:%m%d}00"
    return Fact(filed, accession, "10-Q", rank, f"tag{rank}", start, end, Decimal(value), "USD")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists) | st.binary())
def test_no_answer_makes_the_reader_fail(found: Any) -> None:
    body = (
        found
        if isinstance(found, bytes)
        else json.dumps({"cik": 1, "entityName": "X", "facts": found}).encode()
    )
    reading = read(body)
    assert len(reading.quarantined) == 1
    tagged = companyfacts([(PLANT, {"val": 1} if isinstance(found, bytes) else found)])
    assert read(tagged).figures == ()
    assert "opening it failed" not in read(tagged).quarantined[0].detail


def test_the_tags_are_those_of_the_file_in_its_order(tmp_path: Path) -> None:
    assert [row.tag for row in read_capex_tags()][:2] == [PLANT, ASSETS]
    for rank, row in enumerate(read_capex_tags()):
        facts = [(row.tag, entry("2025-01-01", "2025-03-31", 5, "2025-05-08"))]
        (fact,) = read_snapshot(companyfacts(facts, taxonomy=row.taxonomy), read_capex_tags()).facts
        assert (fact.rank, fact.tag) == (rank, f"{row.taxonomy}:{row.tag}")
    path = tmp_path / "tags.yml"
    path.write_text("- {taxonomy: us-gaap, tag: Aa}\n- {taxonomy: us-gaap, tag: Aa}\n")
    with pytest.raises(BadDataFileError, match="each once"):
        read_capex_tags(path)


def test_an_archive_given_by_hand_gives_its_tables_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "in" / "edgar.warc.gz")
    for facts in (NINE_MONTHS[:3], NINE_MONTHS):
        archive.add(companyfacts(facts), note(URL, kind=CaptureKind.FACTS))
    archive.close()
    settings = Settings(data_dir=tmp_path / "data")
    report = extract_folder(tmp_path / "in", tmp_path / "out", NoReader(), settings=settings)
    assert (report.documents, report.figures, report.unread_files) == (4, 4, 0)
    label = json.loads((tmp_path / "out" / "edgar.json").read_text())
    assert [figure["period"][:7] for figure in label["figures"]] == ["2024", "Q1 2025", "Q2 2025", "Q3 2025"]
    assert len(label["documents"]) == 4
