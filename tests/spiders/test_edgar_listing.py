"""EDGAR's daily and full index."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import Filed
from spiders.edgar.listing import daily_files, read_listing

RULE = "-" * 80
MASTER = f"""Description: Daily Index
CIK|Company Name|Form Type|Date Filed|File Name
{RULE}
9990001|NORTHGATE CORP /DE/|8-K|20260219|edgar/data/9990001/0009990001-26-000003.txt
9990002|Quarry, Inc.|SCHEDULE 13G/A|2026-02-19|edgar/data/9990002/0009990009-26-000001.txt
"""
FORM = f"""Form Type   Company Name                  CIK         Date Filed  File Name
{RULE}
8-K         NORTHGATE CORP /DE/           9990001     20260219    edgar/data/9990001/0009990001-26-000003.txt
SCHEDULE 13G/A  Quarry, Inc.              9990002     20260219    edgar/data/9990002/0009990009-26-000001.txt
"""
CRAWLER = f"""Company Name              Form Type   CIK         Date Filed  URL
{RULE}
NORTHGATE CORP /DE/       8-K         9990001     2026-02-19  http://www.edgar.example/0009990001-26-000003-index.htm
Quarry, Inc.              SCHEDULE 13G/A  9990002  2026-02-19 http://www.edgar.example/0009990009-26-000001-index.htm
"""


@pytest.mark.parametrize("text", [MASTER, FORM, CRAWLER], ids=["master", "form", "crawler"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_every_kind_of_index_says_the_same(text: str, pack: type[bytes]) -> None:
    day = date(2026, 2, 19)
    assert list(read_listing(pack(text.encode()))) == [
        Filed(
            accession="0009990001-26-000003",
            cik=9990001,
            form="8-K",
            company="NORTHGATE CORP /DE/",
            filed_on=day,
        ),
        Filed(
            accession="0009990009-26-000001",
            cik=9990002,
            form="SCHEDULE 13G/A",
            company="Quarry, Inc.",
            filed_on=day,
        ),
    ]


def test_a_name_that_fills_its_column_is_told_from_the_form_by_the_heading() -> None:
    text = f"Form Type   Company Name    CIK     Date Filed  File Name\n{RULE}\n"
    row = "12345678 12 Very Long Name 9990001 20260219 edgar/data/9990001/0009990001-26-000003.txt"
    [filed] = read_listing((text + row).encode())
    assert isinstance(filed, Filed)
    assert (filed.form, filed.company) == ("12345678 12", "Very Long Name")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>no index</html>", QuarantineReason.MALFORMED_FEED),
        (b"", QuarantineReason.MALFORMED_FEED),
        (MASTER.replace("-02-19", "-02-31").encode(), QuarantineReason.MALFORMED_ENTRY),
        (gzip.compress(MASTER.encode(), mtime=0)[:-20], QuarantineReason.TRUNCATED),
        (b"\x1f\x8bnot gzip at all", QuarantineReason.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_a_problem(body: bytes, reason: QuarantineReason) -> None:
    read = list(read_listing(body))
    assert isinstance(read[-1], Problem)
    assert read[-1].reason is reason


def test_an_index_that_unpacks_without_end_is_left(tmp_path: Path) -> None:
    *_, last = read_listing(gzip.compress(b"\n" * 100_000), max_bytes=50_000)
    assert isinstance(last, Problem)
    assert last.reason is QuarantineReason.TOO_LARGE


@given(st.binary(), st.sampled_from([b"", MASTER.encode(), FORM.encode(), b"\x1f\x8b\x08"]))
def test_no_bytes_are_too_bad(tail: bytes, head: bytes) -> None:
    for one in read_listing(head + tail):
        assert isinstance(one, Problem) or (one.form and one.cik >= 0)


def test_of_each_day_the_master_index_is_taken() -> None:
    listing = b'{"item":[{"name":"form.20260219.idx"},{"name":"master.20260219.idx"},{"name":"x.idx"}]}'
    page = b'<a href="company.940103.idx">company.940103.idx</a> <a href="master.20269999.idx">'
    assert daily_files(listing) == {date(2026, 2, 19): "master.20260219.idx"}
    assert daily_files(page) == {date(1994, 1, 3): "company.940103.idx"}


@pytest.mark.parametrize("name", ["form.20200318.idx.gz", "company.20221003.idx.gz"])
def test_a_recorded_day_is_read_row_by_row(shared: Path, name: str) -> None:
    body = (shared / "data" / "edgar" / "daily_index" / name).read_bytes()
    lines = [line for line in gzip.decompress(body).decode("latin-1").splitlines() if "edgar/data/" in line]
    at = 0 if name.startswith("form") else 62
    read = list(read_listing(body))
    assert len(read) == len(lines) > 4000
    assert Counter(one.form for one in read if isinstance(one, Filed)) == Counter(
        line[at : at + 12].strip() for line in lines
    )


def test_the_recorded_listings_and_small_files_are_read(shared: Path) -> None:
    folder = shared / "data" / "edgar" / "daily_index"
    counts = {
        name: len([one for one in read_listing((folder / name).read_bytes()) if isinstance(one, Filed)])
        for name in ("badform.idx.txt", "empty-form.idx", "master.20181231.idx", "master.idx")
    }
    assert counts == {"badform.idx.txt": 10, "empty-form.idx": 0, "master.20181231.idx": 10, "master.idx": 20}
    days = daily_files(gzip.decompress((folder / "daily_index_2018_QTR4.htm.gz").read_bytes()))
    assert len(days) == 60
    assert set(days.values()) == {f"master.{day:%Y%m%d}.idx" for day in days}
