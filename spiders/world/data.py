"""Reads the world's YAML files into models; a row that breaks the rules is named with its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.errors import BadDataFileError

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path) -> str:
    """A UTF-8 file; raises BadDataFileError naming it where it is absent or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataFileError(f"{path}: {error}") from error


def read_model(
    path: Path,
    model: type[Model],
    *,
    content: str | None = None,
    wrap: str | None = None,
    add: Mapping[str, object] | None = None,
) -> Model:
    """The one model a YAML file holds.

    `content` is the YAML where the file holds more than that, `wrap` names the field that takes a file
    which is a bare list, `add` gives fields from elsewhere. Raises BadDataFileError naming the file, the
    line where YAML itself is broken, and every wrong field.
    """
    try:
        raw = yaml.safe_load(read_text(path) if content is None else content)
        raw = {wrap: raw} if wrap else raw
        return model.model_validate({**raw, **add} if add and isinstance(raw, dict) else raw)
    except ValidationError as error:
        problems = "; ".join(f"{_place(p['loc'])}: {p['msg']}" for p in error.errors())
        raise BadDataFileError(f"{path}: {problems}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date such as 2025-99-99
        raise BadDataFileError(f"{path}: {error}") from error


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "top level"
