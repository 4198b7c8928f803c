"""Companyfacts: asked for now and then, archived when they differ, and never taken for an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings import Settings
from spiders.crawl import crawl
from spiders.facts import due_facts, facts_url, is_facts, parse_facts
from spiders.ledger import Ledger
from spiders.sources.model import Source
from tests.spiders.captures import read_captures
from tests.spiders.web import Web

DATA = "http://data.edgar.example"
EDGAR: dict[str, Any] = {
    "name": "filings",
    "title": "Filings",
    "kind": "edgar",
    "tier": "filing",
    "document_kind": "filing",
    "live": False,
    "every_minutes": 15,
    "expected_items": 0,
    "politeness": {"seconds": 0},
    "data_url": DATA,
    "archive_url": "http://www.edgar.example",
    "facts_every_minutes": 60,
    "watch": [{"cik": 9990001, "name": "Northgate"}, {"cik": 9990002, "name": "Westmark", "facts": False}],
}
INDEX = """{"name": "NORTHGATE CORP", "filings": {"recent": {
 "accessionNumber": [], "form": [], "acceptanceDateTime": [], "items": []}}}"""
URL = facts_url(DATA, 9990001)
FACTS = '{"cik": 9990001, "entityName": "NORTHGATE CORP", "facts": {"us-gaap": {}}}'


@pytest.fixture
def edgar(web: Web, settings: Settings) -> Settings:
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    (settings.sources_dir / "filings.yml").write_text(yaml.safe_dump(EDGAR))
    for cik in (9990001, 9990002):
        web.put(f"{DATA}/submissions/CIK000{cik}.json", INDEX)
    web.put(URL, FACTS, headers={"ETag": '"1"'})
    return settings


def an_hour_later(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.ledger_path)) as db, db:
        db.execute("update indexes set answered_at = '2026-01-01T00:00:00+00:00'")


@pytest.mark.slow
def test_facts_land_once_and_are_asked_for_again_only_after_their_time(web: Web, edgar: Settings) -> None:
    first = crawl("filings", edgar)
    (landed,) = [c for c in read_captures(first.segments) if c.note.kind == "facts"]
    assert (landed.note.url, landed.decoded.decode()) == (URL, FACTS)
    assert (first.answered, first.landed, first.quarantined) == (3, 0, {})
    assert facts_url(DATA, 9990002) not in web.asked()

    crawl("filings", edgar)
    assert web.asked().count(URL) == 1

    an_hour_later(edgar)
    unchanged = crawl("filings", edgar)
    assert (unchanged.not_modified, unchanged.segments) == (1, ())

    an_hour_later(edgar)
    web.put(URL, FACTS.replace("us-gaap", "ifrs-full"), headers={"ETag": '"2"'})
    (capture,) = read_captures(crawl("filings", edgar).segments)
    assert (capture.note.kind, b"ifrs-full" in capture.decoded) == ("facts", True)


@pytest.mark.slow
def test_an_answer_that_is_none_is_told_and_no_facts(web: Web, edgar: Settings) -> None:
    web.put(URL, "<html>busy</html>")
    report = crawl("filings", edgar)
    assert report.quarantined == {"malformed_feed": 1}
    assert "facts" not in {capture.note.kind for capture in read_captures(report.segments)}


def test_who_never_asks_for_facts_has_none_due(tmp_path: Any) -> None:
    with Ledger(tmp_path / "crawl.sqlite") as ledger:
        source = Source.model_validate(EDGAR)
        assert list(due_facts(source, ledger)) == [URL]
        ledger.answered("filings", URL)
        assert list(due_facts(source, ledger)) == []
        ledger.answered("filings", facts_url(DATA, 1))
        assert list(due_facts(source.model_copy(update={"facts_every_minutes": None}), ledger)) == []


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("[]", "no object with facts"),
        ('{"cik": 9990001, "facts": []}', "no object with facts"),
        ('{"cik": 320193, "facts": {}}', "of CIK 320193"),
        ('{"facts": {}}', "'cik'"),
        ('{"cik": null, "facts": {}}', "NoneType"),
    ],
)
def test_facts_of_somebody_else_are_broken(body: str, detail: str) -> None:
    reading = parse_facts(body.encode(), url=URL)
    (problem,) = reading.problems
    assert reading.is_broken
    assert detail in problem.detail


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    assert parse_facts(body, url=URL).is_broken


def test_an_address_says_whether_it_holds_facts() -> None:
    assert is_facts(URL)
    assert not is_facts(f"{DATA}/submissions/CIK0009990001.json")
    assert parse_facts(FACTS.encode(), url=URL).kind == "facts"
