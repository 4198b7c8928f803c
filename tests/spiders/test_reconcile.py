"""What EDGAR's indexes list, against what landed."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from flows.environment import as_environment
from pipeline.errors import BadSettingError
from pipeline.settings import Settings
from spiders.edgar.filed import Filed
from spiders.edgar.reconcile import reconcile
from spiders.edgar.span import Span
from spiders.ledger import Ledger, State
from tests.spiders.filings import source
from tests.spiders.web import Web

LANDED, PENDING, MISSED = (f"0009990001-26-{n:06d}" for n in (1, 2, 3))
THURSDAY, FRIDAY = date(2026, 2, 19), date(2026, 2, 20)
INDEXES = "http://www.edgar.example/Archives/edgar"
RULE = "CIK|Company Name|Form Type|Date Filed|File Name\n" + "-" * 80 + "\n"


def row(accession: str, form: str, day: str, *, cik: int = 9990001) -> str:
    """A line of a master index."""
    return f"{cik}|NORTHGATE CORP|{form}|{day}|edgar/data/{cik}/{accession}.txt\n"


@pytest.fixture
def edgar(web: Web, settings: Settings) -> Settings:
    """A ledger with two filings, one of them landed; indexes with two more, and one of somebody else."""
    assert settings.sources_dir is not None
    settings.sources_dir.mkdir()
    (settings.sources_dir / "filings.yml").write_text(yaml.safe_dump(source()))
    with Ledger(settings.ledger_path) as ledger:
        known = [Filed(accession=number, cik=9990001, form="8-K") for number in (LANDED, PENDING)]
        leads = [filed.lead(archive_url="http://www.edgar.example", found_in="") for filed in known]
        ledger.add_leads("filings", leads)
        ledger.settle("filings", leads[0], State.LANDED, "200")
    daily = f"{INDEXES}/daily-index/2026/QTR1"
    days = '{"directory": {"item": [{"name": "master.20260219.idx"}, {"name": "master.20260220.idx"}]}}'
    web.put(f"{daily}/index.json", days)
    thursday = RULE + "".join(row(number, "8-K", "20260219") for number in (LANDED, PENDING))
    friday = row(MISSED, "8-K/A", "20260120") + row("0009990009-26-000001", "8-K", "20260220", cik=9990009)
    web.put(f"{daily}/master.20260219.idx", thursday + row("0009990001-26-000008", "4", "20260219"))
    web.put(f"{daily}/master.20260220.idx", RULE + friday)
    quarter = gzip.compress((RULE + row(MISSED, "8-K/A", "2026-02-20")).encode())
    web.put(f"{INDEXES}/full-index/2026/QTR1/master.gz", quarter)
    return settings


def counts(told: object) -> list[tuple[object, ...]]:
    """The rows of a reconciliation as they are printed."""
    return [tuple(row.model_dump().values()) for row in told.rows]  # type: ignore[attr-defined]


def test_what_the_indexes_have_and_we_missed_is_named_and_queued(web: Web, edgar: Settings) -> None:
    told = reconcile("filings", edgar, Span(first=THURSDAY, last=FRIDAY))
    assert counts(told) == [(THURSDAY, "8-K", 2, 1, 1, 0, 0), (FRIDAY, "8-K/A", 1, 0, 0, 0, 1)]
    assert [(one.accession, one.company) for one in told.missing] == [(MISSED, "NORTHGATE CORP")]
    assert told.queued == 0
    daily = f"{INDEXES}/daily-index/2026/QTR1"
    files = [f"{daily}/{name}" for name in ("index.json", "master.20260219.idx", "master.20260220.idx")]
    assert sorted(web.asked()) == files
    options = ["--from", "2026-02-20", "--to", "2026-02-20", "--full", "--queue"]
    shown = CliRunner().invoke(app, ["reconcile", *options], env=dict(as_environment(edgar)))
    assert (shown.exit_code, shown.stdout.splitlines()[-2:]) == (
        0,
        [
            f"missing 2026-01-20 8-K/A    {MISSED} NORTHGATE CORP",
            "1 queued: `gigawatch update --source filings` fetches them",
        ],
    )
    with Ledger(edgar.ledger_path) as ledger:
        [queued] = [lead for lead in ledger.pending("filings") if lead.accession == MISSED]
    folder = f"{INDEXES}/data/9990001/{MISSED.replace('-', '')}"
    assert (queued.url, queued.form) == (f"{folder}/{MISSED}.txt", "8-K/A")


def test_only_edgar_has_indexes(web: Web, edgar: Settings) -> None:
    feed = {"kind": "feed", "urls": ["http://news.example/feed"], "name": "news"}
    fields = {name: value for name, value in source().items() if name in ("title", "tier", "document_kind")}
    numbers = {"live": False, "every_minutes": 15, "expected_items": 1}
    assert edgar.sources_dir is not None
    (edgar.sources_dir / "news.yml").write_text(yaml.safe_dump(fields | numbers | feed))
    with pytest.raises(BadSettingError, match="news is no source of kind edgar"):
        reconcile("news", edgar, Span(first=THURSDAY, last=FRIDAY))
    assert web.asked() == []


def test_a_span_asks_once_for_each_quarter_it_touches() -> None:
    span = Span(first=date(2025, 12, 30), last=date(2026, 4, 1), is_full=True)
    assert list(span.index_urls("http://www.edgar.example")) == [
        f"{INDEXES}/full-index/{quarter}/master.gz" for quarter in ("2025/QTR4", "2026/QTR1", "2026/QTR2")
    ]
    with pytest.raises(ValueError, match="before it begins"):
        Span(first=FRIDAY, last=THURSDAY)
