"""Which failures are worth a second try."""

from __future__ import annotations

from typing import Any

from pipeline.errors import BadDataFileError, BadSettingError

LASTING = (BadSettingError, BadDataFileError)


def worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """Everything but what stays wrong until a person mends it (settings, data files)."""
    return not isinstance(state.result(raise_on_failure=False), LASTING)
