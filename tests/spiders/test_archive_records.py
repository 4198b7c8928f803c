"""Records of other people's archives: every format, and damage that costs only what it lies in."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vocabulary import QuarantineReason
from spiders.archives.records import Damage, Record, begins_record, read_records
from spiders.archives.unpacked import CHUNK, Unpacked
from tests.spiders.foreign import Foreign, arc

KEEP = 1_000_000


def read(data: bytes, keep: int = KEEP) -> tuple[list[Record], list[Damage]]:
    found = list(read_records(Unpacked(BytesIO(data)), keep=keep))
    return [x for x in found if isinstance(x, Record)], [x for x in found if isinstance(x, Damage)]


def body(record: Record) -> bytes:
    return record.block.partition(b"\r\n\r\n")[2]


bodies = st.lists(st.binary(max_size=3000), min_size=1, max_size=6)


@given(bodies, st.sampled_from(["members", "plain", "one member", "two files"]))
def test_every_record_comes_as_it_was_written(contents: list[bytes], form: str) -> None:
    written = Foreign(gzip=form in ("members", "two files"))
    for number, content in enumerate(contents):
        written.add(content, f"http://press.example/{number}")
    data = {"one member": gzip.compress(written.data), "two files": written.data * 2}.get(form, written.data)
    records, damage = read(data)
    assert damage == []
    pages = [record for record in records if record.kind == "response"]
    assert [body(record) for record in pages] == contents * (2 if form == "two files" else 1)
    assert pages[-1].headers["warc-target-uri"] == f"http://press.example/{len(contents) - 1}"
    assert not any(record.is_cut for record in records)


@given(bodies, st.data())
def test_a_damaged_member_costs_itself_and_is_told(contents: list[bytes], data: st.DataObject) -> None:
    written = Foreign()
    for number, content in enumerate(contents):
        written.add(content, f"http://press.example/{number}")
    hit = data.draw(st.integers(0, len(contents) - 1))
    start, end = written.ends[hit : hit + 2]
    # A share, since the random ids of records make their lengths differ from run to run.
    place = start + int(data.draw(st.floats(0, 0.999)) * (end - start))
    damaged = bytearray(written.data)
    damaged[place] ^= data.draw(st.integers(1, 255))
    records, damage = read(bytes(damaged))
    found = {
        record.headers["warc-target-uri"]: body(record) for record in records if record.kind == "response"
    }
    kept = {f"http://press.example/{n}": content for n, content in enumerate(contents) if n != hit}
    lost = f"http://press.example/{hit}"
    # Some bytes of a gzip header mean nothing; then nothing is lost.
    assert found in (kept, kept | {lost: contents[hit]})
    assert bool(damage) == (lost not in found)


@given(st.binary(max_size=2000), st.booleans())
def test_no_bytes_whatever_stop_it(noise: bytes, is_packed: bool) -> None:
    whole = Foreign(gzip=is_packed).add(b"first").data
    records, _ = read(whole + noise)
    assert body(records[1]) == b"first"
    read(noise)


@given(st.integers(0, 400))
def test_an_archive_that_breaks_off_says_so(cut: int) -> None:
    written = Foreign().add(bytes(range(256)) * 20)
    start, end = written.ends
    at = start + 1 + cut % (end - start - 1)
    records, (damage,) = read(written.data[:at])
    assert [record.kind for record in records] == ["warcinfo"]
    assert (damage.place, damage.reason) == (start, QuarantineReason.TRUNCATED)


def test_a_damaged_member_that_seems_to_go_on_does_not_take_the_next_with_it() -> None:
    written = Foreign().add(b"first").add(b"second", "http://press.example/2")
    # The header of a member whose one stored block is longer than all that is left of the file.
    lying = gzip.compress(b"")[:10] + b"\x00\xff\xff\x00\x00"
    data = written.data[: written.ends[1]] + lying + written.data[written.ends[1] :]
    records, (damage,) = read(data)
    assert [body(record) for record in records[1:]] == [b"first", b"second"]
    assert (damage.place, damage.reason) == (written.ends[1], QuarantineReason.TRUNCATED)


def test_an_unpacked_archive_that_breaks_off_gives_what_there_is() -> None:
    written = Foreign(gzip=False).add(b"0123456789")
    (_, record), damage = read(written.data[:-8])
    assert (body(record), record.is_cut, damage) == (b"012345", True, [])


def test_damage_beyond_one_piece_of_the_file_is_passed() -> None:
    noise = bytes(range(255, -1, -1)) * (3 * CHUNK // 256)
    written = Foreign().add(b"first")
    records, damage = read(written.data + noise + Foreign().add(b"last", "http://press.example/9").data)
    assert [body(record) for record in records if record.kind == "response"] == [b"first", b"last"]
    assert [found.place for found in damage] == [len(written.data)]


@pytest.mark.parametrize("stated", [b"99", b"3", b"x", b"-5", b""])
def test_a_wrong_length_costs_at_most_the_record_and_its_neighbour(stated: bytes) -> None:
    written = Foreign(gzip=False).add(b"first").add(b"second").add(b"third")
    start = written.ends[0]
    name = b"Content-Length: "
    at = written.data.index(name, start) + len(name)
    end = written.data.index(b"\r\n", at)
    records, damage = read(written.data[:at] + stated + written.data[end:])
    assert damage
    assert damage[0].place == start
    assert body(records[-1]) == b"third"
    assert b"first" not in {body(record) for record in records}


def test_of_a_large_record_only_as_much_is_held_as_is_kept() -> None:
    written = Foreign().add(b"\0" * 5_000_000).add(b"next")
    (_, large, after), damage = read(written.data, keep=1000)
    assert (len(large.block), large.is_cut, damage) == (1000, False, [])
    assert large.length > 5_000_000
    assert body(after) == b"next"


def test_a_header_without_end_is_not_held() -> None:
    endless = b"WARC/1.0\r\n" + b"x: y\r\n" * 100_000
    records, (damage, *_) = read(endless + Foreign(gzip=False).add(b"next").data)
    assert damage.detail == "a record with a header of more than 131072 bytes"
    assert body(records[-1]) == b"next"


def test_folded_headers_are_put_together() -> None:
    head = b"WARC/0.18\nWARC-Type: resource\nWARC-Target-URI: <http://press.example/\n\t1>\n"
    ((found,), _) = read(head + b"Content-Length: 2\n\nok")
    assert found.headers["warc-target-uri"] == "<http://press.example/ 1>"
    assert found.block == b"ok"


def test_arc_records_of_both_versions() -> None:
    old = arc(
        ("http://press.example/a b", "text/html", b"HTTP/1.0 200 OK\r\n\r\nold"), ("dns:x", "text/dns", b"1")
    )
    newer = b"http://press.example/2 192.0.2.1 20080430204825 text/html 200 chk - 17 x.arc 3\nnew\n"
    records, damage = read(old + newer)
    assert damage == []
    assert [(r.kind, r.headers["warc-target-uri"], r.headers["warc-date"]) for r in records[1:]] == [
        ("response", "http://press.example/a b", "20080430204825"),
        ("response", "dns:x", "20080430204825"),
        ("response", "http://press.example/2", "20080430204825"),
    ]
    assert (records[0].kind, records[3].block) == ("warcinfo", b"new")


@pytest.mark.parametrize(
    ("start", "is_archive"),
    [
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", True),
        (b"filedesc://x.arc 0.0.0.0 20080430204825 text/plain 73\n1 0 x\n", True),
        (b"<!doctype html>\n", False),
        (b"", False),
        (b"https://press.example/ says\n", False),
    ],
)
def test_a_file_is_known_by_how_it_begins(start: bytes, is_archive: bool) -> None:
    assert begins_record(start) is is_archive
