"""Four crawls at once of four sources of one host, as the server sees them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from pipeline.settings import Settings
from spiders.crawl import crawl
from tests.spiders.web import Visit, Web, feed_fields, rss

NAMES = ("north", "south", "east", "west")
PAGES = 2


def four_crawls(web: Web, settings: Settings, pause_s: float) -> Sequence[Visit]:
    """What the host was asked by four processes, each of robots.txt, a feed and two pages, in order."""
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir(exist_ok=True)
    for name in NAMES:
        links = [f"http://news.example/{name}/{number}" for number in range(PAGES)]
        feed = f"http://news.example/{name}/feed"
        web.put(feed, rss(*links))
        for link in links:
            web.put(link, "page")
        politeness = {"seconds": pause_s, "timeout_s": 30}
        source = feed_fields(name=name, title=name, politeness=politeness, urls=[feed])
        Path(settings.sources_dir, f"{name}.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
    with ThreadPoolExecutor(len(NAMES)) as pool:
        landed = [report.landed for report in pool.map(lambda name: crawl(name, settings), NAMES)]
    assert landed == [PAGES] * len(NAMES)
    return web.visits
