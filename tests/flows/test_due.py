"""Sources left out of an update because they answered lately: chosen, told, and shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.account import tell_update
from flows.report import UpdateReport, to_markdown
from flows.steps import not_due
from pipeline.settings import Settings, read_settings
from spiders.ledger import Ledger
from tests.spiders.web import feed_fields

AT = datetime(2026, 11, 21, 12, 48, tzinfo=UTC)


@pytest.fixture
def two_sources(tmp_path: Path) -> Settings:
    """A wire that answered just now and a paper that never did."""
    for name in ("paper", "wire"):
        source = feed_fields(
            name=name,
            title=name.title(),
            live=True,
            every_minutes=60,
            headline_only=name == "paper",
            urls=[f"https://{name}.example/feed"],
        )
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump(source))
    settings = read_settings(data_dir=tmp_path / "data", sources_dir=tmp_path)
    with Ledger(settings.ledger_path) as ledger:
        ledger.answered("wire", "https://wire.example/feed")
    return settings


def test_only_chosen_sources_that_answered_lately_are_left_out(two_sources: Settings) -> None:
    assert list(not_due(("paper", "wire"), two_sources)) == ["wire"]
    assert not_due(("paper",), two_sources) == {}
    assert not_due((), two_sources) == {}


def test_one_line_says_how_many_and_until_when(capsys: pytest.CaptureFixture[str]) -> None:
    report = UpdateReport(not_due={"wire": AT, "paper": AT + timedelta(minutes=9)})
    told = "2 sources asked lately and left out; next is wire at 12:48 UTC"
    tell_update(report)
    assert f"not due      {told} (--all asks all)\n" in capsys.readouterr().out
    assert f"Not due: {told}." in to_markdown(report)
    tell_update(UpdateReport(not_due={"wire": AT}))
    assert "1 source asked lately" in capsys.readouterr().out
    tell_update(UpdateReport())
    assert "not due" not in capsys.readouterr().out


def test_the_list_of_sources_shows_when_each_is_due(
    two_sources: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIGAWATCH_SOURCES_DIR", str(two_sources.sources_dir))
    asked = ["--data-dir", str(two_sources.data_dir), "sources"]
    shown = CliRunner().invoke(app, asked, env={"COLUMNS": "200"}).output
    paper, wire = (next(line for line in shown.splitlines() if name in line) for name in ("paper", "wire"))
    assert paper.split()[4:6] == ["min", "now"]
    assert "1 feed, headlines" in paper
    assert wire.split()[4:8] == ["min", "in", "48", "min"]
    assert "headlines" not in wire


def test_a_pipe_cuts_no_names(two_sources: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "a_name_of_nearly_forty_letters_in_all"
    row = yaml.safe_load((two_sources.sources_dir / "wire.yml").read_text())  # type: ignore[operator]
    (two_sources.sources_dir / f"{name}.yml").write_text(  # type: ignore[operator]
        yaml.safe_dump(row | {"name": name, "title": "A title as long as the line of a narrow terminal"})
    )
    monkeypatch.setenv("GIGAWATCH_SOURCES_DIR", str(two_sources.sources_dir))
    asked = ["--data-dir", str(two_sources.data_dir), "sources"]
    shown = CliRunner().invoke(app, asked, env={"COLUMNS": "40"}).output
    [line] = (line for line in shown.splitlines() if name in line)
    assert "A title as long as the line of a narrow terminal" in line
