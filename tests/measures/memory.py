"""Peak memory over a long run: one process, thousands of relevant documents, no two alike.

`python -m tests.measures.memory [--documents 5000]`

Texts are those of the labelled corpus, repeated with every multi-word name's first word changed, so that
names and words go on being new, as on the live market. Memory is the resident set of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractors.reader import Reader
from extractors.reading import read_all
from pipeline.document import Document
from pipeline.settings import Settings
from tests.gold.corpus import DEV
from tests.measures.real import as_document, table

EVERY = 250
MOST_MB = 1200
STATUS = Path("/proc/self/status")
NAME = re.compile(r"\b([A-Z][a-z]{3,})(?= [A-Z][a-z])")
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gar",
    "hol",
    "kin",
    "lum",
    "mor",
    "nex",
    "pel",
    "ros",
    "sar",
    "tov",
    "vel",
)


def texts() -> list[str]:
    """The relevant documents of the labelled corpus."""
    return [
        path.read_text(encoding="utf-8")
        for path in sorted(DEV.glob("*.txt"))
        if json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["relevant"]
    ]


def varied(count: int, seed: int = 7) -> Iterator[Document]:
    """So many documents, each with names of its own."""
    source, chance = texts(), random.Random(seed)
    for number in range(count):
        new: dict[str, str] = {}

        def renamed(match: re.Match[str], new: dict[str, str] = new) -> str:
            made = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
            return new.setdefault(match[1], made)

        yield as_document(NAME.sub(renamed, source[number % len(source)]), f"memory/{number}")


def resident_mb() -> float:
    """Resident memory of this process now; its peak so far where there is no /proc."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.memory", description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    arguments = parser.parse_args(argv)
    reader = Reader(Settings())
    lines, batch, deals, start = [(0, f"{resident_mb():.0f}", 0, "")], [], 0, time.perf_counter()
    for number, document in enumerate(varied(arguments.documents), 1):
        batch.append(document)
        if number % EVERY == 0 or number == arguments.documents:
            deals += len(read_all(batch, reader).deals)
            rate = number / (time.perf_counter() - start)
            lines.append((number, f"{resident_mb():.0f}", deals, f"{rate:.1f}"))
            batch = []
    table("Memory over a long run", ("documents", "resident MB", "deals", "documents/s"), lines)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB of at most {MOST_MB}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
