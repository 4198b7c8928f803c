"""The look-alike's companyfacts: where they are, and that they agree with the filings beside them."""

from __future__ import annotations

import json
import shutil

import pytest

from pipeline.errors import BadDataFileError
from spiders.world.filings import read_companies
from spiders.world.sites import WORLD, read_sites

PATH = "/api/xbrl/companyfacts/CIK000999000{}.json"


def test_facts_are_served_with_a_validator_for_those_that_tagged_some(get):
    answer = get("data.edgar.example", PATH.format(1))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.body)["entityName"] == "Cinderpath Compute Corp"
    again = get("data.edgar.example", PATH.format(1), If_None_Match=answer.headers["ETag"])
    assert again.status == 304
    assert get("data.edgar.example", PATH.format(3)).status == 404
    assert get("data.edgar.example", PATH.format(1), User_Agent="").status == 403


def test_the_newest_facts_are_those_of_the_quarterly_report():
    found = json.loads((WORLD / "edgar" / "facts" / "CIK0009990001.json").read_text())
    facts = [
        fact
        for tag in found["facts"]["us-gaap"].values()
        for fact in tag["units"]["USD"]
        if fact["accn"] == "0009990001-25-000036"
    ]
    assert {fact["val"] for fact in facts} == {2_904_600_000, 1_280_000_000}
    (filing,) = [
        filing
        for company in read_companies(WORLD / "edgar")
        for filing in company.filings
        if filing.accession == "0009990001-25-000036"
    ]
    assert {fact["filed"] for fact in facts} == {filing.filed_on.isoformat()}
    report = (WORLD / "edgar" / "0009990001-25-000036.txt").read_text()
    assert "2,904.6" in report
    assert ">1.28<" in report


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("CIK0009990001.json", '"cik":9990001', '"cik":320193', "of a company in companies"),
        ("CIK0009990001.json", "Cinderpath", "Somebody", "of a company in companies"),
        ("CIK0009990001.json", '"facts":{', '"facts":[', "no companyfacts"),
        ("CIK0009990001.json", "2025-11-12", "2025-11-32", "no companyfacts"),
        ("CIK0000320193.json", "", "", "of a company in companies"),
    ],
)
def test_broken_facts_are_named_with_their_fault(world_dir, tmp_path, name, old, new, complaint):
    copy = tmp_path / "world"
    shutil.copytree(world_dir, copy, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    folder = copy / "edgar" / "facts"
    content = (folder / "CIK0009990001.json").read_text()
    assert old in content
    (folder / name).write_text(content.replace(old, new))
    with pytest.raises(BadDataFileError, match=rf"{name}: .*{complaint}"):
        read_sites(copy)
