"""README and CONTRIBUTING name only what exists: paths, make targets, commands of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from flows.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "CONTRIBUTING.md")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"^(?:\.\w+|pipeline|spiders|extractors|warehouse|flows|tests)(?:/[\w.\-*]+)+/?$"
    r"|^[\w\-]+\.(?:toml|yaml|md|lock)$"
)
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def named(page: str) -> set[str]:
    """Every piece of code of a page, inline or a line of a block."""
    text = (ROOT / page).read_text()
    blocks = [line.strip() for block in FENCE.findall(text) for line in block.splitlines()]
    return {piece.strip() for piece in [*CODE.findall(FENCE.sub("", text)), *blocks] if piece.strip()}


def words(page: str) -> set[str]:
    """The words of all code of a page: a command names paths too."""
    return {word for piece in named(page) for word in piece.split()}


@pytest.mark.parametrize("page", PAGES)
def test_named_paths_exist(page: str) -> None:
    paths = {word for word in words(page) if PATH.match(word) and not word.startswith(".venv")}
    assert len(paths) > 3
    missing = {path for path in paths if not any(ROOT.glob(path.rstrip("/")))}
    assert not missing


@pytest.mark.parametrize("page", PAGES)
def test_named_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    wanted = {found for piece in named(page) for found in re.findall(r"\bmake ([a-z]+)\b", piece)}
    assert {"demo", "test"} & wanted
    assert wanted <= targets


@pytest.mark.parametrize("page", PAGES)
def test_named_commands_exist(page: str) -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    pattern = r"\bgigawatch (?:--data-dir \S+ )?([a-z]+)\b"
    wanted = {found for piece in named(page) for found in re.findall(pattern, piece)}
    assert wanted
    assert wanted <= commands


@pytest.mark.parametrize("command", sorted(get_command(app).commands))  # type: ignore[attr-defined]
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    first = next(line for line in result.output.splitlines() if line.strip() and "Usage" not in line)
    assert len(first.split()) >= 4
