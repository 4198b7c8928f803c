from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta

import pytest

from spiders.world.filings import read_companies
from spiders.world.sites import WORLD

FOLDER = WORLD / "edgar"
COMPANIES = read_companies(FOLDER)
FILINGS = [(company, filing) for company in COMPANIES for filing in company.filings]
LISTED = [(company, filing) for company, filing in FILINGS if not filing.is_unlisted]
HELD = [(company, filing) for company, filing in LISTED if not filing.is_missing]
HEADED = [(company, filing) for company, filing in HELD if filing.accession != "0009990002-25-000019"]
TITLES = {
    "1.01": "Entry into a Material Definitive Agreement",
    "2.01": "Completion of Acquisition or Disposition of Assets",
    "2.03": "Creation of a Direct Financial Obligation or an Obligation under an Off-Balance Sheet "
    "Arrangement of a Registrant",
    "7.01": "Regulation FD Disclosure",
    "8.01": "Other Events",
    "9.01": "Financial Statements and Exhibits",
}


def path_of(company, filing) -> str:
    digits = filing.accession.replace("-", "")
    return f"/Archives/edgar/data/{int(company.cik)}/{digits}/{filing.accession}.txt"


def header_values(submission: str, key: str) -> list[str]:
    head = submission.split("</SEC-HEADER>")[0]
    return re.findall(rf"^\s*{re.escape(key)}:\s*(.+)$", head, re.MULTILINE)


@pytest.fixture
def index(get):
    return lambda cik: json.loads(get("data.edgar.example", f"/submissions/CIK{cik}.json").body)


def test_the_look_alike_holds_what_the_demo_needs():
    forms = sorted(filing.form for _, filing in HELD)
    assert forms == ["10-Q", "6-K", *["8-K"] * 7, "8-K/A"]
    assert {item for _, filing in HELD for item in filing.items} == set(TITLES)


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.tickers[0])
def test_columns_are_parallel_and_newest_first(index, company):
    listing = index(company.cik)
    recent = listing["filings"]["recent"]

    assert (listing["cik"], listing["name"]) == (company.cik, company.name)
    assert {len(column) for column in recent.values()} == {sum(one is company for one, _ in LISTED)}
    assert recent["filingDate"] == sorted(recent["filingDate"], reverse=True)


@pytest.mark.parametrize(("company", "filing"), HEADED, ids=lambda value: getattr(value, "accession", ""))
def test_the_index_agrees_with_the_header_of_the_submission(index, get, company, filing):
    recent = index(company.cik)["filings"]["recent"]
    row = {name: column[recent["accessionNumber"].index(filing.accession)] for name, column in recent.items()}
    whole = get("www.edgar.example", path_of(company, filing)).body.decode("ascii")

    assert header_values(whole, "ACCESSION NUMBER") == [filing.accession]
    assert header_values(whole, "CONFORMED SUBMISSION TYPE") == [row["form"]]
    assert header_values(whole, "CENTRAL INDEX KEY") == [company.cik]
    assert header_values(whole, "COMPANY CONFORMED NAME") == [company.name]
    assert header_values(whole, "SEC FILE NUMBER") == [row["fileNumber"]]
    assert header_values(whole, "FILM NUMBER") == [row["filmNumber"]]
    assert header_values(whole, "FILED AS OF DATE") == [row["filingDate"].replace("-", "")]
    assert header_values(whole, "CONFORMED PERIOD OF REPORT") == [row["reportDate"].replace("-", "")]
    assert header_values(whole, "ITEM INFORMATION") == [TITLES[i] for i in row["items"].split(",") if i]
    assert header_values(whole, "PUBLIC DOCUMENT COUNT") == [str(whole.count("\n<DOCUMENT>\n"))]
    assert row["size"] == len(whole)
    assert f"<TYPE>{row['form']}\n<SEQUENCE>1\n<FILENAME>{row['primaryDocument']}\n" in whole
    assert ("<XBRL>" in whole) == bool(row["isInlineXBRL"])
    assert whole.endswith("</SEC-DOCUMENT>\n")


@pytest.mark.parametrize(("company", "filing"), HEADED, ids=lambda value: getattr(value, "accession", ""))
def test_the_header_has_new_yorks_clock_and_the_index_sometimes_too(index, get, company, filing):
    recent = index(company.cik)["filings"]["recent"]
    stated = recent["acceptanceDateTime"][recent["accessionNumber"].index(filing.accession)]
    whole = get("www.edgar.example", path_of(company, filing)).body.decode()
    (digits,) = re.findall(r"^<ACCEPTANCE-DATETIME>(\d{14})$", whole, re.MULTILINE)
    shown, header = datetime.fromisoformat(stated), datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}Z")

    hours = (0,) if company.clock == "eastern" else (4, 5)
    assert shown - header in [timedelta(hours=ahead) for ahead in hours]


def test_both_clocks_occur():
    assert {company.clock for company, _ in HEADED} == {"utc", "eastern"}


