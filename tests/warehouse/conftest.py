"""A warehouse for each test, on real files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.warehouse.stories import Warehouse


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without content: making it takes longer than most tests."""
    warehouse = Warehouse(tmp_path_factory.mktemp("empty"))
    warehouse.load()
    return warehouse.settings.warehouse_path


@pytest.fixture
def warehouse(tmp_path: Path, empty_warehouse: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path)
    warehouse.settings.data_dir.mkdir()
    shutil.copy(empty_warehouse, warehouse.settings.warehouse_path)
    return warehouse
