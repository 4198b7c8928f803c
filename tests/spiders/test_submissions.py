"""EDGAR's submissions index to leads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexReading
from spiders.submissions import parse_submissions, submissions_url

URL = submissions_url("https://data.sec.gov", 1045810)


def read(body: bytes, *, latest: int = 40, forms: tuple[str, ...] = ("8-K", "8-K/A")) -> IndexReading:
    """The index as the spider reads it."""
    archive = "https://www.sec.gov"
    return parse_submissions(body, url=URL, cik=1045810, archive_url=archive, forms=forms, latest=latest)


def index(**columns: list[str]) -> bytes:
    """A submissions index with those columns."""
    return json.dumps({"name": "NVIDIA CORP", "cik": 1, "filings": {"recent": columns, "files": []}}).encode()


def test_the_addresses_are_those_of_edgar() -> None:
    assert URL == "https://data.sec.gov/submissions/CIK0001045810.json"
    body = index(
        accessionNumber=["0001045810-26-000007", "0001045810-26-000006"],
        form=["8-K/A", "4"],
        acceptanceDateTime=["2026-02-25T16:21:03.000Z", "2026-02-24T16:21:03.000Z"],
        items=["2.02, 9.01,", ""],
    )
    [lead] = read(body).leads
    folder = "https://www.sec.gov/Archives/edgar/data/1045810/000104581026000007"
    assert lead.url == f"{folder}/0001045810-26-000007.txt"
    assert (lead.company, lead.form, lead.items) == ("NVIDIA CORP", "8-K/A", ("2.02", "9.01"))
    assert lead.stated_time == "2026-02-25T16:21:03.000Z"
    assert read(body).entries == 2


def test_only_the_newest_wanted_filings_are_leads() -> None:
    numbers = [f"0001045810-26-{n:06d}" for n in range(9, 0, -1)]
    body = index(accessionNumber=numbers, form=["8-K", "4", "8-K"] * 3, acceptanceDateTime=[""] * 9)
    reading = read(body, latest=4)
    assert [lead.accession for lead in reading.leads] == [numbers[at] for at in (0, 2, 3, 5)]
    assert reading.leads[0].stated_time is None


def test_a_bad_accession_is_a_problem_and_the_rest_is_read() -> None:
    body = index(
        accessionNumber=["../../etc/passwd", "0001045810-26-000001"],
        form=["8-K", "8-K"],
        acceptanceDateTime=["", ""],
    )
    reading = read(body)
    assert [lead.accession for lead in reading.leads] == ["0001045810-26-000001"]
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_ENTRY]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b"\xff",
        index(accessionNumber=["x"], form=[], acceptanceDateTime=[]),
        b"[" * 99999,
    ],
)
def test_what_is_no_index_is_one_problem(body: bytes) -> None:
    reading = read(body)
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_FEED]
    assert reading.is_broken


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v))
)
def test_no_json_makes_it_raise(noise: object) -> None:
    for body in (noise, {"name": "N", "filings": noise}, {"name": "N", "filings": {"recent": noise}}):
        assert read(json.dumps(body).encode()).is_broken


ACCESSIONS = st.from_regex(r"\d{10}-\d{2}-\d{6}", fullmatch=True)


@given(st.lists(st.tuples(ACCESSIONS, st.sampled_from(["8-K", "4", "8-K/A", "10-K"])), max_size=20))
def test_every_wanted_filing_is_a_lead_or_a_problem(rows: list[tuple[str, str]]) -> None:
    body = index(
        accessionNumber=[a for a, _ in rows], form=[f for _, f in rows], acceptanceDateTime=[""] * len(rows)
    )
    reading = read(body)
    wanted = [form for _, form in rows if form.startswith("8-K")]
    assert len(reading.leads) + len(reading.problems) == len(wanted)


def test_real_indexes_are_read(shared: Path) -> None:
    path = shared / "data" / "edgar" / "api" / "submissions" / "CIK0001045810.json.gz"
    reading = read(gzip.decompress(path.read_bytes()), latest=1000)
    assert len(reading.leads) > 50
    assert {lead.form for lead in reading.leads} <= {"8-K", "8-K/A"}
    assert all(lead.company == "NVIDIA CORP" for lead in reading.leads)
    assert any("2.02" in lead.items for lead in reading.leads)
