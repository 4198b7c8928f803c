"""Chips that buyers count, from chips.yml."""

from __future__ import annotations

from pathlib import Path

from extractors.knowledge.rows import Row, data_file, read_record
from pipeline.errors import BadDataFileError


class ChipFamily(Row):
    """The products of one maker, named without the plural s."""

    maker: str
    names: tuple[str, ...]


class Chips(Row):
    """The whole of chips.yml."""

    nouns: tuple[str, ...]
    singles: tuple[str, ...]
    holders: tuple[str, ...]
    machines: tuple[str, ...]
    wholes: tuple[str, ...]
    series: tuple[str, ...]
    families: tuple[str, ...]
    products: tuple[ChipFamily, ...]
    pattern: str


def read_chips(path: Path | None = None) -> Chips:
    """chips.yml. Raises BadDataFileError where a product has two makers."""
    path = path or data_file("chips.yml")
    chips = read_record(path, Chips)
    names = [name for family in chips.products for name in family.names]
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise BadDataFileError(f"{path.name}: given twice: {', '.join(doubles)}")
    return chips
