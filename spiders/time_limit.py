"""A bound on what reading one answer may cost, whatever a stranger put into it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

READING_S = 30.0
"""Of the processor, for one feed or index; the largest known take two. Shorter than the grace that a spider
has after SIGTERM (`crawl.GRACE_S`), which it does not hear of while it reads."""
AGAIN_S = 0.1


class TimeLimitError(BaseException):
    """The time is up; no Exception, so that no parser takes it for a fault in what it parses."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeLimitError once what is done within has taken that much time of the processor.

    It reaches Python code and regular expressions, not other C code, which for parsers is linear. In a
    thread other than the main one, which signals do not reach, there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TimeLimitError(f"not done after {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    # Again and again, should a bare `except` swallow the first.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
