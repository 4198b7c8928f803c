"""How a command is to be typed, in the shell that ran this one."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def own_command() -> str:
    """What runs this program again from here: its name where the PATH leads to it, else where it lies."""
    script = Path(sys.argv[0])
    found = shutil.which(script.name)
    if not script.exists() or (found and Path(found).resolve() == script.resolve()):
        return script.name
    here = Path.cwd()
    path = script.absolute()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
