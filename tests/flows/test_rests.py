"""Hosts that have asked to be left alone, told where a user looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.doctor import examine
from pipeline.settings import read_settings
from spiders.hosts import Hosts


@pytest.fixture
def resting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of hosts, of which one rests."""
    file = tmp_path / "hosts.sqlite"
    with Hosts(file) as hosts:
        hosts.rest("news.example", seconds=600, why="429")
    monkeypatch.setenv("GIGAWATCH_HOSTS_FILE", str(file))
    monkeypatch.setenv("GIGAWATCH_MODEL", "no_such_model")
    return file


def test_sources_tells_which_hosts_are_left_alone(tmp_path: Path, resting: Path) -> None:
    shown = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "sources"])
    assert "news.example answered 429 and is left alone until 20" in shown.output


def test_doctor_notes_a_rest_and_calls_a_broken_file_bad(tmp_path: Path, resting: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    [found] = [finding for finding in examine(settings) if finding.subject == "hosts"]
    assert found.level == "note"
    assert found.told.startswith("news.example answered 429")
    resting.write_text("no database, and long enough to be taken for one: " + "x" * 200)
    [broken] = [finding for finding in examine(settings) if finding.subject == "hosts"]
    assert (broken.level, broken.told) == ("bad", f"{resting}: file is not a database")
