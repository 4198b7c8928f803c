"""prefect.yaml against a real server: deployed, scheduled, run by a process worker, completed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import yaml

from flows.postbox import postbox

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
PREFECT = Path(sys.executable).with_name("prefect")


@contextmanager
def running(*arguments: str, environ: dict[str, str], log: Path) -> Iterator[None]:
    """A Prefect process, ended with the block."""
    with (
        log.open("wb") as out,
        subprocess.Popen([PREFECT, *arguments], cwd=ROOT, env=environ, stdout=out, stderr=out) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=10) as answer:
        return json.load(answer)


def waited(look: Any, *, seconds: float) -> Any:
    """The first true answer of a look."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if found := look():
                return found
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(1)
    return None


def often(folder: Path) -> Path:
    """The project's deployments, of which only the one without a crawl is scheduled, every 20 seconds.

    The others would ask live sources whenever the test meets their minute.
    """
    content = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in content["deployments"]:
        deployment["schedules"] = [{"interval": 20}] if deployment["name"] == "nightly" else []
    made = folder / "prefect.yaml"
    made.write_text(yaml.safe_dump(content), encoding="utf-8")
    return made


def test_a_scheduled_run_completes(tmp_path: Path) -> None:
    with postbox(tmp_path / "unused") as port:
        pass
    api = f"http://127.0.0.1:{port}/api"
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("GIGAWATCH_", "PREFECT_"))}
    environ = {
        **kept,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GIGAWATCH_DATA_DIR": str(tmp_path / "data"),
        "GIGAWATCH_CONTACT": "Gigawatch tests tests@gigawatch.example",
    }
    (tmp_path / "prefect").mkdir()

    def prefect(*arguments: str) -> None:
        done = subprocess.run(
            [PREFECT, "--no-prompt", *arguments],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def ended() -> Any:
        scheduled = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
        return ask(f"{api}/flow_runs/filter", scheduled)

    with running("server", "start", "--port", str(port), environ=environ, log=tmp_path / "server.log"):
        assert waited(lambda: ask(f"{api}/health"), seconds=60), (tmp_path / "server.log").read_text()
        prefect("work-pool", "create", "--type", "process", "gigawatch")
        prefect("deploy", "--all", "--prefect-file", str(often(tmp_path)))
        with running("worker", "start", "--pool", "gigawatch", environ=environ, log=tmp_path / "worker.log"):
            runs = waited(ended, seconds=120)
    assert runs, (tmp_path / "worker.log").read_text()
    assert (runs[0]["state_type"], runs[0]["auto_scheduled"]) == ("COMPLETED", True), runs[0]
    assert "Nothing is known yet" in (tmp_path / "data" / "site" / "index.html").read_text(encoding="utf-8")
