"""One segment, one batch: complete, idempotent, rewritten when its reason to exist has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractors.batches import MANIFEST
from extractors.reading import DOCUMENTS_AT_ONCE
from extractors.segments import read_segment
from extractors.text.article import Article
from extractors.text.article import to_article as real_to_article
from pipeline.capture import Problem
from pipeline.claims import Extraction, Refusal
from pipeline.document import Document
from pipeline.vocabulary import QuarantineReason, RefusalReason
from tests.extractors.archives import STORY_PAGE, Archive, note
from tests.extractors.batches import read_batch


class CountingReader:
    """Refuses documents that do not speak of money, and remembers what it was given."""

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.calls: list[int] = []

    def read(self, documents: Iterable[Document]) -> Extraction:
        given = tuple(documents)
        self.calls.append(len(given))
        refusals = tuple(
            Refusal(
                document_id=document.id,
                reason=RefusalReason.NOT_RELEVANT,
                subject="document",
                as_written=document.text[:10],
                start=0,
                end=10,
            )
            for document in given
            if "$" not in document.text
        )
        return Extraction(version=self.version, documents=given, refusals=refusals)


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    archive = Archive(tmp_path / "landing" / "wire" / "2025-11-06-001.warc.gz")
    archive.add(STORY_PAGE, note())
    archive.add(STORY_PAGE, note())
    archive.add(STORY_PAGE.replace("$9 billion", "a lot"), note("http://wire.example/2"))
    archive.add("", note("http://wire.example/3"))
    gone = Problem(reason=QuarantineReason.NOT_FOUND, detail="answered 404")
    archive.add("gone", note("http://wire.example/4", problems=(gone,)), status="404 Not Found")
    return archive.close()


def test_segment_becomes_a_batch(segment: Path, tmp_path: Path) -> None:
    report = read_segment(segment, tmp_path / "extracted", CountingReader("7"))
    assert report.batch == tmp_path / "extracted" / "7" / "wire" / "2025-11-06-001"
    assert (report.documents, report.relevant, report.refusals) == (2, 1, 1)
    assert report.quarantined == {"empty": 1, "not_found": 1}
    batch = read_batch(report.batch)
    assert [document.url for document in batch.documents] == [
        "http://wire.example/story",
        "http://wire.example/2",
    ]
    assert {(row.source, row.url) for row in batch.quarantined} == {
        ("wire", "http://wire.example/3"),
        ("wire", "http://wire.example/4"),
    }


def test_a_batch_is_read_once(segment: Path, tmp_path: Path) -> None:
    reader = CountingReader()
    first = read_segment(segment, tmp_path / "out", reader)
    written = {path: path.stat().st_mtime_ns for path in first.batch.iterdir()}
    assert read_segment(segment, tmp_path / "out", reader) == first
    assert reader.calls == [2]
    assert {path: path.stat().st_mtime_ns for path in first.batch.iterdir()} == written


def test_a_newer_reader_has_a_folder_of_its_own(segment: Path, tmp_path: Path) -> None:
    old = read_segment(segment, tmp_path / "out", CountingReader("1"))
    new = read_segment(segment, tmp_path / "out", CountingReader("2"))
    assert old.batch != new.batch
    assert read_batch(old.batch).documents == read_batch(new.batch).documents


def test_a_broken_off_batch_is_written_anew(segment: Path, tmp_path: Path) -> None:
    reader = CountingReader()
    report = read_segment(segment, tmp_path / "out", reader)
    (report.batch / MANIFEST).unlink()
    (report.batch / "documents.parquet").write_bytes(b"half")
    assert read_segment(segment, tmp_path / "out", reader) == report
    assert len(reader.calls) == 2


def test_a_segment_that_has_changed_is_read_again(segment: Path, tmp_path: Path) -> None:
    reader = CountingReader()
    before = read_segment(segment, tmp_path / "out", reader)
    id_before = json.loads((before.batch / MANIFEST).read_text())["batch_id"]
    archive = Archive(segment)
    archive.add(STORY_PAGE, note("http://wire.example/new"))
    archive.close()
    after = read_segment(segment, tmp_path / "out", reader)
    assert (after.batch, after.documents, after.quarantined) == (before.batch, 1, {})
    assert json.loads((after.batch / MANIFEST).read_text())["batch_id"] != id_before


def test_readers_get_documents_some_at_a_time(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "wire" / "big.warc.gz")
    for number in range(DOCUMENTS_AT_ONCE + 3):
        archive.add(STORY_PAGE, note(f"http://wire.example/{number}"))
    reader = CountingReader()
    assert read_segment(archive.close(), tmp_path / "out", reader).documents == DOCUMENTS_AT_ONCE + 3
    assert reader.calls == [DOCUMENTS_AT_ONCE, 3]


def test_captures_above_the_limit_are_told(segment: Path, tmp_path: Path) -> None:
    report = read_segment(segment, tmp_path / "out", CountingReader(), max_document_mb=0.0001)
    assert report.documents == 0
    assert report.quarantined["too_large"] == 3


def test_missing_segment_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_segment(tmp_path / "none.warc.gz", tmp_path / "out", CountingReader())


def test_a_page_that_breaks_its_parser_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_article(html: str, **hints: object) -> Article:
        if "Halden" in html:
            raise RecursionError("too deep")
        return real_to_article(html, **hints)

    monkeypatch.setattr("extractors.documents.to_article", to_article)
    archive = Archive(tmp_path / "wire" / "a.warc.gz")
    archive.add(STORY_PAGE, note())
    archive.add(STORY_PAGE.replace("Halden", "Norvane"), note("http://wire.example/2"))
    batch = read_batch(read_segment(archive.close(), tmp_path / "out", CountingReader()).batch)
    assert [document.url for document in batch.documents] == ["http://wire.example/2"]
    assert [(row.url, row.reason, row.detail) for row in batch.quarantined] == [
        ("http://wire.example/story", "unreadable", "opening it failed: RecursionError: too deep")
    ]


def test_a_title_that_is_no_text_costs_only_its_page(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "wire" / "a.warc.gz")
    broken = STORY_PAGE.replace(
        "<h1>", '<script type="application/ld+json">{"headline": "x\\ud800"}</script><h1>'
    )
    archive.add(broken, note())
    archive.add(STORY_PAGE, note("http://wire.example/2"))
    batch = read_batch(read_segment(archive.close(), tmp_path / "out", CountingReader()).batch)
    assert batch.documents[-1].url == "http://wire.example/2"
    assert len(batch.documents) + len(batch.quarantined) == 2
