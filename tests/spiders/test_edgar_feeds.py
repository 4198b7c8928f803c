"""EDGAR's structured RSS, and its getcurrent."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.capture import Problem
from pipeline.vocabulary import QuarantineReason
from spiders.edgar.filed import Filed, wanted_of
from spiders.edgar.getcurrent import read_getcurrent
from spiders.edgar.rss import read_rss
from spiders.ledger import Ledger
from spiders.sources.model import Source
from tests.spiders.filings import item, rss, source

FIRST, SECOND = "0009990001-26-000003", "0009990001-26-000004"


def test_an_item_is_a_filing() -> None:
    [filed] = read_rss(rss(item(FIRST, "8-K")).encode())
    assert filed == Filed(
        accession=FIRST,
        cik=9990001,
        form="8-K",
        company="Northgate Corp",
        filed_on=date(2026, 2, 19),
        stated_time="Thu, 19 Feb 2026 16:10:07 EST",
    )
    lead = filed.lead(archive_url="http://www.edgar.example", found_in="http://www.edgar.example/x.rss.xml")
    folder = "http://www.edgar.example/Archives/edgar/data/9990001/000999000126000003"
    assert lead.url == f"{folder}/{FIRST}.txt"


def test_co_filers_give_one_filing_and_others_companies_and_forms_none() -> None:
    feed = rss(
        item(FIRST, "8-K", cik=9990007),
        item(FIRST, "8-K"),
        item(FIRST, "8-K", cik=9990002),
        item(SECOND, "4"),
    )
    read = [one for one in read_rss(feed.encode()) if isinstance(one, Filed)]
    both = Source.model_validate(source(watch=[{"cik": 9990001, "name": "A"}, {"cik": 9990002, "name": "B"}]))
    assert len(read) == 4
    assert [(one.accession, one.cik) for one in wanted_of(both, read)] == [(FIRST, 9990001)]


def test_an_item_without_an_accession_is_a_problem_and_the_rest_is_read() -> None:
    read = list(read_rss(rss(item("26-3", "8-K"), item(FIRST, "8-K")).encode()))
    assert [type(one) for one in read] == [Problem, Filed]


@pytest.mark.parametrize("read", [read_rss, read_getcurrent])
@given(body=st.binary() | st.text().map(str.encode))
def test_no_bytes_are_too_bad(read: type[read_rss], body: bytes) -> None:
    assert all(isinstance(one, Problem) for one in read(body))


def test_what_is_no_feed_is_one_problem() -> None:
    for read in (read_rss, read_getcurrent):
        [problem] = read(b"<html><h1>Request Rate Threshold Exceeded</h1>")
        assert isinstance(problem, Problem)
        assert problem.reason is QuarantineReason.MALFORMED_FEED


def test_an_entry_of_getcurrent_is_a_filing_under_one_party() -> None:
    entry = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Latest</title><entry>
    <title>SC 13D/A - Quarry - Stone, Inc. (old) (0009990002) (Filed by)</title>
    <summary type="html">&lt;b&gt;Filed:&lt;/b&gt; 2026-02-19 &lt;b&gt;AccNo:&lt;/b&gt; 1</summary>
    <updated>2026-02-19T16:10:07-05:00</updated><category term="SC 13D/A"/>
    <id>urn:tag:sec.gov,2008:accession-number=0009990001-26-000003</id></entry></feed>"""
    [filed] = read_getcurrent(entry.encode())
    assert filed == Filed(
        accession=FIRST,
        cik=9990002,
        form="SC 13D/A",
        company="Quarry - Stone, Inc. (old)",
        filed_on=date(2026, 2, 19),
        stated_time="2026-02-19T16:10:07-05:00",
        role="Filed by",
    )


@pytest.mark.parametrize(
    ("session", "entries", "accessions"),
    [("session_a", 1100, 730), ("session_b", 300, 149), ("session_c", 120, 40)],
)
def test_a_recorded_session_gives_each_accession_once(
    shared: Path, tmp_path: Path, session: str, entries: int, accessions: int
) -> None:
    pages = sorted((shared / "data" / "edgar" / "getcurrent" / session).glob("*.gz"))
    read = [one for page in pages for one in read_getcurrent(gzip.decompress(page.read_bytes()))]
    filed = [one for one in read if isinstance(one, Filed)]
    assert (len(read), len(filed), len({one.accession for one in filed})) == (entries, entries, accessions)
    leads = [one.lead(archive_url="https://www.sec.gov", found_in="getcurrent") for one in filed]
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        assert len(ledger.add_leads("edgar", leads)) == accessions
