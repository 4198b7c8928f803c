"""Words that describe what is bought without naming it, from asset_words.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record


class AssetWords(Row):
    """The whole of asset_words.yml, all in lower case."""

    assets: frozenset[str]
    openers: frozenset[str]
    links: frozenset[str]
    copulas: frozenset[str]
    bounds: frozenset[str]


def read_asset_words(path: Path | None = None) -> AssetWords:
    """asset_words.yml. Raises BadDataFileError where it is not such a file."""
    return read_record(path or data_file("asset_words.yml"), AssetWords)
