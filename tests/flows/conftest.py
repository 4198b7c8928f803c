"""What the tests of the flows share: builders, and no setting of the person who runs them."""

from __future__ import annotations

import os

import pytest

from pipeline.settings import PREFIX


@pytest.fixture(autouse=True)
def _no_settings_of_mine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in list(os.environ):
        if name.upper().startswith(PREFIX) or name.startswith("PREFECT_"):
            monkeypatch.delenv(name)
    # A .env file is read from the working directory.
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
