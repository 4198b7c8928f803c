"""Pages a second of our crawl, archive and ledger on, against bare Scrapy on one server; nothing is asserted.

Run by `make bench`. Both sides ask 16 hosts, each for one page at a time, at the shortest pause the house
knows, which neither side waits for; the server counts from the first page asked for to the last. The rounds
take turns, since a busy machine slows both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.settings import read_settings
from spiders.crawl import crawl
from spiders.scrapy_settings import MIN_DELAY_S
from tests.bench.site import host, running_site, story, window
from tests.measures.real import table
from tests.spiders.web import feed_fields

PAGES = 1_600
HOSTS = 16
ROUNDS = 5


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of sources whose only one is the bench's server."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "bench.yml").write_text(
        yaml.safe_dump(
            feed_fields(
                name="bench",
                politeness={"seconds": 0, "timeout_s": 30},
                urls=[f"http://{host(0)}/feed"],
                pages_per_round=PAGES,
            )
        )
    )
    return folder


def ours(port: int, sources: Path, data: Path) -> float:
    """Pages a second of one round into an empty landing and ledger."""
    routes = dict.fromkeys(map(host, range(HOSTS)), f"127.0.0.1:{port}")
    report = crawl("bench", read_settings(data_dir=data, sources_dir=sources, routes=routes))
    assert report.landed == PAGES
    return rate(port)


def bare(port: int) -> float:
    """The same of bare Scrapy."""
    command = (sys.executable, "-m", "tests.bench.bare_crawl", *map(str, (port, PAGES, HOSTS, MIN_DELAY_S)))
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return rate(port)


def rate(port: int) -> float:
    """Pages a second, by the server's own clock."""
    found = window(port)
    assert found.pages == PAGES
    return found.pages / found.seconds


@pytest.mark.timeout(600)
def test_crawl_with_archive_and_ledger_against_bare_scrapy(source: Path, tmp_path: Path) -> None:
    lines = []
    with running_site(PAGES, HOSTS) as port:
        for turn in range(ROUNDS):
            of_bare, of_ours = bare(port), ours(port, source, tmp_path / f"round{turn}")
            lines.append((turn + 1, of_bare, of_ours, of_ours / of_bare))
    middle = [statistics.median(column) for column in list(zip(*lines, strict=True))[1:]]
    table(
        f"{PAGES} pages of {len(story(0))} bytes on {HOSTS} hosts",
        ("round", "bare Scrapy, pages/s", "ours, pages/s", "ratio"),
        [
            (name, f"{of_bare:.0f}", f"{of_ours:.0f}", f"{ratio:.2f}")
            for name, of_bare, of_ours, ratio in [*lines, ("median", *middle)]
        ],
    )
