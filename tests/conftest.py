"""What every test may ask for."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A machine busy with other workers is slow at times; pytest's own timeout ends what hangs. Continuous
# integration tries the same examples each time, so that only a change can break it.
settings.register_profile("gigawatch", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("gigawatch")

# A shell starts background jobs with SIGINT ignored, and children inherit that: the processes that tests
# interrupt would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded real-world inputs; a clone without it skips the tests that read it."""
    if not SHARED.is_dir():
        pytest.skip("the recorded real-world inputs (shared/ beside the checkout) are not here")
    return SHARED
