"""The whole job as a shell runs it: crawl, read, load, publish, page and mail, over the bundled world."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from flows.environment import as_environment
from flows.postbox import postbox
from pipeline.settings import read_settings
from spiders.world.serve import World, running_world
from tests.flows.browser import open_page
from warehouse.ask import ask

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
GIGAWATCH = Path(sys.executable).with_name("gigawatch")


def gigawatch(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """One command as a shell runs it, with no settings but those given."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIGAWATCH_", "PREFECT_"))
    }
    return subprocess.run(
        [GIGAWATCH, *arguments], capture_output=True, text=True, check=False, env={**kept, **environ}
    )


def count(folder: Path, table: str) -> int:
    ((number,),) = ask(f"select count(*) from {table}", read_settings(data_dir=folder)).rows
    return int(number)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, gigawatch("demo", "--into", str(folder))


def test_the_demo_fills_everything(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = demo
    assert done.returncode == 0, done.stdout + done.stderr
    for source in ("calderledger", "edgar_world", "harbourwire", "northlode", "rackgrid"):
        assert source in done.stdout
    assert "Traceback" not in done.stderr
    assert count(folder, "deals") > 20
    assert count(folder, "figures") > 20
    assert count(folder, "quarantine") >= 3
    assert count(folder, "source_health where not is_blind and trouble is null") >= 5
    assert {path.name for path in (folder / "parquet").iterdir()} >= {"deals.parquet", "figures.parquet"}
    (mail,) = (folder / "mail").glob("*.eml")
    read = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert read["Subject"].startswith(f"{count(folder, 'deals')} new deals: ")
    body = read.get_body(("plain",))
    assert body is not None
    assert "gigawatch cite deal_" in body.get_content()


def test_the_page_of_the_demo_holds_every_deal(
    demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    folder, _ = demo
    page = open_page(folder / "site" / "index.html", tmp_path)
    assert page.console == []
    assert page.root.get("data-charts") == "drawn"
    assert len(page.root.cssselect("#deals-table tbody")) == count(folder, "deals")
    assert len(page.root.cssselect("#deals-table tr.quote")) == count(folder, "deals")


def test_a_second_round_adds_nothing(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = demo
    tables = ("documents", "deal_claims", "deal_revisions", "figures", "quarantine")
    before = {table: count(folder, table) for table in tables}
    again = gigawatch("demo", "--into", str(folder))
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing new since the last run: no rows added, no mail sent." in again.stdout
    assert {table: count(folder, table) for table in tables} == before
    assert len(list((folder / "mail").glob("*.eml"))) == 1


def test_a_source_and_a_mail_server_that_fail_stop_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "northlode").write_text("in the way of a folder")
    with postbox(tmp_path / "unused") as dead_port:
        pass
    with running_world() as world:
        done = gigawatch(
            *("--data-dir", str(tmp_path), "update", "--source", "northlode", "--source", "rackgrid"),
            **environment(tmp_path, world, smtp_host="127.0.0.1", smtp_port=dead_port),
        )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "failed       crawl northlode: CrawlError" in done.stdout
    assert "failed       alert: MailError: 127.0.0.1" in done.stdout
    assert count(tmp_path, "deals") > 0
    assert (tmp_path / "site" / "index.html").exists()


def test_one_dead_source_among_others_fails_nothing(tmp_path: Path) -> None:
    chosen = ("--data-dir", str(tmp_path), "update", "-s", "rackgrid", "-s", "harbourwire")
    with running_world() as world:
        environ = environment(tmp_path, world)
        routes = {**world.routes, "www.harbourwire.example": "127.0.0.1:9"}
        environ["GIGAWATCH_ROUTES"] = ",".join(f"{host}={address}" for host, address in routes.items())
        done = gigawatch(*chosen, **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    feed = "http://www.harbourwire.example/feeds/markets.rss"
    assert f"no answer    harbourwire: 1 of 1: {feed}: " in done.stdout


def test_a_warehouse_that_cannot_be_opened_stops_what_builds_on_it(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_text("no database")
    with running_world() as world:
        done = gigawatch(
            "--data-dir", str(tmp_path), "update", "-s", "northlode", **environment(tmp_path, world)
        )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "failed       load: WarehouseError" in done.stdout
    assert done.stdout.count("failed ") == 1
    assert not (tmp_path / "market.duckdb").exists()
    assert not (tmp_path / "outbox").exists()


def environment(folder: Path, world: World, **fields: Any) -> dict[str, str]:
    settings = read_settings(
        data_dir=folder,
        sources_dir=world.sources_dir,
        routes=world.routes,
        contact="Gigawatch tests tests@gigawatch.example",
        smtp_starttls=False,
        mail_to=("desk@gigawatch.example",),
        **fields,
    )
    return dict(as_environment(settings))
