"""JSON APIs: what is asked, what their rows become, and no bytes that make one raise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pipeline.capture import CaptureKind
from pipeline.vocabulary import QuarantineReason
from spiders.apis import Api, Page, Query, Window
from spiders.apis.base import MAX_PAGES
from spiders.leads import IndexAsk, IndexReading

WINDOW = Window(
    "https://api.example", datetime(2026, 1, 3, 9, 30, tzinfo=UTC), datetime(2026, 1, 10, tzinfo=UTC)
)
QUERIES: dict[str, dict[str, object]] = {
    "federal_register": {"terms": ["data center", "GPU"], "agencies": ["energy-department"]},
    "usaspending": {"keywords": ["supercomputer"]},
    "ec_press_corner": {"kinds": ["IP"]},
    "hkex": {"stocks": ["981", "00992"], "boards": ["sehk", "gem"]},
    "edgar_search": {
        "words": ['"GB200"', '"data center" lease'],
        "forms": ["8-K", "8-K/A"],
        "archive_url": "https://archive.example",
    },
    "gdelt": {"queries": ['"data center" deal']},
    "gdelt_bulk": {"words": ["data cent*", "GPU"]},
}


def api(name: str) -> Api:
    found: Api = TypeAdapter(Query).validate_python({"api": name, **QUERIES[name]})
    return found


def asks(name: str) -> list[tuple[Page, IndexAsk]]:
    return list(api(name).pages(WINDOW))


def read(name: str, answer: object, page: int = 1) -> IndexReading:
    asked = api(name)
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return asked.read(body, page=Page(asked.topics[0], page), url="https://api.example/asked", window=WINDOW)


def hit(number: int, file: str, form: str = "8-K", **more: object) -> dict[str, object]:
    found = {"adsh": f"0009990001-26-{number:06}", "ciks": ["0009990001"], "form": form, **more}
    return {"_id": f"{found['adsh']}:{file}", "_source": found}


def test_edgar_s_search_gives_each_filing_once() -> None:
    [(page, first), (_, second)] = asks("edgar_search")
    assert parse_qs(urlsplit(first.url).query) == {
        "q": ['"GB200"'],
        "forms": ["8-K,8-K/A"],
        "dateRange": ["custom"],
        "startdt": ["2026-01-03"],
        "enddt": ["2026-01-10"],
        "from": ["0"],
    }
    assert "2026-01-03" not in first.key
    assert page.topic == '"GB200"'
    assert first.key != second.key
    named = {
        "display_names": ["Northgate (US) Inc.  (NGC, NGCW)  (CIK 0009990001)"],
        "items": ["1.01", "9.01"],
    }
    hits = [
        hit(31, "d8k.htm", file_date="2026-01-05", **named),
        hit(31, "dex991.htm", file_date="2026-01-05", **named),
        hit(32, "d8ka.htm", "8-K/A"),
        hit(33, "d10k.htm", "10-K"),
        {"_id": "0009990001-26-000034:x.htm", "_source": {"ciks": []}},
    ]
    reading = read("edgar_search", {"hits": {"total": {"value": 201, "relation": "eq"}, "hits": hits}})
    first_lead, second_lead = reading.leads
    assert first_lead.url == (
        "https://archive.example/Archives/edgar/data/9990001/000999000126000031/0009990001-26-000031.txt"
    )
    assert (first_lead.kind, first_lead.form, first_lead.items) == (
        CaptureKind.SUBMISSION,
        "8-K",
        ("1.01", "9.01"),
    )
    assert (first_lead.company, first_lead.stated_time) == ("Northgate (US) Inc.", "2026-01-05")
    assert (second_lead.accession, second_lead.company) == ("0009990001-26-000032", None)
    assert reading.passed_over == {"not_asked_for": 1}
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_ENTRY]
    [following] = reading.further
    assert parse_qs(urlsplit(following.url).query)["from"] == ["100"]


def test_edgar_s_search_says_where_it_stopped_counting() -> None:
    answer = {"hits": {"total": {"value": 10000, "relation": "gte"}, "hits": []}}
    reading = read("edgar_search", answer)
    assert reading.is_broken
    assert [problem.detail for problem in reading.problems] == ['"GB200": more than 10000 hits']


def test_the_federal_register_is_asked_for_each_term_and_its_pages_followed() -> None:
    [(page, first), (_, second)] = asks("federal_register")
    assert parse_qs(urlsplit(first.url).query) == {
        "conditions[term]": ["data center"],
        "conditions[agencies][]": ["energy-department"],
        "conditions[publication_date][gte]": ["2026-01-03"],
        "order": ["newest"],
        "per_page": ["100"],
        "page": ["1"],
    }
    assert "2026-01-03" not in first.key
    assert page.topic == "data center"
    assert first.key != second.key
    row = {
        "title": "Export\n controls",
        "html_url": "https://www.api.example/documents/1",
        "publication_date": "2026-01-05",
        "abstract": "A rule.",
        "type": "Rule",
    }
    reading = read("federal_register", {"count": 101, "total_pages": 2, "results": [row]})
    [lead] = reading.leads
    assert (lead.url, lead.title) == ("https://www.api.example/documents/1", "Export controls")
    assert (lead.stated_time, lead.summary) == ("2026-01-05", "A rule.")
    [following] = reading.further
    assert parse_qs(urlsplit(following.url).query)["page"] == ["2"]
    assert read("federal_register", {"count": 101, "total_pages": 2, "results": [row]}, page=2).further == ()
    assert read("federal_register", {"count": 0}).problems == ()


def test_more_pages_than_are_asked_for_are_a_problem() -> None:
    reading = read("federal_register", {"count": 5000, "total_pages": 50, "results": []}, page=MAX_PAGES)
    assert (reading.further, reading.is_broken) == ((), True)
    assert [problem.detail for problem in reading.problems] == [f"data center: more than {MAX_PAGES} pages"]


def test_usaspending_is_asked_by_post_a_group_of_awards_at_a_time() -> None:
    found = asks("usaspending")
    assert [page.topic for page, _ in found] == ["contracts", "grants", "loans"]
    assert len({ask.key for _, ask in found}) == 3
    body = json.loads(found[1][1].body or "")
    assert body["filters"]["award_type_codes"] == ["02", "03", "04", "05"]
    assert body["filters"]["time_period"] == [{"start_date": "2026-01-03", "end_date": "2026-01-10"}]
    row = {
        "Award ID": "DE-1",
        "generated_internal_id": "ASST_NON_DE-1",
        "Recipient Name": "HALDEN POWER LLC",
        "Award Amount": 1500000.5,
        "Last Modified Date": "2026-01-04",
    }
    reading = read("usaspending", {"results": [row], "page_metadata": {"page": 1, "hasNext": True}})
    [lead] = reading.leads
    assert lead.url == "https://api.example/api/v2/awards/ASST_NON_DE-1/"
    assert lead.title == "Award DE-1 to HALDEN POWER LLC: $1,500,000.50"
    assert json.loads(reading.further[0].body or "")["page"] == 2


def test_the_press_corner_leads_to_the_text_of_each_release_of_the_kinds_asked_for() -> None:
    rows = [{"refCode": "IP/26/17", "title": "Chips"}, {"refCode": "SPEECH/26/3"}, {"refCode": "../x"}]
    reading = read("ec_press_corner", {"docuLanguageListResources": rows})
    assert [lead.url for lead in reading.leads] == [
        "https://api.example/commission/presscorner/api/documents?reference=IP%2F26%2F17&language=en"
    ]
    assert reading.passed_over == {"not_asked_for": 1}
    [problem] = reading.problems
    assert problem.reason is QuarantineReason.MALFORMED_ENTRY
    assert problem.detail.startswith("row 3: refCode: ")


def test_hong_kongs_announcements_are_those_of_the_stocks_asked_for_in_hong_kongs_time() -> None:
    def announcement(code: str, released: str) -> dict[str, object]:
        stock = [{"sc": code, "sn": "SMIC"}, {"sc": "80981", "sn": "SMIC-R"}]
        return {"title": "NEW\nORDER", "relTime": released, "stock": stock, "webPath": "/listedco/1.pdf"}

    assert [ask.url for _, ask in asks("hkex")] == [
        "https://api.example/ncms/json/eds/lcisehk7relsde_1.json",
        "https://api.example/ncms/json/eds/lcigem7relsde_1.json",
    ]
    rows = [announcement("00981", "05/01/2026 16:31"), announcement("00005", "05/01/2026 16:30")]
    reading = read(
        "hkex", {"maxNumOfFile": 2, "newsInfoLst": [*rows, announcement("00981", "05/13/2026 16:31")]}
    )
    [lead] = reading.leads
    assert (lead.url, lead.title) == ("https://api.example/listedco/1.pdf", "NEW ORDER")
    assert (lead.stated_time, lead.company) == ("2026-01-05T16:31:00+08:00", "SMIC, SMIC-R")
    assert (len(reading.further), reading.passed_over) == (1, {"not_asked_for": 1})
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.MALFORMED_ENTRY]


def test_gdelt_leads_to_articles_anywhere_and_says_when_it_gave_only_a_part() -> None:
    [(_, ask)] = asks("gdelt")
    assert parse_qs(urlsplit(ask.url).query)["startdatetime"] == ["20260103093000"]
    row = {
        "url": "https://news.example/a",
        "title": "A",
        "seendate": "20260105T101500Z",
        "language": "English",
    }
    reading = read("gdelt", {"articles": [row, row | {"url": "https://b.example/", "language": "Welsh"}]})
    assert [(lead.url, lead.stated_time) for lead in reading.leads] == [
        ("https://news.example/a", "20260105T101500Z")
    ]
    assert (reading.passed_over, reading.is_broken) == ({"not_asked_for": 1}, False)
    assert read("gdelt", {}).problems == ()
    full = read("gdelt", {"articles": [row] * 250})
    assert [problem.reason for problem in full.problems] == [QuarantineReason.TOO_LARGE]


def test_an_error_told_in_words_is_a_problem_that_quotes_them() -> None:
    reading = read("gdelt", b"Your search was too short.")
    assert reading.is_broken
    [problem] = reading.problems
    assert problem.reason is QuarantineReason.MALFORMED_FEED
    assert "it begins 'Your search was too short.'" in problem.detail


SHAPES = (
    "results",
    "articles",
    "newsInfoLst",
    "docuLanguageListResources",
    "title",
    "url",
    "html_url",
    "stock",
    "generated_internal_id",
    "relTime",
    "webPath",
    "refCode",
    "page_metadata",
    "count",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(SHAPES), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", QUERIES)
@given(body=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=30))
def test_whatever_comes_every_row_is_a_lead_a_problem_or_passed_over(name: str, body: bytes) -> None:
    reading = read(name, body)
    counted = len(reading.leads) + len(reading.problems) + sum(reading.passed_over.values())
    assert reading.is_broken or len({lead.url for lead in reading.leads}) <= counted >= min(
        reading.entries, 1
    )
