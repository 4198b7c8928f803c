"""Nouns for assets that texts describe instead of naming, from asset_nouns.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_rows


class AssetNouns(Row):
    """Nouns, in the singular and lower case, for one sort of asset."""

    of: str
    nouns: frozenset[str]


def read_asset_nouns(path: Path | None = None) -> frozenset[str]:
    """All nouns of asset_nouns.yml. Raises BadDataFileError where it is not such a file."""
    rows = read_rows(path or data_file("asset_nouns.yml"), AssetNouns)
    return frozenset(noun for row in rows for noun in row.nouns)
