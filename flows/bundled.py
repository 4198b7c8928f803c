"""Commands that can be tried on the bundled world, without a network and beside the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pipeline.settings import Settings, read_settings

FIRST_FILED, LAST_FILED = date(2025, 10, 1), date(2026, 2, 28)
"""All filings of the bundled world lie between."""


@contextmanager
def bundled(folder: Path) -> Iterator[Settings]:
    """Settings under which the bundled world, served until the block ends, is asked into `folder`."""
    from spiders.world.serve import running_world

    with running_world() as world:
        yield read_settings(data_dir=folder, sources_dir=world.sources_dir, routes=world.routes)
