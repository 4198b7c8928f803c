"""A tiny real web: whatever a test puts on it, served on loopback under public-looking host names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import yaml

from pipeline.reports import CrawlReport
from pipeline.settings import Settings, read_settings
from spiders.crawl import RUNNER, crawl
from tests.spiders.web import Web, feed_fields, running_web


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of this test's own."""
    with running_web() as web:
        yield web


@pytest.fixture
def settings(tmp_path: Path, web: Web) -> Settings:
    """Settings that reach the web's hosts and keep everything in the test's folder."""
    routes = dict.fromkeys(
        ("news.example", "other.example", "data.edgar.example", "www.edgar.example"), web.address
    )
    return read_settings(data_dir=tmp_path / "data", sources_dir=tmp_path / "sources", routes=routes)


@pytest.fixture
def crawl_feed(settings: Settings) -> Callable[..., CrawlReport]:
    """Crawls `http://news.example/feed` under a source whose fields the test may override."""

    def run(*, runner: Sequence[str] = RUNNER, **fields: object) -> CrawlReport:
        assert settings.sources_dir is not None
        settings.sources_dir.mkdir(exist_ok=True)
        (settings.sources_dir / "news.yml").write_text(yaml.safe_dump(feed_fields(**fields)))
        return crawl("news", settings, runner=runner)

    return run
