"""Which failures are worth a second try."""

from __future__ import annotations

from typing import Any

from pipeline.errors import BadDataFileError, BadSettingError, SlowCrawlError, StoppedError

LASTING = (BadSettingError, BadDataFileError, StoppedError, SlowCrawlError)


def worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """Everything but a stop, what stays wrong until a person mends it (settings, data files), and a crawl
    that held all others for its full time."""
    return not isinstance(state.result(raise_on_failure=False), LASTING)
