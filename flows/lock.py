"""One update at a time on one data folder, across processes."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import BusyError

POLL_S = 0.5


@contextmanager
def only_update(data_dir: Path, *, wait_s: float = 0) -> Iterator[None]:
    """Hold the folder's update lock; the system frees it when the process dies, however it dies.

    Raises BusyError when another process still holds it after `wait_s` seconds.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "update.lock"
    with path.open("a+", encoding="ascii") as file:
        until = time.monotonic() + wait_s
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                file.seek(0)
                raise BusyError(
                    f"another update (process {file.read().strip() or 'unknown'}) is at work on {data_dir}; "
                    "wait for it to end, or give another --data-dir"
                )
            time.sleep(POLL_S)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
