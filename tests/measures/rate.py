"""Four crawl processes at one host at the same time: how fast the host is asked, as its server counts.

`python -m tests.measures.rate`
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.settings import read_settings
from tests.measures.real import table
from tests.spiders.drill import NAMES, four_crawls
from tests.spiders.web import running_web

PAUSES_S = (0.1, 0.5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table."""
    lines = []
    for pause_s in PAUSES_S:
        with tempfile.TemporaryDirectory() as folder, running_web() as web:
            settings = read_settings(
                data_dir=Path(folder, "data"),
                sources_dir=Path(folder, "sources"),
                routes={"news.example": web.address},
            )
            times = [visit.at for visit in four_crawls(web, settings, pause_s)]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        close = sum(gap < pause_s for gap in gaps)
        cells = (pause_s, len(NAMES), len(times), times[-1] - times[0], min(gaps), close)
        lines.append([f"{cell:.3f}" if isinstance(cell, float) else cell for cell in cells])
    heads = ("pause s", "processes", "requests", "seconds", "least gap s", "gaps below the pause")
    table("Four crawls of one host", heads, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
