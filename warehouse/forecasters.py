"""Who forecasts and reports what others spend: `data/forecasters.yml`, validated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from warehouse.names import normalise_name
from warehouse.sql import HERE

FORECASTERS_FILE = HERE / "data" / "forecasters.yml"


class Forecasters(Frozen):
    """Names by kind; the file's head says what each kind means."""

    research: tuple[str, ...]
    press: tuple[str, ...]
    bank: tuple[str, ...]


def read_forecasters(path: Path = FORECASTERS_FILE) -> Mapping[str, str]:
    """The kind of each, by normal name; raises BadDataFileError, also for a name that stands there twice."""
    try:
        content = Forecasters(**yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        raise BadDataFileError(f"{path.name}: {error}") from error
    rows = [(normalise_name(name), kind) for kind, names in content for name in names]
    twice = [name for name, count in Counter(name for name, _ in rows).items() if count > 1]
    if twice:
        raise BadDataFileError(f"{path.name}: {', '.join(twice)} stands there twice")
    return dict(rows)
