"""Capital spending by quarter out of recorded companyfacts, for a person to hold against the annual reports.

`python -m tests.measures.capex`

One line a fiscal year, in millions: its quarters and their sum, the year as reported by itself, and how many
amounts of it were told anew in a later filing. A year that differs from its quarters was restated alone.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractors.knowledge.capex_tags import read_capex_tags
from extractors.xbrl.facts import read_snapshot
from extractors.xbrl.quarters import Amount, read_filings
from tests.measures.real import SHARED, table, there

FACTS = SHARED / "data" / "edgar" / "api" / "companyfacts"
HEADS = ("year", "Q1", "Q2", "Q3", "Q4", "sum", "year itself", "told anew")
MILLION = Decimal(1_000_000)


def lines(amounts: Iterable[Amount]) -> Iterator[tuple[str, ...]]:
    """The amounts by fiscal year, what is told last in each cell."""
    years: defaultdict[str, defaultdict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for amount in amounts:
        quarter, _, year = amount.period.split(" (")[0].rpartition(" ")
        years[year][quarter].append(amount.value)
    for year, told in sorted(years.items()):
        last = {name: values[-1] for name, values in told.items()}
        quarters = [last[name] for name in ("Q1", "Q2", "Q3", "Q4") if name in last]
        whole = sum(quarters, Decimal(0)) if len(quarters) == 4 else None
        cells = [last.get(name) for name in ("Q1", "Q2", "Q3", "Q4")]
        anew = sum(len(values) - 1 for values in told.values())
        yield (year, *map(_words, [*cells, whole, last.get("")]), str(anew or ""))


def _words(value: Decimal | None) -> str:
    return "" if value is None else f"{value / MILLION:,.3f}".rstrip("0").rstrip(".")


def main(arguments: Sequence[str] | None = None) -> int:
    """A table for each company."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(arguments)
    if not there(FACTS):
        return 0
    for path in sorted(FACTS.glob("*.json.gz")):
        snapshot = read_snapshot(gzip.decompress(path.read_bytes()), read_capex_tags())
        filings = list(read_filings(snapshot.facts))
        about = f"{len(snapshot.facts)} facts of {len(filings)} filings"
        told = (amount for filing in filings for amount in filing.news)
        table(f"{snapshot.company}: capital spending, US$ million ({about})", HEADS, lines(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
