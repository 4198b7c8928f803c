"""Set Prefect up by environment variables; call before anything imports prefect."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

from pipeline.settings import Settings

QUIET = {
    # Prefect would report usage to its makers.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLI_PROMPT": "false",
    # The commands print their own account; tracebacks of failed tasks still reach Prefect's database.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "gigawatch",
    # The first start migrates Prefect's database, which a busy machine does slowly.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def prepare_prefect(settings: Settings, environ: MutableMapping[str, str] = os.environ) -> None:
    """Keep Prefect's records in the data folder, quietly; whatever the user has set stays in force."""
    if "PREFECT_API_URL" not in environ:
        home = Path(environ.setdefault("PREFECT_HOME", str(settings.data_dir / "prefect")))
        home.mkdir(parents=True, exist_ok=True)
        environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "true")
    for name, value in QUIET.items():
        environ.setdefault(name, value)
