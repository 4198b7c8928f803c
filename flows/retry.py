"""Which failures are worth a second try."""

from __future__ import annotations

from typing import Any

from pipeline.errors import BadDataFileError, BadSettingError, StoppedError

LASTING = (BadSettingError, BadDataFileError, StoppedError)


def worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """Everything but a stop, and what stays wrong until a person mends it (settings, data files)."""
    return not isinstance(state.result(raise_on_failure=False), LASTING)
