"""What the commands print beside answers: the newest deals, and what to type next."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from rich.console import Console

from flows.commands.deals import newest_deals
from flows.commands.shell import own_command
from pipeline.vocabulary import Status
from tests.flows.stories import load_story, settings
from warehouse.read import read_deals


def test_newest_deals_fit_a_terminal_with_every_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_story(tmp_path)
    (deal,) = read_deals(settings(tmp_path))
    Console(width=80).print(newest_deals(settings(tmp_path)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [
        ["2025-11-04", "acquisition", "Northgate", "Compute", "–", "Halden", "Data", "Centers"],
        f"announced $9bn {deal.id}".split(),
    ]


def test_undated_deals_are_not_among_the_newest(tmp_path: Path) -> None:
    load_story(tmp_path, status=Status.RUMORED, date=None)
    assert read_deals(settings(tmp_path))[0].announced_on is None
    assert newest_deals(settings(tmp_path)).row_count == 0


def test_the_command_is_named_as_this_shell_can_run_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my env" / "bin" / "gigawatch"
    script.parent.mkdir(parents=True)
    script.touch(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.chdir(tmp_path)
    assert own_command() == "'my env/bin/gigawatch'"
    monkeypatch.chdir(script.parent.parent)
    assert own_command() == "bin/gigawatch"
    monkeypatch.chdir("/usr")
    assert own_command() == f"'{script}'"
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", str(script.parent)]))
    assert own_command() == "gigawatch"
