"""Recorded real input: main text against its ground truth, submissions against their index, and no crash."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractors.folder import QUARANTINE, extract_folder
from extractors.text.article import to_article
from extractors.text.decode import to_text
from extractors.text.filing import to_filing_text
from extractors.text.filing_rules import filing_rules
from extractors.text.normalise import normalise
from extractors.text.submission import split_submission
from extractors.text.unreadable import UnreadableError
from pipeline.claims import Extraction
from pipeline.document import Document
from pipeline.settings import Settings
from tests.extractors.shingles import agreement

MAIN_TEXT_F1 = 0.94
DATA_TYPES = {"XML", "GRAPHIC", "ZIP", "JSON", "EXCEL"}
"""Types that the index leaves out of its list of documents."""


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def main_text(path: Path, url: str) -> str:
    try:
        return to_article(to_text(content(path)), url=url).text
    except UnreadableError:
        return ""


@pytest.mark.slow
def test_main_text_of_the_benchmark_pages(shared: Path) -> None:
    folder = shared / "data" / "html" / "article_benchmark"
    truth = json.loads(content(folder / "ground-truth.json.gz"))
    pages = {path: truth[path.name.removesuffix(".html.gz")] for path in sorted(folder.glob("*.html.gz"))}
    found = agreement((page["articleBody"], main_text(path, page["url"])) for path, page in pages.items())
    print(f"{len(pages)} pages: {found}")  # noqa: T201 - the measured numbers, with -s
    assert len(pages) >= 79
    assert found.f1 >= MAIN_TEXT_F1


def index_rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "data" / "edgar" / "filings_index.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "submission"]


def stated_items(cell: str) -> list[str]:
    """Items of the index's cell; where the header's line was empty the index took the line itself."""
    items = [item.strip() for item in cell.split("; ")]
    return [item for item in items if item and "DATE:" not in item and "ITEM INFORMATION" not in item]


@pytest.mark.slow
def test_submissions_against_their_index(shared: Path) -> None:
    rows = index_rows(shared)
    assert len(rows) >= 50
    wrong = []
    for row in rows:
        header, parts = split_submission(to_text(content(shared / "data" / row["file"])))
        assert header is not None
        assert all(part.is_whole for part in parts), row["file"]
        pairs = {
            "accession": (header.accession, row["accession"]),
            "form": (header.form, row["form"]),
            "company": (header.company, row["company"]),
            "cik": (header.cik, row["cik"]),
            "accepted": (header.accepted_as_stated or "", row["accepted"]),
        }
        if row["items_from"] == "header":
            pairs["items"] = ("; ".join(header.items), "; ".join(stated_items(row["items"])))
        # The index counts the <TYPE> of the dissemination form's header as a document.
        if row["documents"] and "secsgml_archive" not in row["file"]:
            types = [part.type for part in parts if part.type not in DATA_TYPES]
            pairs["documents"] = ("; ".join(types), row["documents"])
        wrong += [f"{row['file']}: {name} {a!r}, not {b!r}" for name, (a, b) in pairs.items() if a != b]
    assert wrong == []


@pytest.mark.slow
def test_every_recorded_item_title_has_a_number(shared: Path) -> None:
    unknown = set()
    for row in index_rows(shared):
        header = split_submission(to_text(content(shared / "data" / row["file"]))).header
        assert header is not None
        assert header.filed_on is not None
        numbers = filing_rules().item_numbers(header.items, filed_on=header.filed_on.date())
        unknown |= {number for number in numbers if not number.replace(".", "").isdigit()}
    assert unknown == set()


@pytest.mark.slow
def test_parts_are_what_was_served_alone(shared: Path) -> None:
    """`documents/<accession>/` holds single documents cut unaltered from the submissions."""
    documents = shared / "data" / "edgar" / "documents"
    parts = {
        (row["accession"].replace("-", ""), part.filename): part
        for row in index_rows(shared)
        for part in split_submission(to_text(content(shared / "data" / row["file"]))).parts
    }
    compared = 0
    for folder in documents.iterdir():
        for path in folder.iterdir():
            part = parts.get((folder.name, path.name.removesuffix(".gz")))
            if part is None or path.suffix in (".pdf", ".jpg"):
                continue
            alone = normalise(to_text(content(path)))
            assert normalise(part.content) in alone
            compared += 1
    assert compared >= 5


class QuietReader:
    """Takes documents and claims nothing: what is tested is that each file becomes documents or rows."""

    version = "1"

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def read(self, documents: Iterable[Document]) -> Extraction:
        given = tuple(documents)
        self.documents += given
        return Extraction(version="1", documents=given)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "unread"),
    [("edgar/submissions_txt", 1), ("edgar/8k_1994_2023", 0), ("html", 2), ("edgar/documents", 2)],
)
def test_every_recorded_file_is_read_or_told(shared: Path, tmp_path: Path, folder: str, unread: int) -> None:
    reader = QuietReader()
    report = extract_folder(shared / "data" / folder, tmp_path, reader, settings=Settings(_env_file=None))
    rows = [json.loads(line) for line in (tmp_path / QUARANTINE).read_text("utf-8").splitlines()]
    labels = list(tmp_path.rglob("*.json"))
    print(f"{folder}: {report}")  # noqa: T201 - the measured number, with -s
    assert len(labels) == report.files
    assert report.unread_files == unread
    assert sum(report.quarantined.values()) == len(rows)
    assert len({row["url"].partition("#")[0] for row in rows}) >= unread
    assert all(document.text == normalise(document.text) for document in reader.documents)
    assert Counter(document.id for document in reader.documents).most_common(1)[0][1] == 1


@pytest.mark.slow
def test_inline_xbrl_leaves_no_header_words(shared: Path) -> None:
    pages = sorted((shared / "data" / "edgar" / "8k_1994_2023").glob("*.htm*"))
    inline = [text for path in pages if "ix:header" in (text := to_text(content(path)))]
    assert len(inline) >= 5
    for page in inline:
        text = to_filing_text(page)
        assert "SECURITIES AND EXCHANGE COMMISSION" in text.upper()
        assert "xbrli" not in text
        assert not text.startswith("false")
