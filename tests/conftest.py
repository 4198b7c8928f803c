"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded real-world inputs; a clone without it skips the tests that read it."""
    if not SHARED.is_dir():
        pytest.skip("the recorded real-world inputs (shared/ beside the checkout) are not here")
    return SHARED