def test_a_filing_after_half_past_five_counts_for_the_next_day():
    (late,) = [filing for _, filing in HELD if filing.accepted.date() != filing.filed_on]
    assert (late.accepted.hour, late.accepted.minute) == (17, 30)
    assert late.filed_on - late.accepted.date() == timedelta(days=1)


def test_a_listed_filing_is_missing_from_the_archive(index, get):
    recent = index("0009990001")["filings"]["recent"]
    assert "0009990001-26-000009" in recent["accessionNumber"]
    answer = get(
        "www.edgar.example", "/Archives/edgar/data/9990001/000999000126000009/0009990001-26-000009.txt"
    )
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/xml")


def test_one_submission_has_no_header(get):
    answer = get("www.edgar.example", "/Archives/edgar/data/9990002/0009990002-25-000019.txt")
    assert answer.status == 200
    assert answer.body.startswith(b"<DOCUMENT>\n<TYPE>8-K\n")
    assert b"SEC-HEADER" not in answer.body


def test_the_indexes_list_every_filing_one_more_than_the_submissions_json(get):
    assert len(FILINGS) == len(LISTED) + 1
    indexes = "/Archives/edgar/daily-index"
    for _, filing in FILINGS:
        quarter = f"{filing.filed_on.year}/QTR{(filing.filed_on.month + 2) // 3}"
        listing = json.loads(get("www.edgar.example", f"{indexes}/{quarter}/index.json").body)
        names = [item["name"] for item in listing["directory"]["item"]]
        assert f"master.{filing.filed_on:%Y%m%d}.idx" in names
    answer = get("www.edgar.example", f"{indexes}/2026/QTR1/master.20260219.idx")
    head, rows = answer.body.decode().split("-" * 80 + "\n")
    assert head.endswith("CIK|Company Name|Form Type|Date Filed|File Name\n")
    assert rows.splitlines() == [
        "9990001|Cinderpath Compute Corp|8-K|20260219|edgar/data/9990001/0009990001-26-000009.txt",
        "9990003|Alder Ridge Capital Corp|8-K|20260219|edgar/data/9990003/0009990003-26-000007.txt",
    ]


def test_the_full_index_of_a_quarter_lists_the_same(get):
    whole = gzip.decompress(get("www.edgar.example", "/Archives/edgar/full-index/2026/QTR1/master.gz").body)
    unlisted = [(company, filing) for company, filing in FILINGS if filing.is_unlisted]
    for company, filing in unlisted:
        assert f"{company.name}|8-K|2026-02-05|edgar/data/9990002/{filing.accession}.txt\n" in whole.decode()
    assert get("www.edgar.example", "/Archives/edgar/full-index/2024/QTR1/master.gz").status == 404


def test_exhibits_are_typed_as_messily_as_at_the_sec(get):
    types = set()
    for company, filing in HELD:
        whole = get("www.edgar.example", path_of(company, filing)).body.decode()
        types |= set(re.findall(r"^<TYPE>(.+)$", whole, re.MULTILINE))
    assert types >= {"EX-99.1", "EX-99", "EX-10.1", "EX-31.1", "8-K/A", "6-K"}


def test_a_contract_has_its_secrets_cut_out_and_inline_xbrl_its_hidden_part(get):
    whole = get("www.edgar.example", "/Archives/edgar/data/9990001/0009990001-25-000031.txt").body.decode()
    contract = whole.split("<TYPE>EX-10.1")[1].split("</DOCUMENT>")[0]
    assert contract.count("[***]") > 10
    assert "$6,400,000,000" in contract
    assert '<div style="display:none"><ix:header><ix:hidden>' in whole


def test_single_documents_are_served_too(get):
    answer = get("www.edgar.example", "/Archives/edgar/data/9990004/000999000425000052/d52dex99.htm")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.body.startswith(b"<html>")
    assert b"Saltmarsh Leads $1.85 Billion" in answer.body
    assert get("www.edgar.example", "/Archives/edgar/data/9990004/000999000425000052/none.htm").status == 404


@pytest.mark.parametrize("agent", ["", " ", "Scrapy/2.19.0 (+https://scrapy.org)"])
def test_an_undeclared_tool_is_refused(get, agent):
    assert get("data.edgar.example", "/submissions/CIK0009990001.json", User_Agent=agent).status == 403
    assert get("www.edgar.example", "/robots.txt", User_Agent=agent).status == 403


def test_robots_rules_are_those_of_the_sec(get):
    robots = get("www.edgar.example", "/robots.txt").body.decode()
    assert "Disallow: /cgi-bin\n" in robots
    assert get("data.edgar.example", "/robots.txt").status == 404


def test_unknown_companies_and_paths_are_404(get):
    assert get("data.edgar.example", "/submissions/CIK0000320193.json").status == 404
    assert get("www.edgar.example", "/Archives/edgar/data/9990002/0009990001-25-000031.txt").status == 404
    assert get("www.edgar.example", "/cgi-bin/browse-edgar?action=getcurrent").status == 404
