"""The lock: one writer at a time, a bounded wait, and an error that says what to do."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import NotFoundError, WarehouseError
from warehouse.connection import open_reader, open_writer

HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep({seconds})
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD.format(seconds=seconds), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_lock_of_another_process_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    process = hold(path, 30)
    try:
        started = time.monotonic()
        with (
            pytest.raises(WarehouseError, match=r"another process holds w\.duckdb .*waited 0\.3 s"),
            open_writer(path, wait_s=0.3),
        ):
            pass
        assert time.monotonic() - started < 5
    finally:
        process.kill()
        process.wait()


def test_writer_waits_for_a_short_lock(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    process = hold(path, 1)
    with open_writer(path, wait_s=20) as connection:
        assert connection.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
    assert process.wait(timeout=10) == 0


def test_a_file_that_is_no_database_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_text("this is a text file, not a database, and long enough to be read as a header " * 100)
    with pytest.raises(WarehouseError, match=r"cannot open .*w\.duckdb"), open_writer(path):
        pass


def test_missing_snapshot_says_how_to_make_one(tmp_path: Path) -> None:
    with (
        pytest.raises(NotFoundError, match=r"gigawatch update.*make demo.*--data-dir"),
        open_reader(tmp_path / "market.duckdb"),
    ):
        pass
