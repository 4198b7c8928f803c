"""GDELT's files: which are asked for, which rows become leads, and no archive that makes one raise."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings import Settings
from pipeline.vocabulary import QuarantineReason
from spiders.apis import Page, Window, gdelt_bulk
from spiders.apis.gdelt_bulk import GdeltBulk
from spiders.crawl import crawl
from spiders.leads import IndexReading
from tests.spiders.web import Page as Answer
from tests.spiders.web import Web

BASE = "http://news.example"
WINDOW = Window(BASE, datetime(2026, 1, 9, tzinfo=UTC), datetime(2026, 1, 10, tzinfo=UTC))
UPDATE = (
    f"100 {'0' * 32} {BASE}/gdeltv2/20260110001500.export.CSV.zip\n"
    f"200 {'a' * 32} {BASE}/gdeltv2/20260110001500.mentions.CSV.zip\n"
    f"300 {'F' * 32} {BASE}/gdeltv2/20260110001500.gkg.csv.zip\n"
)


def api(**fields: object) -> GdeltBulk:
    return GdeltBulk.model_validate({"api": "gdelt_bulk", "words": ["Data cent*", "GPU"], **fields})


def mention(link: str, seen: str = "20260110001500", kind: str = "1") -> str:
    columns = ["7", seen, seen, kind, "news.example", link, *("0",) * 9, ""]
    return "\t".join(columns)


def record(link: str, extras: str = "") -> str:
    columns = ["20260110001500-1", "20260110001500", "1", "news.example", link, *("",) * 21, extras]
    return "\t".join(columns)


def packed(*lines: str, method: int = ZIP_DEFLATED, copies: int = 1) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", method) as archive:
        for number in range(copies):
            archive.writestr(f"{number}.csv", "".join(f"{line}\n" for line in lines))
    return file.getvalue()


def read(body: bytes, *, page: int = 2, **fields: object) -> IndexReading:
    return api(**fields).read(body, page=Page("mentions", page), url=f"{BASE}/asked", window=WINDOW)


def test_the_newest_files_of_the_table_are_asked_for_each_by_its_time_of_day() -> None:
    [(_, ask)] = api().pages(WINDOW)
    assert ask.url == f"{BASE}/gdeltv2/lastupdate.txt"
    reading = read(UPDATE.encode(), page=1, quarters=3)
    assert [ask.url.removeprefix(f"{BASE}/gdeltv2/") for ask in reading.further] == [
        "20260110001500.mentions.CSV.zip",
        "20260110000000.mentions.CSV.zip",
        "20260109234500.mentions.CSV.zip",
    ]
    assert reading.further[2].key == f"{BASE}/gdeltv2/234500.mentions.CSV.zip"
    assert (reading.entries, reading.is_broken) == (3, False)
    [graph] = read(UPDATE.encode(), page=1, quarters=1, table="gkg").further
    assert graph.url == f"{BASE}/gdeltv2/20260110001500.gkg.csv.zip"


def test_files_are_asked_for_at_the_source_s_own_host_only() -> None:
    [ask] = read(UPDATE.replace(BASE, "http://other.example").encode(), page=1, quarters=1).further
    assert ask.url.startswith(f"{BASE}/")


@pytest.mark.parametrize(
    "text", ["", "gone", UPDATE + UPDATE, UPDATE.replace("20260110001500", "20261310001500")]
)
def test_a_list_that_names_no_file_or_several_is_told(text: str) -> None:
    reading = read(text.encode(), page=1)
    assert (reading.further, reading.is_broken) == ((), True)
    assert "names not one mentions.CSV" in reading.problems[0].detail


def test_pages_with_one_of_the_words_in_their_address_are_leads_once() -> None:
    reading = read(
        packed(
            mention("https://a.example/2026/Northgate-buys_data-centres/"),
            mention("https://a.example/2026/Northgate-buys_data-centres/"),
            mention("https://b.example/?story=gpu%20orders"),
            mention("https://b.example/gpus-and-metadata-central"),
            mention("https://data-center.example/about"),
            mention("10.1000/gpu", kind="4"),
            mention("no-address-gpu"),
            mention("https://b.example/gpu", seen="yesterday"),
            "three\tcolumns\tonly",
        )
    )
    assert [(lead.url, lead.title, lead.stated_time) for lead in reading.leads] == [
        ("https://a.example/2026/Northgate-buys_data-centres/", None, "2026-01-10T00:15:00+00:00"),
        ("https://b.example/?story=gpu%20orders", None, "2026-01-10T00:15:00+00:00"),
    ]
    assert (reading.entries, reading.passed_over) == (9, {"not_asked_for": 3})
    assert [problem.detail.partition(":")[0] for problem in reading.problems] == ["row 7", "row 8", "row 9"]
    assert "3 columns, not 16" in reading.problems[2].detail


def test_the_knowledge_graph_tells_titles_and_is_searched_by_them() -> None:
    title = (
        "<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>Halden &amp; Northgate: a data\u2010center lease</PAGE_TITLE>"
    )
    reading = read(packed(record("https://a.example/1", title), record("https://a.example/2")), table="gkg")
    assert [(lead.url, lead.title) for lead in reading.leads] == [
        ("https://a.example/1", "Halden & Northgate: a data\u2010center lease")
    ]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>", "File is not a zip file"),
        (packed(mention("https://a.example/"))[:-30], "no ZIP archive of one file"),
        (packed("x", copies=2), "an archive of 2 files"),
        (packed("x", copies=0), "an archive of 0 files"),
        (packed("x", method=ZIP_BZIP2), "packed by method 12"),
        (packed("a\tb", "c", mention("https://a.example/")), "2 of 3 rows have not 16 columns"),
    ],
)
def test_what_is_no_such_file_is_told_whole(body: bytes, told: str) -> None:
    reading = read(body)
    assert (reading.leads, reading.is_broken) == ((), True)
    [problem] = reading.problems
    assert problem.reason is QuarantineReason.MALFORMED_FEED
    assert told in problem.detail


@pytest.mark.parametrize(("bound", "value"), [("MAX_UNPACKED", 300), ("MAX_ROWS", 2), ("MAX_LINE", 120)])
def test_what_lies_beyond_the_bounds_is_not_unpacked_and_told(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    monkeypatch.setattr(gdelt_bulk, bound, value)
    lines = [
        mention(f"https://a.example/{name}") for name in ("gpu-1", "gpu-2", "gpu-3/" + 100 * "x", "gpu-4")
    ]
    reading = read(packed(*lines))
    assert [lead.url for lead in reading.leads] == ["https://a.example/gpu-1", "https://a.example/gpu-2"]
    assert [problem.reason for problem in reading.problems] == [QuarantineReason.TOO_LARGE]
    assert reading.is_broken


CELL = st.text(st.characters(exclude_characters="\t\r\n", exclude_categories=["Cs"]), max_size=30)
LINE = (
    st.lists(CELL, min_size=1, max_size=20).map("\t".join)
    | CELL.map(lambda word: mention(f"https://a.example/gpu/{word}"))
    | CELL.map(lambda word: mention(word))
)


@given(st.lists(LINE, max_size=6))
def test_every_row_is_a_lead_a_problem_or_passed_over(lines: list[str]) -> None:
    reading = read(packed(*lines))
    counted = len(reading.problems) + sum(reading.passed_over.values())
    assert reading.is_broken or reading.entries - counted >= len(reading.leads)
    assert reading.is_broken or reading.entries == len(lines)
    assert all("gpu" in lead.url.lower() or "cent" in lead.url.lower() for lead in reading.leads)


@given(st.data())
def test_no_damaged_archive_raises(data: st.DataObject) -> None:
    body = bytearray(packed(*(mention(f"https://a.example/gpu/{number}") for number in range(20))))
    for at in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=4)):
        body[at] = data.draw(st.integers(0, 255))
    reading = read(bytes(body[: data.draw(st.integers(0, len(body)))]))
    assert reading.is_broken or reading.entries == 20


def test_a_round_follows_the_list_to_files_and_pages_and_a_second_gets_none_twice(
    web: Web, settings: Settings
) -> None:
    story = "http://other.example/northgate-data-center"
    rows = packed(mention(story), mention("http://other.example/weather"))
    web.put(f"{BASE}/gdeltv2/lastupdate.txt", UPDATE)
    for stamp in ("20260110001500", "20260110000000"):
        web.pages[f"{BASE}/gdeltv2/{stamp}.mentions.CSV.zip"] = Answer(rows, headers={"ETag": f'"{stamp}"'})
    web.put(story, "page")
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    (settings.sources_dir / "files.yml").write_text(
        "{name: files, title: Files, kind: api, tier: press, document_kind: article, live: false,"
        f" every_minutes: 60, expected_items: 3, politeness: {{seconds: 0}}, data_url: '{BASE}',"
        " query: {api: gdelt_bulk, quarters: 2, words: [data center]}}"
    )
    first, second = crawl("files", settings), crawl("files", settings)
    assert (first.landed, first.answered, first.entries, dict(first.refused)) == (
        1,
        3,
        7,
        {"not_asked_for": 2},
    )
    assert (second.landed, second.not_modified, dict(second.unanswered)) == (0, 2, {})
    assert web.asked().count(story) == 1
