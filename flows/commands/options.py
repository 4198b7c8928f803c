"""What is said before the command's name, and the settings it makes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import typer

from pipeline.settings import Settings, read_settings


class Options(NamedTuple):
    """The options all commands share."""

    data_dir: Path | None = None


def settings_of(context: typer.Context) -> Settings:
    """The settings for one command. Raises BadSettingError before any work."""
    options: Options = context.obj
    return read_settings(data_dir=options.data_dir)
