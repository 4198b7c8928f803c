"""Archives made elsewhere, into the landing: what comes in, what is passed over, and nothing twice."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.capture import CaptureKind
from pipeline.errors import BadArchiveError, BadSettingError
from pipeline.settings import Settings, read_settings
from pipeline.vocabulary import DocumentKind, Tier
from spiders.archives.ingest import MAX_SEGMENT_BYTES, ingest, is_history
from spiders.archives.naming import source_name
from spiders.archives.opened import opened
from spiders.archives.report import IngestReport
from spiders.ledger import Ledger
from spiders.sources import load_sources
from spiders.sources.load import LIVE_SOURCES
from tests.spiders.captures import Capture, read_captures
from tests.spiders.foreign import PAGE, Foreign, arc, wacz

TEXT = (("Content-Type", "text/plain"),)
PACKED = (*TEXT, ("Content-Encoding", "gzip"))


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return read_settings(data_dir=tmp_path / "data", max_document_mb=0.1)


def taken(archive: Path, settings: Settings, **given: str) -> tuple[IngestReport, list[Capture]]:
    report = ingest(archive, settings, **given)
    return report, read_captures(report.segments)


def test_a_page_gets_a_note_from_its_record(tmp_path: Path, here: Settings) -> None:
    archive = Foreign().add(PAGE, "HTTP://Press.example:80/1?utm_source=x#top", IP_Address="192.0.2.7")
    report, (capture,) = taken(archive.save(tmp_path / "CC-NEWS-20190506-01.warc.gz"), here)
    assert (report.source, report.records, report.landed) == ("cc_news", 2, 1)
    assert (dict(report.skipped), dict(report.quarantined)) == ({"warcinfo": 1}, {})
    assert capture.note.model_dump(exclude_defaults=True) == {
        "source": "cc_news",
        "url": "http://press.example/1",
        "kind": CaptureKind.ARTICLE,
        "fetched_at": datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC),
        "found_in": f"file:CC-NEWS-20190506-01.warc.gz#{archive.ends[0]}",
    }
    assert (capture.status, capture.raw) == (200, PAGE.encode())
    (segment,) = report.segments
    assert segment.parent == here.landing_dir / "cc_news"
    assert is_history(segment.parent)


def test_the_same_file_again_changes_nothing(tmp_path: Path, here: Settings) -> None:
    damaged = bytearray(Foreign().add(PAGE).add("other", "http://press.example/2").data)
    damaged[-5] ^= 1
    for name in ("a.warc.gz", "b.warc.gz"):
        (tmp_path / name).write_bytes(damaged)
    first = ingest(tmp_path / "a.warc.gz", here)
    again = ingest(tmp_path / "a.warc.gz", here)
    assert (first.landed, first.known, dict(first.quarantined)) == (1, 0, {"unreadable": 1})
    assert (again.landed, again.known, dict(again.quarantined), again.segments) == (0, 2, {}, ())
    overlapping = ingest(tmp_path / "b.warc.gz", here, source="a0")
    assert ingest(tmp_path / "b.warc.gz", here, source=first.source).known == 1
    assert overlapping.landed == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"status": "404 Not Found"}, "answered_404"),
        ({"status": "301 Moved"}, "answered_301"),
        ({"http": (("Content-Type", "image/png"),)}, "image"),
        ({"http": (("Content-Type", "application/json; charset=utf-8"),)}, "json"),
        ({"http": (("Content-Type", "application/x-tar"),)}, "other_type"),
        ({"http": (), "body": b"\x00\x01"}, "untold_type"),
        ({"body": b""}, "empty"),
        ({"url": "dns:press.example"}, "no_web_address"),
        ({"kind": "revisit", "body": b"", "Profile": "http://netpreserve.org/warc/1.1/revisit"}, "revisit"),
        ({"kind": "conversion", "http": None, "content_type": "text/plain"}, "conversion"),
        ({"kind": "request", "http": None, "body": "GET / HTTP/1.1\r\n\r\n"}, "request"),
        ({"kind": "metadata", "http": None, "body": '{"languages": ["en"]}'}, "metadata"),
    ],
)
def test_what_is_no_document_is_counted_by_reason(
    given: dict[str, str], reason: str, tmp_path: Path, here: Settings
) -> None:
    archive = Foreign().add(**given)  # type: ignore[arg-type]
    report = ingest(archive.save(tmp_path / "x.warc.gz"), here)
    assert dict(report.skipped) == {"warcinfo": 1, reason: 1}
    assert (report.landed, dict(report.quarantined), report.segments) == (0, {}, ())


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ({"http": (("Content-Type", "Text/HTML"),)}, PAGE.encode()),
        ({"http": TEXT, "body": "words"}, b"words"),
        ({"http": (), "body": "%PDF-1.7 x"}, b"%PDF-1.7 x"),
        ({"kind": "resource", "http": None, "content_type": "text/html"}, PAGE.encode()),
        ({"http": (), "Identified_Payload_Type": "text/html"}, PAGE.encode()),
        (
            {
                "http": (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")),
                "body": b"3\r\n<p>\r\n4\r\nhere\r\n0\r\n\r\n",
            },
            b"<p>here",
        ),
        ({"http": PACKED, "body": gzip.compress(b"packed", mtime=0)}, b"packed"),
        ({"http": PACKED, "body": b"unpacked before"}, b"unpacked before"),
    ],
)
def test_pages_texts_and_pdfs_come_in(
    given: dict[str, str], body: bytes, tmp_path: Path, here: Settings
) -> None:
    archive = Foreign().add(**given)  # type: ignore[arg-type]
    report, (capture,) = taken(archive.save(tmp_path / "x.warc.gz"), here)
    assert dict(report.quarantined) == {}
    assert capture.decoded == body


@pytest.mark.parametrize(
    ("given", "reason", "detail"),
    [
        ({"Truncated": "length"}, "truncated", "(WARC-Truncated: length)"),
        ({"Segment_Number": "1"}, "truncated", "one of several segments"),
        ({"body": "x" * 300_000}, "too_large", "where 100000 are read"),
        (
            {"body": gzip.compress(b"\0" * 9**6, mtime=0), "http": (*TEXT, ("Content-Encoding", "gzip"))},
            "too_large",
            "",
        ),
        ({"Block_Digest": "sha1:AAAA"}, "unreadable", "states the digest"),
        ({"Date": "yesterday"}, "absurd_date", "captured at 'yesterday'"),
        ({"Date": "9019-05-06T07:08:09Z"}, "absurd_date", "captured at '9019"),
        ({"url": "http://user:word@press.example/"}, "unreadable", "no plain host"),
    ],
)
def test_what_is_damaged_is_told(
    given: dict[str, str], reason: str, detail: str, tmp_path: Path, here: Settings
) -> None:
    archive = Foreign().add(**given)  # type: ignore[arg-type]
    report, (capture,) = taken(archive.save(tmp_path / "x.warc.gz"), here)
    assert dict(report.quarantined) == {reason: 1}
    (problem,) = capture.note.problems
    assert detail in problem.detail
    assert capture.note.fetched_at.year in (2019, datetime.now(UTC).year)


def test_two_broken_files_of_one_name_are_two(tmp_path: Path, here: Settings) -> None:
    for number in (1, 2):
        broken = Foreign().add(PAGE + str(number)).data[:-40]
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "x.warc.gz").write_bytes(broken + b"no gzip" * 9)
    both = [tmp_path / number / "x.warc.gz" for number in "12"]
    first, second = (taken(path, here) for path in both)
    assert first[0].quarantined == second[0].quarantined
    assert sum(first[0].quarantined.values()) > 0
    urls = [capture.note.url for _, captures in (first, second) for capture in captures]
    assert len(set(urls)) == len(urls)
    again, _ = taken(both[0], here)
    assert (dict(again.quarantined), again.landed) == ({}, 0)


def test_arc_files_of_both_ages(tmp_path: Path, here: Settings) -> None:
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    records = (
        ("http://press.example/1", "text/html", block),
        ("http://press.example/2", "text/html", PAGE.encode()),
    )
    (tmp_path / "old.arc.gz").write_bytes(gzip.compress(arc(*records)))
    report, captures = taken(tmp_path / "old.arc.gz", here)
    assert [capture.raw for capture in captures] == [PAGE.encode()] * 2
    assert {capture.note.fetched_at for capture in captures} == {
        datetime(2008, 4, 30, 20, 48, 25, tzinfo=UTC)
    }
    assert report.source == "old"


def test_who_published_it_tells_what_it_is(tmp_path: Path, here: Settings) -> None:
    wire = next(source for source in load_sources() if source.tier is Tier.WIRE)
    submission = "<SEC-DOCUMENT>0001.txt\n<SEC-HEADER>"
    archive = Foreign().add(PAGE, f"https://{min(wire.index_hosts)}/1")
    archive.add(submission, "http://filings.example/1.txt", http=TEXT)
    _, (release, filing) = taken(archive.save(tmp_path / "x.warc.gz"), here)
    assert (release.note.tier, release.note.document_kind) == (Tier.WIRE, wire.document_kind)
    assert (filing.note.kind, filing.note.tier) == (CaptureKind.SUBMISSION, Tier.FILING)
    assert filing.note.document_kind is DocumentKind.FILING


def test_many_records_make_several_segments(tmp_path: Path, here: Settings) -> None:
    archive = Foreign()
    assert len(archive.data) < MAX_SEGMENT_BYTES
    for number in range(3):
        archive.add(f"{PAGE}{number}", f"http://press.example/{number}")
    seen: list[tuple[int, int]] = []
    file = archive.save(tmp_path / "x.warc.gz")
    report = ingest(file, here, on_progress=lambda done, size: seen.append((done, size)))
    assert [done for done, _ in seen] == [0, *archive.ends[:-1]]
    assert {size for _, size in seen} == {file.stat().st_size}
    assert report.landed == 3


def test_a_wacz_gives_the_records_of_all_its_archives(tmp_path: Path, here: Settings) -> None:
    two = {
        "archive/data.warc.gz": Foreign().add(PAGE).data,
        "archive/more.warc": Foreign(gzip=False).add(PAGE, "http://press.example/2").data,
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
        "indexes/index.cdx.gz": gzip.compress(b"com,example)/ 2019"),
    }
    report, captures = taken(wacz(tmp_path / "Site-2.wacz", two), here)
    assert [capture.note.url[-1] for capture in captures] == ["1", "2"]
    assert captures[1].note.found_in is not None
    assert captures[1].note.found_in.startswith("file:Site-2.wacz/archive/more.warc#")
    assert (report.source, dict(report.quarantined)) == ("site", {})


def test_a_wacz_that_is_not_what_it_states_is_told(tmp_path: Path, here: Settings) -> None:
    name = "archive/data.warc.gz"
    resources = {"resources": [{"path": name, "hash": f"sha256:{'0' * 64}"}]}
    path = wacz(
        tmp_path / "x.wacz", {name: Foreign().add(PAGE).data}, manifest=json.dumps(resources).encode()
    )
    report, (page, note) = taken(path, here)
    assert page.note.problems == ()
    assert "has not the checksums" in note.note.problems[0].detail
    assert dict(report.quarantined) == {"unreadable": 1}


def test_of_a_damaged_entry_of_a_wacz_all_comes_in_that_is_whole(tmp_path: Path, here: Settings) -> None:
    archive = Foreign(gzip=False).add(PAGE).add("x" * 1000, "http://press.example/2", http=TEXT).data
    path = wacz(tmp_path / "x.wacz", {"archive/data.warc": archive})
    path.write_bytes(path.read_bytes().replace(b"x" * 1000, b"x" * 999 + b"y"))
    report, captures = taken(path, here)
    told = [capture.note.problems[0].detail if capture.note.problems else None for capture in captures]
    assert told == [
        None,
        "its content is not that of which the record states the digest",
        "it has not the checksums that the WACZ states: damaged, or changed since",
    ]
    assert report.quarantined == {"unreadable": 2}


def test_an_entry_that_cannot_be_unpacked_further_gives_what_stands_before(
    tmp_path: Path, here: Settings
) -> None:
    names = ("archive/data.warc", "datapackage.json")
    archive = Foreign(gzip=False).add(PAGE).add(random.Random(1).randbytes(100_000), http=TEXT).data
    path = tmp_path / "x.wacz"
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr(names[0], archive)
        file.writestr(names[1], '{"resources": []}')
    data = bytearray(path.read_bytes())
    data[90_000:90_100] = b"\xff" * 100
    path.write_bytes(data)
    _, captures = taken(path, here)
    assert (captures[0].note.url, captures[0].note.problems) == ("http://press.example/1", ())
    assert captures[-1].note.problems


def zipped(path: Path, *names: str, data: bytes = b"x", method: int = ZIP_STORED) -> Path:
    with ZipFile(path, "w", method) as file:
        for name in names:
            file.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("/etc/x.warc",), "'/etc/x.warc' is an absolute path"),
        (("C:/x.warc",), "is an absolute path"),
        (("archive/../../x.warc",), "leads out of the archive"),
        (("archive\\x.warc",), "leads out of the archive"),
        (("archive/inner.wacz",), "is an archive in the archive"),
        (("archive/inner.tar.gz",), "is an archive in the archive"),
        (("archive/x.warc",), "no WACZ"),
        (("datapackage.json",), "holds no WARC file"),
        (("datapackage.json", "archive/x.warc"), "datapackage.json cannot be read"),
    ],
)
def test_a_zip_that_nobody_should_open_is_refused(
    names: tuple[str, ...], why: str, tmp_path: Path, here: Settings
) -> None:
    with pytest.raises(BadArchiveError, match=r"x\.wacz: ") as refused:
        ingest(zipped(tmp_path / "x.wacz", *names), here)
    assert why in str(refused.value)
    assert not here.landing_dir.exists()


def test_a_zip_bomb_is_refused(tmp_path: Path, here: Settings) -> None:
    names = ("datapackage.json", "archive/x.warc")
    path = zipped(tmp_path / "x.wacz", *names, data=b"\0" * 20_000_000, method=ZIP_DEFLATED)
    with pytest.raises(BadArchiveError, match=r"would unpack from \d+ to 20000000 bytes"):
        ingest(path, here)


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_whatever_pass_for_an_archive(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, is_zip: bool
) -> None:
    assume(is_zip or not noise.startswith(b"\x1f\x8b"))  # gzip, damaged; what comes behind may be whole
    file = tmp_path_factory.mktemp("noise") / "x"
    file.write_bytes((b"PK\x03\x04" if is_zip else b"") + noise)
    with pytest.raises(BadArchiveError, match=r"no WARC, ARC or WACZ file|cannot be read"), opened(file):
        pass


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("CC-NEWS-20251101000000-00001.warc.gz", "cc_news"),
        ("my site.wacz", "my_site"),
        ("IAH-2008-crawl.arc.gz", "iah_2008_crawl"),
        ("2025-11-01-001.warc.gz", "archive"),
        (f"{'long' * 20}.warc", "long" * 10),
    ],
)
def test_a_source_is_named_after_its_file(file: str, name: str, here: Settings) -> None:
    assert source_name(Path(file), None, here, ()) == name


@pytest.mark.parametrize("name", ["../x", "CC", "a", "", "edgar"])
def test_no_source_is_named_like_a_path_or_a_crawled_one(name: str, here: Settings) -> None:
    with pytest.raises(BadSettingError):
        source_name(Path("x.warc"), name, here, load_sources())


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("feed", "feed is a kind of sources"),
        ("paper", "paper is a source that is crawled"),
        ("nvidia_newsroom", "source of Gigawatch's own, though none of GIGAWATCH_SOURCES_DIR"),
        ("wire", "wire is a source that was crawled into this data folder"),
    ],
)
def test_a_name_that_means_another_source_is_refused_with_those_of_archives(
    name: str, why: str, tmp_path: Path, here: Settings
) -> None:
    mine = tmp_path / "sources"
    mine.mkdir()
    (mine / "paper.yml").write_text(
        (LIVE_SOURCES / "nvidia_newsroom.yml").read_text().replace("name: nvidia_newsroom", "name: paper")
    )
    elsewhere = here.model_copy(update={"sources_dir": mine})
    with Ledger(here.ledger_path) as ledger:
        ledger.answered("wire", "https://wire.example/feed")
    archive = Foreign().add(PAGE).save(tmp_path / "x.warc.gz")
    ingest(archive, elsewhere, source="cc_news")
    with pytest.raises(BadSettingError, match=rf"{why}.*; archives have become cc_news so far"):
        ingest(archive, elsewhere, source=name)
    assert not (here.landing_dir / name).exists()
