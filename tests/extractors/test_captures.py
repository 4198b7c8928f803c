"""WARC segments, the spiders' and other people's, whole and damaged."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.captures import Capture, read_captures
from extractors.content_encoding import decoded_body, gunzipped
from extractors.documents import to_documents
from extractors.text.unreadable import UnreadableError
from pipeline.capture import CaptureKind, Problem
from pipeline.document import Quarantined
from pipeline.vocabulary import QuarantineReason, Tier
from tests.extractors.archives import FETCHED, STORY_PAGE, URL, Archive, gzipped, note

MAX = 100_000
LAST = "9999-12-31T23:59:59-23:00"
HTML = ("Content-Type", "text/html")


def read(path: Path, max_bytes: int = MAX) -> tuple[list[Capture], list[Quarantined]]:
    found = list(read_captures(path, max_bytes=max_bytes))
    captures = [item for item in found if isinstance(item, Capture)]
    return captures, [item for item in found if isinstance(item, Quarantined)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "wire" / "2025-11-06-001.warc.gz")


def test_response_with_its_note(archive: Archive) -> None:
    about = note(title="From the feed", tier=Tier.WIRE, stated_time="Tue, 04 Nov 2025 14:05:00 GMT")
    archive.add(STORY_PAGE, about)
    (capture,), rows = read(archive.close())
    assert rows == []
    assert capture.note == about
    assert capture.body == STORY_PAGE.encode()
    assert (capture.status, capture.content_type) == (200, "text/html; charset=utf-8")
    assert capture.record is not None
    assert capture.record.startswith("2025-11-06-001.warc.gz#urn:uuid:")
    assert capture.landed_at == FETCHED


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (STORY_PAGE, "text/html", CaptureKind.ARTICLE),
        ("<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml", CaptureKind.FEED),
        ("<urlset></urlset>", "application/xml", CaptureKind.FEED),
        ('{"filings": {}}', "application/json", CaptureKind.INDEX),
        ("<SEC-DOCUMENT>0001.txt\n<SEC-HEADER>", "text/plain", CaptureKind.SUBMISSION),
        ("-----BEGIN PRIVACY-ENHANCED MESSAGE-----", "text/plain", CaptureKind.SUBMISSION),
    ],
)
def test_archive_made_elsewhere(archive: Archive, body: str, content_type: str, kind: CaptureKind) -> None:
    archive.add(body, url="http://press.example/a", headers=(("Content-Type", content_type),))
    (capture,), rows = read(archive.close())
    assert rows == []
    assert (capture.note.source, capture.note.url) == ("2025-11-06-001", "http://press.example/a")
    assert (capture.note.kind, capture.note.fetched_at) == (kind, FETCHED)


def test_other_records_are_passed_over(archive: Archive) -> None:
    archive.add("GET / HTTP/1.1\r\n\r\n", kind="request")
    archive.add(STORY_PAGE, b'{"languages": ["en"]}')
    archive.add_note(b'{"crawler": "another"}')
    (capture,), rows = read(archive.close())
    assert rows == []
    assert capture.note.source == "2025-11-06-001"


def test_uncompressed_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc")
    archive.add(STORY_PAGE, note())
    archive.add("second", note("http://wire.example/2"))
    captures, rows = read(archive.close())
    assert [capture.body for capture in captures] == [STORY_PAGE.encode(), b"second"]
    assert rows == []


def test_broken_note_is_told_and_the_response_read(archive: Archive) -> None:
    archive.add(STORY_PAGE, b'{"source": "wire", "fetched_at": "yesterday"}')
    (capture,), (row,) = read(archive.close())
    assert row.reason == QuarantineReason.UNREADABLE
    assert row.detail.startswith("metadata record: url: ")
    assert capture.note.source == "2025-11-06-001"


def test_address_that_never_answered(archive: Archive) -> None:
    problem = Problem(reason=QuarantineReason.UNAVAILABLE, detail="answered 503 three times")
    archive.add(STORY_PAGE, note())
    archive.add_note(note("http://wire.example/down", problems=(problem,)))
    (capture,), (row,) = read(archive.close())
    assert capture.note.url == URL
    assert (row.source, row.url, row.reason) == ("wire", "http://wire.example/down", problem.reason)
    assert row.seen_at == FETCHED


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzipped(STORY_PAGE)),
        ("gzip", gzipped(STORY_PAGE[:100]) + gzipped(STORY_PAGE[100:])),
        ("x-gzip", gzipped(STORY_PAGE)),
        ("deflate", zlib.compress(STORY_PAGE.encode())),
        ("deflate", zlib.compress(STORY_PAGE.encode(), wbits=-zlib.MAX_WBITS)),
        ("br", brotli.compress(STORY_PAGE.encode())),
        ("deflate, gzip", gzip.compress(zlib.compress(STORY_PAGE.encode()), mtime=0)),
        ("identity", STORY_PAGE.encode()),
        ("gzip", STORY_PAGE.encode()),
    ],
)
def test_content_encodings(archive: Archive, encoding: str, body: bytes) -> None:
    archive.add(body, note(), headers=(HTML, ("Content-Encoding", encoding)))
    (capture,), rows = read(archive.close())
    assert rows == []
    assert capture.body == STORY_PAGE.encode()


def test_chunked_transfer(archive: Archive) -> None:
    data = STORY_PAGE.encode()
    chunked = b"10\r\n" + data[:16] + b"\r\n%x\r\n" % len(data[16:]) + data[16:] + b"\r\n0\r\n\r\n"
    archive.add(chunked, note(), headers=(HTML, ("Transfer-Encoding", "chunked")))
    (capture,), _ = read(archive.close())
    assert capture.body == data


def rows_for(
    archive: Archive, body: bytes, *headers: tuple[str, str], about: object = None
) -> list[Quarantined]:
    archive.add(body, about or note(), headers=(HTML, *headers))  # type: ignore[arg-type]
    captures, rows = read(archive.close())
    assert captures == []
    return rows


def test_truncated_gzip(archive: Archive) -> None:
    (row,) = rows_for(archive, gzipped(STORY_PAGE)[:-20], ("Content-Encoding", "gzip"))
    assert (row.reason, row.url) == (QuarantineReason.TRUNCATED, URL)


def test_what_the_spider_told_is_not_told_twice(archive: Archive) -> None:
    told = Problem(reason=QuarantineReason.TRUNCATED, detail="the gzip stream stops")
    rows = rows_for(
        archive, gzipped(STORY_PAGE)[:-20], ("Content-Encoding", "gzip"), about=note(problems=(told,))
    )
    assert [(row.reason, row.detail) for row in rows] == [(told.reason, told.detail)]


def test_body_shorter_than_announced(archive: Archive) -> None:
    (row,) = rows_for(archive, b"<html>half", ("Content-Length", "5000"))
    assert row.reason == QuarantineReason.TRUNCATED


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzipped("0" * (MAX + 1)), QuarantineReason.TOO_LARGE),
        ("br", brotli.compress(b"0" * 5_000_000), QuarantineReason.TOO_LARGE),
        ("identity", b"0" * (MAX + 1), QuarantineReason.TOO_LARGE),
        ("gzip", b"\x1f\x8bnot really", QuarantineReason.UNREADABLE),
        ("br", b"\xff\xff\xff\xff", QuarantineReason.UNREADABLE),
        ("snappy", b"x", QuarantineReason.UNREADABLE),
    ],
)
def test_bodies_that_are_refused(
    archive: Archive, encoding: str, body: bytes, reason: QuarantineReason
) -> None:
    (row,) = rows_for(archive, body, ("Content-Encoding", encoding))
    assert row.reason == reason


@pytest.mark.parametrize("lost", [10, 200, 400])
def test_archive_that_breaks_off(archive: Archive, lost: int) -> None:
    archive.add(STORY_PAGE, note())
    archive.add(STORY_PAGE * 3, note("http://wire.example/2"))
    path = archive.close()
    path.write_bytes(path.read_bytes()[:-lost])
    captures, rows = read(path)
    assert captures[0].note.url == URL
    assert all(capture.body in (STORY_PAGE.encode(), STORY_PAGE.encode() * 3) for capture in captures)
    assert {row.reason for row in rows} == {QuarantineReason.TRUNCATED}


def test_no_archive_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"this is not an archive\n" * 5)
    captures, (row,) = read(path)
    assert captures == []
    assert (row.source, row.url, row.reason) == ("x", "file:x.warc.gz", QuarantineReason.UNREADABLE)


def test_empty_archive(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"")
    assert read(path) == ([], [])


def raw_record(*headers: str, body: bytes = STORY_PAGE.encode(), kind: str = "resource") -> bytes:
    """A record as another tool may write it; warcio writes none without address and date."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]
    return gzip.compress("\r\n".join(lines).encode() + body + b"\r\n\r\n")


