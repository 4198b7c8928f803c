"""What a feed or an index gives: addresses worth fetching, and what it said about each."""

from __future__ import annotations

from pipeline.capture import CaptureKind, Problem
from pipeline.frozen import Frozen


class Lead(Frozen):
    """An address worth fetching; the fields have the meaning they have in CaptureNote."""

    url: str
    kind: CaptureKind
    found_in: str
    title: str | None = None
    stated_time: str | None = None
    summary: str | None = None
    accession: str | None = None
    cik: str | None = None
    company: str | None = None
    form: str | None = None
    items: tuple[str, ...] = ()


class IndexReading(Frozen):
    """What one feed or index gave."""

    leads: tuple[Lead, ...] = ()
    problems: tuple[Problem, ...] = ()
    entries: int = 0
    """Entries it held, readable or not."""
    is_broken: bool = False
    """Nothing in it can be relied on; its validators must not be remembered."""
