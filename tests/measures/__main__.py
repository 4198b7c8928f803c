"""Every measure in turn (`python -m tests.measures`, `make measure`); one without its input is skipped.

Memory comes last, as its thousands of documents take some ten minutes.
"""

from __future__ import annotations

import sys

from tests.measures import (
    capex,
    crawled,
    deal_list,
    exhibits,
    false_deals,
    memory,
    quantities60,
    quotes,
    rate,
    robots,
    stories,
    submissions,
)

MEASURES = (
    quantities60,
    quotes,
    deal_list,
    false_deals,
    exhibits,
    submissions,
    capex,
    crawled,
    robots,
    rate,
    stories,
    memory,
)


def main() -> int:
    """The tables, one below the other."""
    for measure in MEASURES:
        measure.main([])
    return 0


if __name__ == "__main__":
    sys.exit(main())
