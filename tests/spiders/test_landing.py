"""Segments: what is in them, when they can be seen, and what a crash leaves."""

from __future__ import annotations

import asyncio
import gzip
import os
import time
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.capture import CaptureKind, CaptureNote, Problem
from pipeline.errors import CrawlError
from pipeline.vocabulary import QuarantineReason
from spiders.landing import Landing, _captures, recover
from spiders.received import Received
from tests.spiders.captures import read_captures

AT = datetime(2026, 2, 19, 16, 10, 7, tzinfo=UTC)


def note(number: int = 1) -> CaptureNote:
    """What a spider says about one page."""
    return CaptureNote(
        source="news",
        url=f"http://news.example/{number}",
        kind=CaptureKind.ARTICLE,
        fetched_at=AT,
        title="Zürich – “9 GW”",
    )


def received(body: bytes = b"page", **headers: str) -> Received:
    """A response of one header at least."""
    pairs = (("Content-Type", "text/html"), *headers.items())
    return Received(200, "OK", "HTTP/1.1", pairs, body, at=AT, ip_address="127.0.0.1")


def test_readers_see_a_segment_only_when_it_is_complete(tmp_path: Path) -> None:
    with Landing(tmp_path / "news") as landing:
        landing.write(note(), received())
        assert list(tmp_path.glob("news/*.warc.gz")) == []
        assert len(list(tmp_path.glob("news/*.part"))) == 1
    [segment] = landing.segments
    assert segment.parent == tmp_path / "news"
    assert segment.name == f"{datetime.now(UTC):%Y-%m-%d}-001.warc.gz"
    assert list(tmp_path.glob("news/*.part")) == []


def test_a_record_is_dated_typed_and_tied_to_its_response(tmp_path: Path) -> None:
    with Landing(tmp_path) as landing:
        landing.write(note(), received())
    with landing.segments[0].open("rb") as file:
        records = [(r.rec_type, dict(r.rec_headers.headers)) for r in ArchiveIterator(file)]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "metadata"]
    _, response, metadata = (headers for _, headers in records)
    assert response["WARC-Date"] == "2026-02-19T16:10:07Z"
    assert response["WARC-IP-Address"] == "127.0.0.1"
    assert response["WARC-Target-URI"] == metadata["WARC-Target-URI"] == "http://news.example/1"
    assert metadata["Content-Type"] == "application/json"
    assert metadata["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    [capture] = read_captures(landing.segments)
    assert capture.note == note()


def test_a_cut_off_response_says_so_in_its_record(tmp_path: Path) -> None:
    with Landing(tmp_path) as landing:
        landing.write(note(), Received(200, "", "HTTP/1.0", (), b"pa", is_cut=True, at=AT))
    with landing.segments[0].open("rb") as file:
        found = {r.rec_headers.get_header("WARC-Truncated") for r in ArchiveIterator(file)}
    assert found == {None, "disconnect"}


def test_a_day_s_segments_are_numbered_and_a_large_one_is_closed(tmp_path: Path) -> None:
    with Landing(tmp_path, max_segment_bytes=1) as landing:
        for number in range(3):
            landing.write(note(number), received())
    assert [path.name[11:] for path in landing.segments] == ["001.warc.gz", "002.warc.gz", "003.warc.gz"]
    with Landing(tmp_path) as again:
        again.write(note(), received())
    assert again.segments[0].name.endswith("-004.warc.gz")


def test_a_round_without_anything_new_makes_no_segment(tmp_path: Path) -> None:
    with Landing(tmp_path) as landing:
        pass
    assert landing.segments == []


def crash(folder: Path, captures: int, kept: float = 1.0) -> Path:
    """What a killed round leaves: that share of the bytes of some captures."""
    landing = Landing(folder)
    landing.__enter__()
    for number in range(captures):
        landing.write(note(number), received(bytes(range(256))))
    assert landing._part is not None
    assert landing._lock is not None
    path = Path(landing._part.name)
    landing._part.close()
    landing._lock.close()
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * kept))
    return path


@given(st.integers(1, 4), st.floats(0, 0.999))
def test_after_a_crash_every_whole_capture_is_recovered(
    tmp_path_factory: pytest.TempPathFactory, captures: int, kept: float
) -> None:
    folder = tmp_path_factory.mktemp("landing")
    left = crash(folder, captures, kept).read_bytes()
    with Landing(folder) as landing:
        landing.write(note(99), received())
    assert list(folder.glob("*.part")) == []
    recovered = [capture.note.url for capture in read_captures(landing.segments)]
    assert recovered.pop() == "http://news.example/99"
    assert recovered == [f"http://news.example/{n}" for n in range(len(recovered))]
    assert len(recovered) < captures
    if recovered:
        assert left.startswith(landing.segments[0].read_bytes())


