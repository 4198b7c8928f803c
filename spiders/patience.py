"""When an accession that could not be had is asked for again: an index may be ahead of the archive."""

from __future__ import annotations

from datetime import datetime, timedelta

EAGER_TRIES = 12
"""Three hours of rounds every 15 minutes: the archive follows its indexes within minutes."""
OWED_PER_REST = 4
LONGEST_REST = timedelta(days=7)


def due_at(*, tries: int, first_seen_at: datetime, tried_at: datetime) -> datetime:
    """In the next round at first; then after a quarter of the time it has been owed, a week at most.

    An accession is never given up: what the archive holds back for a year is read when it comes.
    """
    if tries < EAGER_TRIES:
        return tried_at
    return tried_at + min((tried_at - first_seen_at) / OWED_PER_REST, LONGEST_REST)
