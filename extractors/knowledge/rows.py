"""Reads one of our YAML data files into validated rows; a broken row is named by file and line."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import BadDataFileError


class Row(BaseModel):
    """Base of one row of a data file: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


RowT = TypeVar("RowT", bound=BaseModel)


def data_file(name: str) -> Path:
    """Where the bundled data file `name` lies."""
    return Path(str(resources.files("extractors") / "data" / name))


def read_rows(path: Path, row: type[RowT]) -> tuple[RowT, ...]:
    """The items of a YAML file that holds one list.

    Raises BadDataFileError naming file and line where the file cannot be read as such a list.
    """
    node = _root(path)
    if not isinstance(node, yaml.SequenceNode):
        raise BadDataFileError(f"{path.name}: expected a list of rows")
    return tuple(_build(path, item, row) for item in node.value)


def read_record(path: Path, record: type[RowT]) -> RowT:
    """A YAML file that holds one mapping. Raises BadDataFileError naming file and line."""
    node = _root(path)
    if not isinstance(node, yaml.MappingNode):
        raise BadDataFileError(f"{path.name}: expected a mapping")
    return _build(path, node, record)


def _root(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error


def _build(path: Path, node: yaml.Node, row: type[RowT]) -> RowT:
    line = node.start_mark.line + 1
    try:
        return row.model_validate(_Plain.plain(node))
    except (ValidationError, ValueError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path.name}, line {line}: {error}") from error


class _Plain(yaml.SafeLoader):
    """Builds values from nodes that were already composed."""

    @classmethod
    def plain(cls, node: yaml.Node) -> object:
        loader = cls("")
        try:
            value: object = loader.construct_document(node)
        finally:
            loader.dispose()
        return value