def test_a_crash_between_two_captures_loses_neither(tmp_path: Path) -> None:
    crash(tmp_path, 2)
    with Landing(tmp_path) as landing:
        pass
    assert [c.note.url[-1] for c in read_captures(landing.segments)] == ["0", "1"]


def test_recovery_holds_neither_the_segment_nor_a_record_in_memory(tmp_path: Path) -> None:
    part = crash(tmp_path, 2)
    bodies = [os.urandom(12 << 20), bytes(24 << 20)]  # one that is large packed, one unpacked
    with part.open("ab") as file:
        for body in bodies:
            file.write(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + body, compresslevel=1))
    tracemalloc.start()
    assert recover(part) == (note(0), note(1))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_what_a_crashed_round_landed_is_known_to_the_next(tmp_path: Path) -> None:
    part = crash(tmp_path, 2)
    with part.open("ab") as file:
        file.write(gzip.compress(b'WARC/1.0\r\nWARC-Type: metadata\r\n\r\n{"new": "field"}\r\n\r\n'))
    with Landing(tmp_path) as landing:
        assert landing.recovered == [note(0), note(1)]
    assert len(landing.segments) == 1


def test_captures_landed_side_by_side_are_on_the_disk_before_anybody_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, syncs, real = [], [], os.fsync

    def fsync(file: int) -> None:
        time.sleep(0.02)
        real(file)
        syncs.append(os.fstat(file).st_size)

    async def land(landing: Landing, number: int) -> None:
        await landing.write_aside(note(number), received())
        sizes.append((number, syncs[-1]))

    async def land_all(landing: Landing) -> None:
        await asyncio.gather(*(land(landing, number) for number in range(20)))

    monkeypatch.setattr(os, "fsync", fsync)
    with Landing(tmp_path) as landing:
        asyncio.run(land_all(landing))
        assert landing._part is not None
        ends = sorted(end for end, _ in _captures(BytesIO(Path(landing._part.name).read_bytes())))
    assert len(syncs) < 5
    assert sorted(number for number, _ in sizes) == list(range(20))
    assert all(synced >= ends[number] for number, synced in sizes)


def test_a_segment_that_is_full_is_whole_though_others_are_landing(tmp_path: Path) -> None:
    async def land(landing: Landing) -> None:
        await asyncio.gather(*(landing.write_aside(note(number), received()) for number in range(6)))

    with Landing(tmp_path, max_segment_bytes=2_000) as landing:
        asyncio.run(land(landing))
    assert len(landing.segments) > 1
    assert [c.note.url[-1] for c in read_captures(landing.segments)] == list("012345")


def test_two_rounds_cannot_hold_one_folder(tmp_path: Path) -> None:
    with Landing(tmp_path), pytest.raises(CrawlError, match="another round is writing"), Landing(tmp_path):
        pass
    with Landing(tmp_path) as third:
        assert third.segments == []


@given(st.binary(max_size=400), st.lists(st.text(st.characters(codec="latin-1", exclude_categories=("C",)))))
def test_any_body_and_headers_come_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, values: list[str]
) -> None:
    headers = {f"X-{number}": value.strip() for number, value in enumerate(values)}
    with Landing(tmp_path_factory.mktemp("landing")) as landing:
        landing.write(note(), received(body, **headers))
    [capture] = read_captures(landing.segments)
    assert capture.raw == body
    assert [name for name, _ in capture.headers] == ["Content-Type", *headers]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    assert lines.encode("latin-1") in gzip.decompress(landing.segments[0].read_bytes())


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(b"page", mtime=0), "gzip", None),
        (gzip.compress(b"page", mtime=0) + b"trailing", "GZIP", None),
        (b"page", "", None),
        (b"", "gzip", None),
        (gzip.compress(b"page", mtime=0)[:-9], "gzip", QuarantineReason.TRUNCATED),
        (b"page", "x-gzip", QuarantineReason.UNREADABLE),
        (gzip.compress(bytes(5_000_000), mtime=0), "gzip", QuarantineReason.TOO_LARGE),
    ],
)
def test_what_is_wrong_with_a_body_is_seen_without_keeping_it(
    body: bytes, encoding: str, reason: QuarantineReason | None
) -> None:
    problem = received(body, **{"Content-Encoding": encoding}).problem(1_000_000)
    assert (problem.reason if problem else None) == reason


@given(st.binary(min_size=1, max_size=200), st.data())
def test_gzip_cut_anywhere_is_truncated(content: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(content)
    cut = data.draw(st.integers(1, len(packed) - 1))
    problem = received(packed[:cut], **{"Content-Encoding": "gzip"}).problem(1_000_000)
    assert isinstance(problem, Problem)
    assert problem.reason is QuarantineReason.TRUNCATED
