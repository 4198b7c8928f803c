"""A warehouse for each test, on real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.stories import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)
