"""The older shards of EDGAR's submissions JSON."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings import Settings
from spiders.crawl import crawl
from spiders.edgar.shards import parse_shard, shard_urls
from spiders.leads import IndexReading
from spiders.ledger import Ledger, Validators
from spiders.sources.model import Company
from tests.spiders.filings import columns, source, submissions
from tests.spiders.web import Web

DATA = "http://data.edgar.example/submissions"
NAMED = (
    {"name": "CIK0009990001-submissions-001.json", "filingTo": "2018-02-11"},
    {"name": "CIK0009990001-submissions-002.json", "filingTo": "2009-12-31"},
    {"name": "../../../else.json", "filingTo": "2018-02-11"},
)
NEW, OLD, OLDER = "0009990001-26-000003", "0009990001-17-000002", "0009990001-10-000001"
SINCE = date(2011, 1, 1)


def read(body: bytes, *, since: date | None = SINCE) -> IndexReading:
    """A shard as the spider reads it."""
    northgate = Company(cik=9990001, name="Northgate")
    archive = "http://www.edgar.example"
    return parse_shard(
        body, url=f"{DATA}/x.json", company=northgate, archive_url=archive, forms=["8-K"], since=since
    )


def test_only_the_shards_that_reach_the_day_are_asked_for() -> None:
    body = submissions(files=NAMED).encode()
    url = f"{DATA}/CIK0009990001.json"
    first, second = (f"{DATA}/CIK0009990001-submissions-00{n}.json" for n in (1, 2))
    assert shard_urls(body, url=url, cik=9990001, since=SINCE) == (first,)
    assert shard_urls(body, url=url, cik=9990001, since=date(1994, 1, 1)) == (first, second)
    assert shard_urls(submissions().encode(), url=url, cik=9990001, since=SINCE) == ()


def test_a_shard_gives_the_wanted_forms_of_the_day_and_later() -> None:
    filings = ((OLD, "8-K", "2017-05-01"), (NEW, "4", "2017-04-30"), (OLDER, "8-K", "2010-12-31"))
    reading = read(json.dumps(columns(*filings)).encode())
    assert [(lead.accession, lead.company) for lead in reading.leads] == [(OLD, "Northgate")]
    assert reading.entries == 3


@given(st.binary())
def test_no_bytes_are_too_bad(body: bytes) -> None:
    assert read(body).is_broken


def test_a_backfill_since_a_day_goes_beyond_the_newest(web: Web, settings: Settings) -> None:
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    narrow = source(latest_per_company=1, pages_per_round=1)
    (settings.sources_dir / "filings.yml").write_text(yaml.safe_dump(narrow))
    listed = submissions((NEW, "8-K", "2026-02-19"), (OLD, "8-K", "2018-03-01"), files=NAMED)
    web.put(f"{DATA}/CIK0009990001.json", listed, headers={"ETag": '"1"'})
    old = columns((OLDER, "8-K", "2011-01-01"))
    web.put(f"{DATA}/CIK0009990001-submissions-001.json", json.dumps(old))
    with Ledger(settings.ledger_path) as ledger:
        ledger.answered("filings", f"{DATA}/CIK0009990001.json", validators=Validators(etag='"1"'))
    report = crawl("filings", settings, since=SINCE)
    assert (report.answered, report.not_modified) == (2, 0)
    with Ledger(settings.ledger_path) as ledger:
        assert {lead.accession for lead in ledger.pending("filings")} == {NEW, OLD, OLDER}
    assert f"{DATA}/CIK0009990001-submissions-002.json" not in web.asked()


def test_a_recorded_shard_has_the_filings_its_index_counts(shared: Path) -> None:
    folder = shared / "data" / "edgar" / "api" / "submissions"
    index = json.loads(gzip.decompress((folder / "CIK0001318605.json.gz").read_bytes()))
    [file] = index["filings"]["files"]
    reading = read(gzip.decompress((folder / f"{file['name']}.gz").read_bytes()), since=None)
    assert reading.entries == file["filingCount"] == 720
    assert {lead.form for lead in reading.leads} == {"8-K"}
