"""`gigawatch extract`: every file of a folder becomes a label or a row, and the run goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from extractors.folder import QUARANTINE, extract_folder, input_files
from pipeline.claims import Extraction
from pipeline.document import Document
from pipeline.errors import NotFoundError
from pipeline.settings import Settings
from pipeline.vocabulary import DealType, Role
from tests.extractors.archives import STORY_PAGE, Archive, gzipped, note
from tests.extractors.test_documents import SUBMISSION
from tests.extractors.test_filing_text import pdf
from tests.factories import deal_claim, evidence, party

TEXT = "Northgate buys Halden\n\nNorthgate said it would buy Halden for $9 billion.\nIt has 1,300 MW.\n"


class TitleReader:
    """Claims an acquisition wherever the title says that Northgate buys Halden."""

    version = "1"

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def read(self, documents: Iterable[Document]) -> Extraction:
        given = tuple(documents)
        self.documents += given
        deals = tuple(
            deal_claim(
                document,
                type=DealType.ACQUISITION,
                parties=(party(document, "Northgate", Role.ACQUIRER), party(document, "Halden", Role.TARGET)),
                amounts=(),
                evidence=(evidence(document, document.title),),
            )
            for document in given
            if document.title == "Northgate buys Halden"
        )
        return Extraction(version="1", documents=given, deals=deals)


def settings(**fields: Any) -> Settings:
    return Settings(_env_file=None, **fields)


def run(folder: Path, out: Path, **fields: Any) -> tuple[dict[str, Any], list[dict[str, Any]], Any]:
    """Labels by path, quarantine rows, and the report."""
    report = extract_folder(folder, out, TitleReader(), settings=settings(**fields))
    labels = {
        path.relative_to(out).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(out.rglob("*.json"))
    }
    rows = [json.loads(line) for line in (out / QUARANTINE).read_text("utf-8").splitlines()]
    return labels, rows, report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of every sort, in a folder with a subfolder."""
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    (root / "d001.txt").write_text(TEXT, "utf-8")
    (root / "page.html").write_text(STORY_PAGE, "utf-8")
    (root / "packed.htm.gz").write_bytes(gzipped(STORY_PAGE))
    (root / "filing.txt").write_text(SUBMISSION, "utf-8")
    (root / "letter.pdf").write_bytes(pdf("Northgate agreed to buy Halden."))
    (root / "sub" / "d001.txt").write_text(TEXT, "utf-8")
    (root / "notes.md").write_text("not a sort that is read")
    archive = Archive(root / "crawl.warc.gz")
    archive.add(STORY_PAGE, note())
    archive.add(STORY_PAGE, note("http://wire.example/2"))
    archive.close()
    return root


def test_every_sort_of_file(folder: Path, tmp_path: Path) -> None:
    labels, rows, report = run(folder, tmp_path / "out")
    assert {name: (label["kind"], len(label["deals"])) for name, label in labels.items()} == {
        "crawl.json": ("article", 2),
        "d001.json": ("article", 1),
        "filing.json": ("filing", 0),
        "letter.json": ("article", 0),
        "packed.json": ("article", 1),
        "page.json": ("article", 1),
        "sub/d001.json": ("article", 1),
    }
    assert [(row["source"], row["reason"], row["url"]) for row in rows] == [
        ("folder", "unreadable", "file:filing.txt#slides.pdf")
    ]
    assert (report.files, report.documents, report.deals, report.unread_files) == (7, 10, 6, 0)
    assert report.quarantined == {"unreadable": 1}
    assert report.skipped_files == 1


def test_label_of_a_text(folder: Path, tmp_path: Path) -> None:
    label = run(folder, tmp_path / "out")[0]["d001.json"]
    assert (label["id"], label["title"], label["url"], label["published"]) == (
        "d001",
        "Northgate buys Halden",
        None,
        None,
    )
    assert label["relevant"] is True
    assert label["deals"][0]["evidence"] == "Northgate buys Halden"
    assert "documents" not in label


def test_label_of_an_archive_names_each_document(folder: Path, tmp_path: Path) -> None:
    label = run(folder, tmp_path / "out")[0]["crawl.json"]
    assert label["id"] == "crawl"
    assert [part["url"] for part in label["documents"]] == [
        "http://wire.example/story",
        "http://wire.example/2",
    ]
    assert [len(part["deals"]) for part in label["documents"]] == [1, 1]


def test_text_keeps_its_lines(folder: Path, tmp_path: Path) -> None:
    reader = TitleReader()
    extract_folder(folder, tmp_path / "out", reader, settings=settings())
    document = next(document for document in reader.documents if document.url == "file:d001.txt")
    assert document.text == TEXT.strip()
    assert (document.landed_at, document.capture) == (None, None)


