"""Records a crawl of the bundled world: `make record`, or `python -m tests.spiders.record NAME…`.

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

CASSETTES = Path(__file__).parent / "cassettes"


def record(*names: str) -> None:
    """One cassette per source of the world, or per named one, each of a first round."""
    CASSETTES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_world() as world:
        settings = read_settings(data_dir=Path(folder), sources_dir=world.sources_dir, routes=world.routes)
        for source in load_sources(world.sources_dir):
            if names and source.name not in names:
                continue
            cassette = CASSETTES / f"{source.name}.yaml"
            cassette.unlink(missing_ok=True)
            command = (sys.executable, "-m", "tests.spiders.cassette", "record", str(cassette))
            report = crawl(source.name, settings, runner=command)
            sys.stdout.write(f"{cassette.name}: {report.fetched} responses, {report.landed} pages\n")


if __name__ == "__main__":
    record(*sys.argv[1:])
