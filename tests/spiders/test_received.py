"""What a packed body is found to be, without unpacking more of it than is allowed."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from spiders.received import CHUNK, Received

TEXT = b"chips and megawatts " * 50
LIMIT = 10_000


def bare(data: bytes) -> bytes:
    """Deflated without the zlib header, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "Deflate ": bare}


def problem(body: bytes, label: str) -> str | None:
    received = Received(200, "OK", "HTTP/1.1", (("Content-Encoding", label),), body)
    found = received.problem(LIMIT)
    return found.reason.value if found else None


@pytest.mark.parametrize("label", PACKERS)
def test_a_packed_body_is_whole_cut_broken_or_too_large(label: str) -> None:
    packed = PACKERS[label](TEXT)
    assert problem(packed, label) is None
    assert problem(packed[:-9], label) == "truncated"
    assert problem(b"\xff\xff\xff\xff not packed at all", label) == "unreadable"
    assert problem(PACKERS[label](bytes(LIMIT + CHUNK)), label) == "too_large"


@pytest.mark.parametrize("label", PACKERS)
def test_a_bomb_costs_no_more_memory_than_a_chunk(label: str) -> None:
    bomb = PACKERS[label](bytes(100 * CHUNK))
    tracemalloc.start()
    assert problem(bomb, label) == "too_large"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * CHUNK
