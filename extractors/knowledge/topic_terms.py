"""Words that show segments and themes, from segments.yml and themes.yml."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, field_validator

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import TOPICS, DealType, Segment, TopicKind

FILES = {TopicKind.SEGMENT: "segments.yml", TopicKind.THEME: "themes.yml"}

_TERM = re.compile(r"[a-z0-9][a-z0-9&.' -]*\*?")


class TopicTerms(Row):
    """What shows one segment or theme."""

    value: str
    terms: tuple[str, ...] = Field(min_length=1)
    bars: tuple[str, ...] = ()
    """Phrases that hold a term and do not mean it."""
    wider: Segment | None = None
    """The segment that is shown as well."""
    deal_types: frozenset[DealType] = frozenset()
    """Deals that concern this whatever their words."""
    capacity_mw: int | None = Field(default=None, gt=0)
    """Power from which on a deal of `capacity_types` concerns this."""
    capacity_types: frozenset[DealType] = frozenset()

    @field_validator("terms", "bars")
    @classmethod
    def _are_terms(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        for term in terms:
            if not _TERM.fullmatch(term) or term != " ".join(term.split()):
                raise ValueError(f"{term!r}: lower-case words with single spaces, a star only at the end")
        if doubles := sorted({term for term in terms if terms.count(term) > 1}):
            raise ValueError(f"given twice: {', '.join(doubles)}")
        return terms


def read_topic_terms(kind: TopicKind, path: Path | None = None) -> tuple[TopicTerms, ...]:
    """The rows of segments.yml or themes.yml, one for each value of the kind.

    Raises BadDataFileError naming file and line, and where a value has no row, two rows, or a term that its
    own bars take away.
    """
    path = path or data_file(FILES[kind])
    rows = read_rows(path, TopicTerms)
    values = [row.value for row in rows]
    if sorted(values) != sorted(TOPICS[kind]):
        wrong = sorted(set(values) ^ set(TOPICS[kind])) or sorted({v for v in values if values.count(v) > 1})
        raise BadDataFileError(f"{path.name}: each {kind} needs one row: {', '.join(wrong)}")
    for row in rows:
        if both := sorted(set(row.terms) & set(row.bars)):
            raise BadDataFileError(f"{path.name}: {row.value}: both term and bar: {', '.join(both)}")
        if (row.capacity_mw is None) != (not row.capacity_types):
            raise BadDataFileError(f"{path.name}: {row.value}: capacity_mw and capacity_types go together")
    return rows
