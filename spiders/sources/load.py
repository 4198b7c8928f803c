"""Reads source files and refuses wrong ones by file and field."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipeline.errors import BadDataFileError, BadSettingError
from spiders.sources.model import Source

LIVE_SOURCES = Path(__file__).parent
ENDINGS = frozenset({".yml", ".yaml"})


def load_sources(folder: Path | None = None) -> tuple[Source, ...]:
    """Every `*.yml` and `*.yaml` of the folder, by name; None takes the live sources of the package.

    Raises BadSettingError for a folder that is not there. Raises BadDataFileError naming the file and the
    field: for a file that is no YAML, a field that is missing, unknown or wrong, and a name that is not the
    file's or is that of two. Sources may share a host: whoever crawls it keeps the pace of the slowest
    (`spiders.hosts`).
    """
    folder = folder or LIVE_SOURCES
    if not folder.is_dir():
        raise BadSettingError(f"GIGAWATCH_SOURCES_DIR: there is no folder {folder}")
    paths = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)
    if not paths:
        raise BadDataFileError(f"{folder}: no source files (*.yml) here")
    for path, following in pairwise(paths):
        if path.stem == following.stem:
            raise BadDataFileError(f"{path}: {following.name} has the same name; keep one of them")
    return tuple(map(read_source, paths))


def read_source(path: Path) -> Source:
    """One source file. Raises BadDataFileError naming file, line or field, and what was expected."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadDataFileError(
            f"{path}: expected fields such as name, kind and urls, not {type(content).__name__}"
        )
    try:
        source = Source.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']} (got {problem['input']!r:.80})"
            for problem in error.errors()
        )
        raise BadDataFileError(f"{path}: {problems}") from error
    if source.name != path.stem:
        raise BadDataFileError(f"{path}: name: must be that of the file, {path.stem!r}, not {source.name!r}")
    return source
