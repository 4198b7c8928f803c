"""Archives from elsewhere, from the command to the warehouse: read, loaded, published, and nobody mailed."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect.states import Completed, Failed

from flows.collect import PARTIAL, outcome
from flows.ingest import _is_worth_publishing
from flows.statuses import Exit
from pipeline.errors import BusyError
from pipeline.reports import LoadReport
from pipeline.settings import read_settings
from tests.flows.stories import settings
from tests.flows.test_cli import run
from tests.flows.test_update import count, gigawatch
from tests.spiders.foreign import Foreign, wacz
from warehouse.ask import ask


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_archives_end_as_deals_of_a_source_of_their_own(tmp_path: Path) -> None:
    page = Foreign().add(Truncated="length", url="http://press.example/cut").add()
    warc = page.save(tmp_path / "press.warc.gz")
    again = wacz(tmp_path / "site.wacz", {"archive/data.warc.gz": page.data})
    (tmp_path / "no.warc").write_text("no archive")
    data = tmp_path / "data"
    files = [str(path) for path in (warc, again, tmp_path / "no.warc")]
    done = gigawatch("--data-dir", str(data), "ingest", *files, "--source", "press")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "press.warc.gz: 3 records, 2 new, 0 known, into press" in done.stdout
    assert "site.wacz: 3 records, 0 new, 2 known, into press" in done.stdout
    assert "no.warc: no WARC, ARC or WACZ file" in done.stdout
    assert (count(data, "documents"), count(data, "quarantine")) == (1, 1)
    here = read_settings(data_dir=data)
    assert ask("select source, url from documents", here).rows == (("press", "http://press.example/1"),)
    assert ask("select name_in_deal from deal_parties where role = 'acquirer'", here).rows == (
        ("Northgate Compute",),
    )
    assert not (data / "outbox").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.warc",), "does not exist"),
        (("here.warc", "--source", "edgar"), "edgar is a source that is crawled"),
    ],
)
def test_wrong_usage_is_told_before_any_work(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("here.warc").touch()
    assert run(monkeypatch, "--data-dir", str(tmp_path / "data"), "ingest", *arguments) == 2
    assert told in " ".join(capsys.readouterr().err.replace("│", "").split())
    assert not (tmp_path / "data").exists()


def test_of_files_that_are_no_archives_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.warc").write_text("no archive")
    Path("b.zip").write_bytes(b"PK\x03\x04 no zip")
    assert run(monkeypatch, "--data-dir", str(tmp_path / "data"), "ingest", "a.warc", "b.zip") == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "a.warc: no WARC, ARC or WACZ file; b.zip: a zip file that cannot be read" in told
    assert not (tmp_path / "data").exists()


def test_the_market_is_published_where_something_was_loaded(tmp_path: Path) -> None:
    here = settings(tmp_path)
    nothing, something = (Completed(data=LoadReport(batches=batches)) for batches in (0, 1))
    assert _is_worth_publishing(nothing, here)  # nothing is published yet
    here.market_path.touch()
    assert not _is_worth_publishing(nothing, here)
    assert _is_worth_publishing(something, here)
    assert not _is_worth_publishing(Failed(), here)


def test_a_shell_sees_how_a_flow_ended() -> None:
    assert outcome(Completed(data=1)) == (1, Exit.DONE)
    assert outcome(Completed(name=PARTIAL, data=2)) == (2, Exit.PARTIAL)
    assert outcome(Failed(data=3)) == (3, Exit.FAILED)
    with pytest.raises(BusyError, match="at work"):
        outcome(Failed(data=BusyError("at work")))
