"""Records a crawl of each source of the bundled world and of each shipped API's stand-in.

`make record`, or `python -m tests.spiders.record NAME…`.

Recordings are never edited, only made anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pipeline.settings import read_settings
from spiders.crawl import crawl
from spiders.sources import load_sources
from spiders.world.serve import running_world
from tests.spiders.api_hosts import HOSTS, fill, recorded_sources
from tests.spiders.web import running_web

CASSETTES = Path(__file__).parent / "cassettes"


def record(*names: str) -> None:
    """One cassette per source of the world and per shipped API, or per named one, each of a first round."""
    CASSETTES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_world() as world, running_web() as web:
        fill(web)
        sources_dir = recorded_sources(Path(folder, "sources"))
        hosts = {host for twins in HOSTS.values() for host in twins.values()}
        routes = dict.fromkeys(hosts, web.address) | world.routes
        settings = read_settings(data_dir=Path(folder), sources_dir=sources_dir, routes=routes)
        for source in load_sources(sources_dir):
            if names and source.name not in names:
                continue
            cassette = CASSETTES / f"{source.name}.yaml"
            cassette.unlink(missing_ok=True)
            command = (sys.executable, "-m", "tests.spiders.cassette", "record", str(cassette))
            # A page that another source has fetched would not be asked for again.
            alone = settings.model_copy(update={"data_dir": Path(folder, source.name)})
            report = crawl(source.name, alone, runner=command)
            sys.stdout.write(f"{cassette.name}: {report.fetched} responses, {report.landed} pages\n")


if __name__ == "__main__":
    record(*sys.argv[1:])
