"""An analyst's merge and its undoing, from the commands to the published picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.vocabulary import Status
from tests.flows.stories import settings
from tests.flows.test_cli import run
from tests.warehouse.stories import buys, write_stories
from warehouse.ask import ask
from warehouse.load import load_batches
from warehouse.publish import publish


def test_a_merge_is_published_and_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = settings(tmp_path / "data")
    osprey = buys(Status.ANNOUNCED, "2025-07-07", target="Project Osprey")
    batch = write_stories(tmp_path / "batch", buys(Status.ANNOUNCED, "2025-07-07"), osprey)
    load_batches([batch], here)
    publish(here)
    ids = [id_ for (id_,) in ask("select id from deals order by parties", here).rows]

    def run_here(*arguments: str) -> tuple[int, str]:
        status = run(monkeypatch, "--data-dir", str(here.data_dir), *arguments)
        shown = capsys.readouterr()
        return status, shown.out + shown.err

    status, shown = run_here("merge", *ids, "--reason", "code name")
    assert status == 0
    assert f"{ids[0]} acquisition, announced, Northgate Compute" in shown
    assert "2 sources" in shown
    assert ask("select id from deals", here).rows == ((ids[0],),)
    assert ids[0] in (here.site_dir / "index.html").read_text()
    status, shown = run_here("merge", *ids)
    assert status == 1
    assert f"is part of {ids[0]} now; gigawatch unmerge {ids[1]} undoes that" in shown
    status, shown = run_here("unmerge", ids[1])
    assert (status, "1 source\n" in shown) == (0, True)
    assert {id_ for (id_,) in ask("select id from deals", here).rows} == set(ids)
