"""Documents a second from WARC segments, main text and all, against bare trafilatura; nothing is asserted.

Run by `make bench`. We open the archive, undo both packings, decode, and find title, times and main text;
trafilatura finds main text, by the same options, in the same bytes already in memory. Counted is processor
time, segment by segment in turn, so that what else runs on the machine disturbs both alike and little.
"""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
import trafilatura

from extractors.captures import Capture, read_captures
from extractors.documents import to_documents
from pipeline.capture import CaptureKind, CaptureNote
from spiders.landing import Landing
from spiders.received import Received
from spiders.world.pages import render_page
from spiders.world.sites import WORLD
from spiders.world.stories import read_newsrooms
from tests.measures.real import table

ROUNDS = 5
PER_SEGMENT = 10
MAX_BYTES = 20_000_000
AT = datetime(2026, 2, 19, 16, 10, 7, tzinfo=UTC)


def bundled() -> list[bytes]:
    """The pages of the bundled world."""
    return [
        render_page(newsroom, story, WORLD / "pages").encode()
        for newsroom in read_newsrooms(WORLD)
        for story in newsroom.stories
        if not story.empty
    ]


def recorded(shared: Path) -> list[bytes]:
    """Pages of real newsrooms, as served."""
    return [gzip.decompress(path.read_bytes()) for path in sorted(shared.glob("data/html/**/*.html.gz"))]


def land(pages: Iterable[bytes], folder: Path) -> list[tuple[Path, list[bytes]]]:
    """Segments of some pages each, and these pages."""
    waiting, found = iter(pages), []
    while some := list(islice(waiting, PER_SEGMENT)):
        with Landing(folder) as landing:
            for number, page in enumerate(some):
                url = f"http://bench.example/{len(found)}/{number}"
                note = CaptureNote(source="bench", url=url, kind=CaptureKind.ARTICLE, fetched_at=AT)
                headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
                landing.write(note, Received(200, "OK", "HTTP/1.1", headers, gzip.compress(page), at=AT))
        found.append((landing.segments[0], some))
    return found


def read(segment: Path) -> int:
    """How many documents a segment gives, by the extractors' own way."""
    captures = read_captures(segment, max_bytes=MAX_BYTES)
    return sum(len(to_documents(one).documents) for one in captures if isinstance(one, Capture))


def bare(pages: Iterable[bytes]) -> int:
    """In how many pages trafilatura finds main text."""
    return sum(
        bool(trafilatura.extract(page, favor_precision=True, include_comments=False)) for page in pages
    )


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(name: str, pages: list[bytes], folder: Path) -> tuple[object, ...]:
    """A line of the table; the ratio is the median of the rounds."""
    segments = land(pages, folder)
    texts = sum(bare(some) for _, some in segments), sum(read(segment) for segment, _ in segments)
    rounds = []
    for turn in range(ROUNDS):
        of_bare = of_ours = 0.0
        for number, (segment, some) in enumerate(segments):
            if (turn + number) % 2:
                of_ours += seconds(lambda segment=segment: read(segment))  # type: ignore[misc]
            of_bare += seconds(lambda some=some: bare(some))  # type: ignore[misc]
            if not (turn + number) % 2:
                of_ours += seconds(lambda segment=segment: read(segment))  # type: ignore[misc]
        rounds.append((len(pages) / of_bare, len(pages) / of_ours, of_bare / of_ours))
    rates = [statistics.median(column) for column in zip(*rounds, strict=True)]
    spread = f"{min(ratio for *_, ratio in rounds):.2f}-{max(ratio for *_, ratio in rounds):.2f}"
    return name, len(pages), *texts, f"{rates[0]:.0f}", f"{rates[1]:.0f}", f"{rates[2]:.2f}", spread


HEADS = ("pages", "count", "texts, bare", "texts, ours", "bare, pages/s", "ours, pages/s", "ratio", "rounds")


def test_bundled_pages_from_segments_against_bare_trafilatura(tmp_path: Path) -> None:
    table("WARC read and main text", HEADS, [measure("bundled world", bundled(), tmp_path)])


@pytest.mark.timeout(600)
def test_recorded_pages_from_segments_against_bare_trafilatura(shared: Path, tmp_path: Path) -> None:
    table("WARC read and main text", HEADS, [measure("recorded newsrooms", recorded(shared), tmp_path)])