@pytest.mark.parametrize("page", [STORY_PAGE, f"\n {STORY_PAGE}"])
def test_a_page_saved_as_text_is_read_as_a_page(tmp_path: Path, page: str) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "saved.txt").write_text(page)
    (root / "page.html").write_text(page)
    reader = TitleReader()
    extract_folder(root, tmp_path / "out", reader, settings=settings())
    as_page, as_text = reader.documents
    assert (as_page.title, as_page.text) == (as_text.title, as_text.text)


def test_a_text_that_only_mentions_a_tag_is_none(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text("A title\n\nThe tag <div> stands here.")
    reader = TitleReader()
    extract_folder(root, tmp_path / "out", reader, settings=settings())
    assert "<div>" in reader.documents[0].text


def test_two_runs_write_the_same(folder: Path, tmp_path: Path) -> None:
    first, *_ = run(folder, tmp_path / "out")
    second, *_ = run(folder, tmp_path / "out")
    assert first == second


def test_files_of_one_stem_keep_their_names(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    (root / "a.html").write_text(STORY_PAGE)
    labels, _, _ = run(root, tmp_path / "out")
    assert sorted(labels) == ["a.html.json", "a.txt.json"]


def test_bad_files_cost_a_row_each(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "cut.txt.gz").write_bytes(gzipped(TEXT)[:-12])
    (root / "empty.txt").write_bytes(b"")
    (root / "good.txt").write_text(TEXT)
    (root / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "large.txt").write_text("x" * 5000)
    (root / "wall.html").write_text("<html><body><p>Log in</p></body></html>")
    (root / "x.warc.gz").write_bytes(b"no archive")
    labels, rows, report = run(root, tmp_path / "out", max_document_mb=0.004)
    assert {row["url"]: row["reason"] for row in rows} == {
        "file:cut.txt.gz": "truncated",
        "file:empty.txt": "empty",
        "file:image.html": "not_text",
        "file:large.txt": "too_large",
        "file:wall.html": "no_main_text",
        "file:x.warc.gz": "unreadable",
    }
    assert (report.files, report.documents, report.unread_files) == (7, 1, 6)
    assert len(labels) == 7
    assert labels["empty.json"]["relevant"] is False


def test_progress_counts_every_file(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    extract_folder(
        folder,
        tmp_path / "out",
        TitleReader(),
        settings=settings(),
        on_progress=lambda path, done, total: seen.append((path.name, done, total)),
    )
    assert [done for _, done, _ in seen] == [1, 2, 3, 4, 5, 6, 7]
    assert {total for _, _, total in seen} == {7}


def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is no folder"):
        input_files(tmp_path / "none")
    with pytest.raises(NotFoundError, match=r"\.warc\.gz"):
        input_files(tmp_path)


def test_no_two_files_share_a_label(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    for name in ("x.txt", "x.html", "x.txt.txt", "x.txt.html"):
        (root / name).write_text(TEXT)
    labels, _, report = run(root, tmp_path / "out")
    assert report.files == len(labels) == 4
    assert {"x.txt.json", "x.html.json", "x.txt.txt.json", "x.txt.html.json"} == labels.keys()


def test_a_file_that_cannot_be_read_costs_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "in"
    root.mkdir()
    for name in ("a.txt", "b.warc.gz", "c.txt"):
        (root / name).write_text(TEXT)
    opened = Path.open

    def refuse(path: Path, *given: Any, **options: Any) -> Any:
        if path.name in ("a.txt", "b.warc.gz"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **options)

    monkeypatch.setattr(Path, "open", refuse)
    labels, rows, report = run(root, tmp_path / "out")
    assert [(row["url"], row["reason"], row["detail"]) for row in rows] == [
        ("file:a.txt", "unreadable", "the file cannot be read: Permission denied"),
        ("file:b.warc.gz", "unreadable", "the file cannot be read: Permission denied"),
    ]
    assert (report.unread_files, len(labels["c.json"]["deals"])) == (2, 1)


def test_links_and_files_of_other_sorts_are_counted(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT)
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    for name in ("b.zip", "c.docx", "d.md"):
        (root / name).write_text("x")
    assert run(root, root / "out")[2].skipped_files == 4
    labels, _, report = run(root, root / "out")
    assert (list(labels), report.files, report.skipped_files) == (["a.json"], 1, 4)


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / os.fsdecode(b"bad\xff.txt")).write_text(TEXT)
    (root / os.fsdecode(b"worse\xff.html")).write_text("")
    labels, rows, _ = run(root, tmp_path / "out")
    assert sorted(labels) == ["bad\\xff.json", "worse\\xff.json"]
    assert [row["url"] for row in rows] == ["file:worse\\xff.html"]
