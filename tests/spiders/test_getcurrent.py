"""EDGAR's getcurrent: asked only where the source file says so, and then page by page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import typer
import yaml
from typer.testing import CliRunner

from flows.commands import update as command
from pipeline.settings import Settings
from spiders.crawl import crawl
from spiders.edgar.filed import Filed
from spiders.edgar.getcurrent import page_url, reaches
from spiders.ledger import Ledger
from spiders.sources.load import load_sources
from tests.spiders.filings import source, submissions
from tests.spiders.web import Web

ACCESSION = "0009990001-26-000003"
FIRST, SECOND = (page_url("http://www.edgar.example", number) for number in (0, 1))


def entry(accession: str, *, cik: int = 9990001, role: str = "Filer") -> str:
    """One party of one accession."""
    return f"""<entry><title>8-K - NORTHGATE CORP ({cik:010d}) ({role})</title>
    <updated>2026-02-19T16:10:07-05:00</updated><category term="8-K"/>
    <id>urn:tag:sec.gov,2008:accession-number={accession}</id></entry>"""


def page(*entries: str) -> str:
    """A page of the feed."""
    head = '<?xml version="1.0" encoding="ISO-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
    return f"{head}{''.join(entries)}</feed>"


@pytest.fixture
def edgar(web: Web, settings: Settings) -> Settings:
    """A robots.txt like EDGAR's, a full page of strangers and, beyond it, a wanted filing with a co-filer."""
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    (settings.sources_dir / "filings.yml").write_text(yaml.safe_dump(source(getcurrent=True)))
    web.put("http://www.edgar.example/robots.txt", "User-agent: *\nDisallow: /cgi-bin\n")
    web.put("http://data.edgar.example/submissions/CIK0009990001.json", submissions())
    strangers = [entry(f"0009990009-26-{number:06d}", cik=9990009) for number in range(100)]
    web.put(FIRST, page(*strangers))
    web.put(SECOND, page(strangers[-1], entry(ACCESSION, role="Subject"), entry(ACCESSION, cik=9990007)))
    return settings


def test_the_opt_in_asks_against_robots_and_says_so(web: Web, edgar: Settings) -> None:
    report = crawl("filings", edgar)
    assert (report.refused, report.unanswered) == ({}, {})
    assert [url for url in web.asked() if "cgi-bin" in url] == [FIRST, SECOND]
    with Ledger(edgar.ledger_path) as ledger:
        [owed] = ledger.pending("filings")
    assert (owed.accession, owed.cik, owed.stated_time) == (ACCESSION, "9990001", "2026-02-19T16:10:07-05:00")
    log = (edgar.data_dir / "logs" / "crawl-filings.log").read_text()
    assert f"forbids {FIRST}: asked all the same, because the source file says so" in log


def test_the_command_prints_the_reason_before_it_asks(
    edgar: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise typer.Exit(7)

    monkeypatch.setattr(command, "run_update", stop)
    monkeypatch.setattr(command, "settings_of", lambda _: edgar)
    app = typer.Typer()
    app.command()(command.update)
    told = CliRunner().invoke(app, ["--source", "edgar"])
    assert told.exit_code == 7
    assert "filings asks getcurrent against robots.txt" in told.output
    assert "Disallow: /cgi-bin" in told.output
    assert "getcurrent" not in CliRunner().invoke(app, ["--source", "feed"]).output


def test_no_shipped_source_asks_it() -> None:
    assert not any(source.getcurrent for source in load_sources(None))


def test_a_page_reaches_back_when_its_oldest_entry_is_well_before_the_last_answer() -> None:
    filed = Filed(accession=ACCESSION, cik=1, form="8-K", stated_time="2026-02-19T16:10:07-05:00")
    assert not reaches([filed], None)
    assert not reaches([filed], datetime(2026, 2, 19, 21, 15, tzinfo=UTC))
    assert reaches([filed], datetime(2026, 2, 19, 21, 21, tzinfo=UTC))
    assert not reaches([], datetime(2026, 2, 19, 21, 21, tzinfo=UTC))
