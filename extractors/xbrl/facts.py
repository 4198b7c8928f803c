"""A companyfacts snapshot to the facts of some tags, each as one filing reported it.

The shape is `facts.<taxonomy>.<tag>.units.<unit>[] {start, end, val, accn, form, filed, …}`. `fy` and `fp`
describe the filing and not the period of the fact, so they are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from extractors.knowledge.capex_tags import CapexTag
from extractors.text.normalise import one_line
from extractors.text.unreadable import UnreadableError
from pipeline.claims import LARGEST_NUMBER
from pipeline.vocabulary import QuarantineReason

_CURRENCY = re.compile(r"^[A-Z]{3}$")
LATEST_YEAR = 2100
"""A later date is a slip of the pen, and near the end of the calendar none can be reckoned with."""
_ACCESSION = re.compile(r"^\d{10}-\d{2}-\d{6}$")


class Fact(NamedTuple):
    """What one filing reports for one tag and period; the last day counts in."""

    filed: date
    accession: str
    form: str
    rank: int
    """Place of the tag among those read, 0 for the one believed first."""
    tag: str
    start: date
    end: date
    value: Decimal
    unit: str
    """ISO 4217 code."""

    @property
    def days(self) -> int:
        """How long the period is."""
        return (self.end - self.start).days + 1


class Snapshot(NamedTuple):
    """What is read of one companyfacts answer."""

    cik: str
    company: str
    facts: tuple[Fact, ...]
    """Sorted: by filing date first."""
    malformed: tuple[str, ...]
    """What is wrong with facts that cannot be read, one entry each."""


def read_snapshot(body: bytes, tags: Sequence[CapexTag]) -> Snapshot:
    """The money facts of the tags. Raises UnreadableError where the body is no companyfacts answer."""
    try:
        whole = json.loads(body, parse_float=Decimal)
        cik, company, found = str(int(whole["cik"])), one_line(str(whole["entityName"])), whole["facts"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        detail = f"no companyfacts: {type(error).__name__}: {error}"[:300]
        raise UnreadableError(QuarantineReason.UNREADABLE, detail) from error
    facts: set[Fact] = set()
    malformed: list[str] = []
    for rank, row in enumerate(tags):
        for unit, entry in _entries(found, row):
            try:
                facts.add(_fact(entry, rank, f"{row.taxonomy}:{row.tag}", unit))
            except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                malformed.append(f"{row.tag} {json.dumps(entry, default=str)[:200]}: {error!r}")
    return Snapshot(cik, company, tuple(sorted(facts)), tuple(malformed))


def _entries(facts: Any, row: CapexTag) -> Iterator[tuple[str, Any]]:
    """The entries of one tag in money; a level that is missing holds none."""
    units = _inside(_inside(_inside(facts, row.taxonomy), row.tag), "units")
    for unit, entries in units.items() if isinstance(units, dict) else ():
        if _CURRENCY.match(unit) and isinstance(entries, Iterable):
            yield from ((unit, entry) for entry in entries)


def _inside(level: Any, name: str) -> Any:
    return level.get(name) if isinstance(level, dict) else None


def _fact(entry: Any, rank: int, tag: str, unit: str) -> Fact:
    value = Decimal(entry["val"]) if not isinstance(entry["val"], bool) else None
    fact = Fact(
        filed=date.fromisoformat(entry["filed"]),
        accession=entry["accn"],
        form=one_line(str.strip(entry["form"])),
        rank=rank,
        tag=tag,
        start=date.fromisoformat(entry["start"]),
        end=date.fromisoformat(entry["end"]),
        value=value,  # type: ignore[arg-type]  # refused below
        unit=unit,
    )
    if value is None or not value.is_finite() or abs(value) > LARGEST_NUMBER:
        raise ValueError("no number that can be kept")
    if (
        fact.filed.year > LATEST_YEAR
        or fact.end < fact.start
        or fact.filed < fact.end
        or not _ACCESSION.match(fact.accession)
    ):
        raise ValueError("dates or accession that cannot be")
    return fact
