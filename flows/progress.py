"""Shows on a terminal what long work is doing; silent where nobody is watching."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.status import Status

LOGGER = "gigawatch"
"""What the flows say while they work goes to this logger, and so into Prefect's pages too."""


class _StatusHandler(logging.Handler):
    def __init__(self, status: Status) -> None:
        super().__init__(logging.INFO)
        self.status = status

    def emit(self, record: logging.LogRecord) -> None:
        self.status.update(f"{record.getMessage()} …")


@contextmanager
def told_steps() -> Iterator[None]:
    """A spinner on stderr with the step the flow last told of."""
    console, logger = Console(stderr=True), logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    before, logger.propagate = logger.propagate, False
    try:
        if not console.is_terminal:
            yield
            return
        with console.status("Starting …") as status:
            handler = _StatusHandler(status)
            logger.addHandler(handler)
            try:
                yield
            finally:
                logger.removeHandler(handler)
    finally:
        logger.propagate = before


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr; the function it gives takes how many are done and how many there are."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield show
