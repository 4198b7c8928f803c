"""What a command tells the shell that ran it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of `gigawatch`."""

    DONE = 0
    FAILED = 1
    WRONG_SETTING = 2
    """Or wrong usage, for which Typer uses 2 itself."""
    PARTIAL = 3
    """A step failed, the others went on; a source that did not answer is no such step."""
    STOPPED = 130
    """Ctrl-C or SIGTERM; what a shell gives for a command that SIGINT ended."""
