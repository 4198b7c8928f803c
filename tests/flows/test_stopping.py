"""Ctrl-C and SIGTERM, at every moment of an update: one line, a prompt end, and nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spiders.world.serve import running_world
from tests.flows.test_update import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
GIGAWATCH = Path(sys.executable).with_name("gigawatch")
PROMPT_S = 30
"""Far below the minute that a spider may take to end its downloads; ample for a busy machine."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["prefect", "logs/crawl-*.log", "extracted/*/*"])
def test_a_stop_is_one_line_and_leaves_nothing_running(
    tmp_path: Path, number: signal.Signals, moment: str
) -> None:
    left = stopped(tmp_path / "once", number, moment)
    if left == (0, ""):
        # Rarely the signal falls into a finaliser, where Python drops exceptions: then one stops it again.
        left = stopped(tmp_path / "again", number, moment)
    assert left == (130, "gigawatch: stopped; run it again: nothing is lost\n")


def stopped(folder: Path, number: signal.Signals, moment: str) -> tuple[int, str]:
    """Exit status and last words of an update that was stopped once it had come to `moment`."""
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with (
        running_world() as world,
        subprocess.Popen(
            [GIGAWATCH, "update"],
            env=kept | environment(folder, world),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as update,
    ):
        wait_for(folder, moment)
        update.send_signal(number)
        stopped_at = time.monotonic()
        _, told = update.communicate(timeout=2 * PROMPT_S)
        assert time.monotonic() - stopped_at < PROMPT_S
        assert members(update.pid) == []
        return update.returncode, told


def wait_for(folder: Path, pattern: str) -> None:
    """Until the update has come far enough to have made such a file."""
    until = time.monotonic() + 120
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until
        time.sleep(0.05)


def members(session: int) -> list[str]:
    """The processes of a session that still run."""
    listed = subprocess.run(["ps", "-o", "args=", "-s", str(session)], capture_output=True, text=True)
    return listed.stdout.splitlines()
