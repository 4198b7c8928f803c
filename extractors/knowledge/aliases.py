"""Parties this market knows by name, from aliases.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import Field

from extractors.knowledge.rows import Row, data_file, read_rows
from pipeline.errors import BadDataFileError

T = TypeVar("T")


class KnownParty(Row):
    """One party; `aliases` are the further forms under which texts name it."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    kind: str = Field(pattern=r"^[a-z_]+$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    ticker: str | None = None
    cik: str | None = Field(default=None, pattern=r"^[1-9]\d*$")
    parent: str | None = None
    """Id of the party that controls this one."""
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of the name, the full one first."""
        return (self.name, *self.aliases)


class Aliases(NamedTuple):
    """The parties and the way from a form of a name to its party."""

    parties: Mapping[str, KnownParty]
    forms: Mapping[str, str]
    """Form as written -> id."""
    ciks: Mapping[str, str]

    def find(self, form: str) -> KnownParty | None:
        """The party that is known under exactly this form."""
        found = self.forms.get(form)
        return None if found is None else self.parties[found]


def read_aliases(path: Path | None = None) -> Aliases:
    """aliases.yml.

    Raises BadDataFileError where an id, a form or a CIK is given to two parties, or a parent is unknown.
    """
    path = path or data_file("aliases.yml")
    rows = read_rows(path, KnownParty)
    parties = _index(path, ((row.id, row) for row in rows))
    for row in rows:
        if row.parent is not None and row.parent not in parties:
            raise BadDataFileError(f"{path.name}: {row.id} has the unknown parent {row.parent!r}")
    forms = _index(path, ((form, row.id) for row in rows for form in row.forms))
    ciks = _index(path, ((row.cik, row.id) for row in rows if row.cik is not None))
    return Aliases(parties, forms, ciks)


def _index(path: Path, pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    index: dict[str, T] = {}
    for key, value in pairs:
        if key in index:
            raise BadDataFileError(f"{path.name}: {key!r} is given twice")
        index[key] = value
    return MappingProxyType(index)
