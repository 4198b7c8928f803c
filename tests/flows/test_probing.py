"""`gigawatch doctor --probe`, against servers of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from flows.commands import look
from tests.spiders.web import running_web

CONTACT = "Gigawatch tests tests@gigawatch.example"
SITE = "http://news.example"
BELIEVED = "believed (K): so it is"


def probe(name: str, path: str, **fields: object) -> dict[str, object]:
    return {"name": name, "address": SITE + path, "mark": "K", "says": "so it is", **fields}


PROBES = [
    probe("robots", "/robots.txt", holds=["^Disallow: /closed$"]),
    probe("good", "/good", types=["application/json"], keys=["rows.0"]),
    probe("other_shape", "/other", keys=["rows.0"]),
    probe("moved", "/moved"),
    probe("failing", "/failing"),
    probe("closed", "/closed", forbidden=True),
    probe("barred", "/closed/2"),
    probe("open_after_all", "/open", forbidden=True),
    probe("nowhere", "/") | {"address": "http://127.0.0.1:9/"},
    probe("silent", "/") | {"address": "http://silent.example/"},
]


def test_each_endpoint_is_asked_once_and_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "examine", lambda _settings: ())  # what it finds here is tested elsewhere
    monkeypatch.setenv("GIGAWATCH_SOURCES_DIR", str(tmp_path))
    monkeypatch.setenv("GIGAWATCH_HOSTS_FILE", str(tmp_path / "hosts.sqlite"))
    monkeypatch.setenv("GIGAWATCH_CONTACT", CONTACT)
    (tmp_path / "probes").mkdir()
    asked = {"politeness": {"seconds": 0, "timeout_s": 5}, "probes": PROBES}
    (tmp_path / "probes" / "endpoints.yml").write_text(yaml.safe_dump(asked))
    with running_web() as web:
        monkeypatch.setenv("GIGAWATCH_ROUTES", f"news.example={web.address},silent.example=127.0.0.1:9")
        web.put(
            f"{SITE}/robots.txt", "User-agent: *\nDisallow: /closed\n", headers={"Content-Type": "text/plain"}
        )
        web.put(f"{SITE}/good", '{"rows": [1]}', headers={"Content-Type": "application/json"})
        web.put(f"{SITE}/other", '{"results": [1]}')
        web.put(f"{SITE}/moved", "", status=301, headers={"Location": "/good"})
        web.put(f"{SITE}/failing", "busy", status=500)
        web.put(f"{SITE}/open", "page")
        shown = CliRunner().invoke(app, ["--data-dir", str(tmp_path / "data"), "doctor", "--probe"])
    lines = dict(line.split(": ", 1) for line in shown.output.splitlines())
    assert [name.split()[1] for name in lines] == [str(one["name"]) for one in PROBES]
    assert lines["✓ robots"] == f"as expected: 200, text/plain, 32 bytes ({SITE}/robots.txt)"
    assert lines["✓ good"] == f"as expected: 200, application/json, 13 bytes ({SITE}/good)"
    assert lines["– other_shape"] == f"differs: no rows; {BELIEVED} ({SITE}/other)"
    assert lines["– moved"] == f"differs: status 301, not 200; leads to /good; {BELIEVED} ({SITE}/moved)"
    assert lines["– failing"] == f"differs: status 500, not 200; {BELIEVED} ({SITE}/failing)"
    assert lines["✓ closed"] == f"as expected: robots.txt forbids it, so it was not asked ({SITE}/closed)"
    assert lines["– barred"] == f"no answer: robots.txt forbids it, so it was not asked ({SITE}/closed/2)"
    assert lines["– open_after_all"] == f"differs: robots.txt does not forbid it; {BELIEVED} ({SITE}/open)"
    assert "not a public address" in lines["– nowhere"]
    assert lines["– silent"].startswith("no answer: RobotsUnreachableError: no robots.txt of silent.example")
    assert shown.exit_code == 3
    paths = [url.removeprefix(SITE) for url in web.asked()]
    assert sorted(paths) == ["/failing", "/good", "/moved", "/open", "/other"]
    assert {visit.headers["User-Agent"] for visit in web.visits} == {CONTACT}
    assert not (tmp_path / "data" / "landing").exists()


def test_without_being_told_to_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_settings: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(look, "examine", lambda _settings: ())
    monkeypatch.setattr(look, "examine_endpoints", refuse)
    assert CliRunner().invoke(app, ["--data-dir", str(tmp_path), "doctor"]).exit_code == 0