@pytest.mark.parametrize("kind", ["response", "resource", "request", "revisit"])
def test_record_without_an_address_costs_only_itself(archive: Archive, kind: str) -> None:
    archive.add(STORY_PAGE)
    first = archive.close().read_bytes()
    whole = first + raw_record(body=b"foo", kind=kind) + raw_record(f"WARC-Target-URI: {URL}/2")
    archive.path.write_bytes(whole)
    captures, rows = read(archive.path)
    assert [capture.note.url for capture in captures] == [URL, f"{URL}/2"]
    told = [(row.reason, row.detail) for row in rows if row.url == "file:2025-11-06-001.warc.gz"]
    missing = (QuarantineReason.UNREADABLE, f"the record at byte {len(first)} states no WARC-Target-URI")
    assert told == ([missing] if kind in ("response", "resource") else [])


@pytest.mark.parametrize("date", [LAST, "0001-01-01T00:00:00+23:00", "yesterday"])
def test_record_of_no_date_is_read_and_told(tmp_path: Path, date: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(raw_record(f"WARC-Target-URI: {URL}", f"WARC-Date: {date}", "Content-Type: text/html"))
    (capture,), rows = read(path)
    assert rows == []
    assert capture.body == STORY_PAGE.encode()
    (row,) = capture.told_problems()
    assert (row.reason, row.detail) == (
        QuarantineReason.ABSURD_DATE,
        f"captured at {date!r}, says its record",
    )
    (document,) = to_documents(capture).documents
    assert document.url == URL


def test_note_of_no_date_is_told_and_the_response_read(archive: Archive) -> None:
    archive.add(STORY_PAGE, note().model_dump_json().replace("2025-11-06T12:00:00Z", LAST).encode())
    archive.add_note(note().model_dump_json().replace("2025-11-06T12:00:00Z", LAST).encode())
    (capture,), (row,) = read(archive.close())
    assert row.detail.startswith("metadata record: fetched_at: ")
    assert capture.note.fetched_at == FETCHED


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_headers_that_are_no_number(tmp_path: Path, number: str) -> None:
    http = f"HTTP/1.1 {number} OK\r\nContent-Type: text/html\r\nContent-Length: {number}\r\n\r\n"
    response = raw_record(f"WARC-Target-URI: {URL}", kind="response", body=(http + STORY_PAGE).encode())
    path = tmp_path / "x.warc.gz"
    path.write_bytes(response + raw_record(f"WARC-Target-URI: {URL}/2"))
    captures, rows = read(path)
    assert rows == []
    assert [(capture.note.url, capture.status) for capture in captures] == [(URL, 200), (f"{URL}/2", 200)]


def test_missing_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.warc.gz")


@given(st.binary(max_size=300), st.integers(0, 300))
def test_gzip_whole_or_cut(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    body = gunzipped(packed[: len(packed) - cut] if cut < len(packed) else packed, max_bytes=MAX)
    assert data.startswith(body.data)
    assert body.is_whole == (body.data == data and not 0 < cut < len(packed))


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "chunked", "", "zstd"]))
def test_any_body_is_decoded_or_refused(data: bytes, encoding: str) -> None:
    headers = {"content-encoding": encoding, "transfer-encoding": "chunked" if encoding == "chunked" else ""}
    try:
        body = decoded_body(data, headers, max_bytes=10_000)
    except UnreadableError as error:
        outcome: object = error.reason
    else:
        outcome = len(body.data) <= 10_000
    assert outcome in (True, QuarantineReason.TOO_LARGE, QuarantineReason.UNREADABLE)
