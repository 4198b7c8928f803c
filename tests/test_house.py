"""The house: imports go one way, importing does nothing, and nothing of one machine is in the tree."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("pipeline", "spiders", "extractors", "warehouse", "flows")
TRAINING = "extractors.training.encoder"
WITH_TORCH = frozenset(
    f"{TRAINING}.{name}"
    for name in ("batches", "export", "losses", "network", "shipped", "tensors", "train", "training")
)
"""Modules that need the dependency group `train`, which readers do without."""


def modules() -> list[str]:
    """Every module of the five packages, as a dotted name."""
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    parts = (file.relative_to(ROOT).with_suffix("").parts for file in files)
    return [
        ".".join(part for part in names if part != "__init__") for names in parts if names[-1] != "__main__"
    ]


@pytest.mark.slow
def test_a_planted_sideways_import_breaks_the_house(tmp_path: Path) -> None:
    for room in ROOMS:
        subprocess.run(["cp", "-r", ROOT / room, tmp_path / room], check=True)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    plant = tmp_path / "warehouse" / "plant.py"
    plant.write_text("from extractors.batches import write_batch\n\n__all__ = ['write_batch']\n")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    broken = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert "warehouse.plant -> extractors.batches" in broken.stdout
    plant.unlink()
    kept = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert kept.returncode == 0, kept.stdout


def importable() -> list[str]:
    """The modules that what is installed here can load."""
    torch = importlib.util.find_spec("torch")
    return [name for name in modules() if torch or name not in WITH_TORCH]


@pytest.mark.slow
def test_importing_writes_nothing_and_opens_no_socket(tmp_path: Path) -> None:
    script = f"""
import importlib, socket, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.bind"):
        raise RuntimeError(f"{{event}} at import")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+") \
            and str(args[0]) != "/dev/null":
        raise RuntimeError(f"writes {{args[0]}} at import")
ours = {importable()!r}
for name in ours:  # what others do at import is theirs: load it first
    importlib.import_module(name)
for name in ours:
    sys.modules.pop(name, None)
sys.addaudithook(refuse)
for name in ours:
    importlib.import_module(name)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "gigawatch" not in " ".join(p.name for p in tmp_path.iterdir()).lower()


def test_lock_files_carry_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        text = lock.read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith("#")]
        assert pins
        assert all(line.rstrip().endswith("\\") for line in pins), "a pin without hashes"


def test_modules_are_of_a_size_that_can_be_read() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        if (lines := len(file.read_text().splitlines())) > 400
    }
    assert not long
