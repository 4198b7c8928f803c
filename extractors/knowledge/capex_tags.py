"""The XBRL tags that mean capital expenditure, from capex_tags.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError


class CapexTag(Row):
    """One tag of one taxonomy."""

    taxonomy: str = Field(pattern=r"^[a-z][a-z-]+$")
    tag: str = Field(pattern=r"^[A-Z][A-Za-z]+$")


def read_capex_tags(path: Path | None = None) -> tuple[CapexTag, ...]:
    """capex_tags.yml, most believed first. Raises BadDataFileError where a tag is given twice or none is."""
    path = path or data_file("capex_tags.yml")
    rows = read_rows(path, CapexTag)
    if not rows or len(set(rows)) < len(rows):
        raise BadDataFileError(f"{path.name}: expected tags, each once")
    return rows
