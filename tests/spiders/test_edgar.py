"""The EDGAR spider against a small archive of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml

from pipeline.settings import Settings
from spiders.crawl import crawl
from spiders.hosts import read_rests
from tests.spiders.captures import read_captures
from tests.spiders.filings import source
from tests.spiders.web import Web

EDGAR = source(forms=["8-K"])
INDEX = """{"name": "NORTHGATE CORP", "filings": {"recent": {
 "accessionNumber": ["0009990001-26-000003", "0009990001-26-000002", "0009990001-26-000001"],
 "form": ["8-K", "4", "8-K"],
 "acceptanceDateTime": ["2026-02-19T16:10:07.000Z", "2026-02-18T16:10:07.000Z", "2026-02-17T16:10:07.000Z"],
 "items": ["1.01,9.01", "", "8.01"]}}}"""
ARCHIVE = "http://www.edgar.example/Archives/edgar/data/9990001/"


def submission(number: int) -> str:
    """Where a submission of the index is."""
    return f"{ARCHIVE}00099900012600000{number}/0009990001-26-00000{number}.txt"


@pytest.fixture
def edgar(web: Web, settings: Settings) -> Settings:
    """A look-alike with an index of three filings, two of them wanted, one of those in the archive."""
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    (settings.sources_dir / "filings.yml").write_text(yaml.safe_dump(EDGAR))
    web.put("http://data.edgar.example/submissions/CIK0009990001.json", INDEX, headers={"ETag": '"1"'})
    web.put(submission(3), "<SEC-DOCUMENT>three")
    return settings


def test_wanted_filings_land_whole_with_what_the_index_said(web: Web, edgar: Settings) -> None:
    report = crawl("filings", edgar)
    assert (report.landed, report.quarantined) == (1, {"not_found": 1})
    notes = {c.note.accession: c for c in read_captures(report.segments)}
    landed = notes["0009990001-26-000003"]
    assert landed.decoded == b"<SEC-DOCUMENT>three"
    assert (landed.note.company, landed.note.cik, landed.note.form) == ("NORTHGATE CORP", "9990001", "8-K")
    assert landed.note.items == ("1.01", "9.01")
    assert landed.note.stated_time == "2026-02-19T16:10:07.000Z"
    assert submission(2) not in web.asked()


@pytest.mark.slow
def test_an_accession_that_is_not_there_yet_is_fetched_in_a_later_round(web: Web, edgar: Settings) -> None:
    for _ in range(4):
        crawl("filings", edgar)
    web.put(submission(1), "<SEC-DOCUMENT>one")
    late = crawl("filings", edgar)
    assert (late.landed, late.not_modified) == (1, 1)
    [capture] = read_captures(late.segments)
    assert capture.note.accession == "0009990001-26-000001"
    assert capture.note.items == ("8.01",)


def test_an_archive_that_says_stay_away_ends_the_round(web: Web, edgar: Settings) -> None:
    web.put(submission(3), "slow down", status=429)
    web.put(submission(1), "slow down", status=429)
    report = crawl("filings", edgar)
    assert (report.quarantined, report.refused) == ({"unavailable": 1}, {"asked_to_rest": 1})
    asked = [url for url in web.asked() if url.startswith(ARCHIVE)]
    assert len(asked) == 1
    web.put(submission(3), "three")
    web.put(submission(1), "one")
    assert crawl("filings", edgar).refused == {"asked_to_rest": 2}
    (edgar.data_dir / "hosts.sqlite").unlink()  # ten minutes later
    assert crawl("filings", edgar).landed == 2


@pytest.mark.parametrize(("forbidden", "other"), [(3, 1), (1, 3)])
def test_one_file_that_the_archive_forbids_holds_back_no_other(
    web: Web, edgar: Settings, forbidden: int, other: int
) -> None:
    web.put(submission(forbidden), "<Error><Code>AccessDenied</Code></Error>", status=403)
    web.put(submission(other), "<SEC-DOCUMENT>whole")
    report = crawl("filings", edgar)
    assert (report.landed, report.quarantined, report.refused) == (1, {"unavailable": 1}, {})
    assert read_rests(edgar.data_dir / "hosts.sqlite") == ()


def test_an_archive_that_forbids_two_files_in_a_row_is_left_alone(web: Web, edgar: Settings) -> None:
    for number in (3, 1):
        web.put(submission(number), "go away", status=403)
    assert crawl("filings", edgar).quarantined == {"unavailable": 2}
    [rest] = read_rests(edgar.data_dir / "hosts.sqlite")
    assert (rest.host, rest.until - rest.since) == ("www.edgar.example", timedelta(minutes=10))
    visits = len(web.asked())
    assert crawl("filings", edgar).refused == {"asked_to_rest": 2}
    assert not [url for url in web.asked()[visits:] if url.startswith(ARCHIVE)]
