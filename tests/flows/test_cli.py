"""The command line: help that teaches, errors without tracebacks, and answers in three formats."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app, main
from flows.commands.answers import to_csv, to_json
from flows.lock import only_update
from tests.flows.stories import load_story
from warehouse.ask import Answer

COMMANDS = (
    "demo",
    "update",
    "backfill",
    "ingest",
    "page",
    "extract",
    "explain",
    "sql",
    "cite",
    "schema",
    "merge",
    "unmerge",
    "reconcile",
    "sources",
    "doctor",
)
GIGAWATCH = Path(sys.executable).with_name("gigawatch")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """What a shell would get back."""
    monkeypatch.setattr(sys, "argv", ["gigawatch", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A data folder with one deal published."""
    load_story(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_by_an_example(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"gigawatch {command}" in shown.output


def test_the_list_of_commands_is_complete() -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert all(f" {command} " in shown.output for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("sql", "select 1"), 1, "there is no market.duckdb"),
        (("cite", "deal_1"), 1, "there is no market.duckdb"),
        (("page",), 1, "there is no market.duckdb"),
        (("merge", "deal_1", "deal_2"), 1, "there is no market.duckdb"),
        (("unmerge", "deal_1"), 1, "there is no market.duckdb"),
        (("update",), 2, "GIGAWATCH_CONTACT"),
        (("update", "--source", "nosuch"), 2, "no source named nosuch"),
        (("sql",), 2, "Missing argument"),
        (("nosuch",), 2, "No such command"),
        (("extract", "--input", "nowhere", "--output", "out"), 2, "does not exist"),
        (("extract", "--input", ".", "--output", "."), 1, "must be another folder"),
    ],
)
def test_errors_are_one_message(
    arguments: tuple[str, ...],
    status: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, "--data-dir", str(tmp_path / "data"), *arguments) == status
    shown = " ".join(capsys.readouterr().err.split())
    assert told in shown
    assert "Traceback" not in shown
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTACT", "https://example.org"),
        ("SMTP_PORT", "0"),
        ("MAIL_TO", "nobody"),
        ("CONTAKT", "A b@example.org"),
    ],
)
def test_a_wrong_setting_stops_before_any_work(
    name: str,
    value: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"GIGAWATCH_{name}", value)
    for command in ("update", "backfill", "doctor", "sources"):
        assert run(monkeypatch, "--data-dir", str(tmp_path / "data"), command) == 2
        assert f"GIGAWATCH_{name}" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_folder_of_sources_that_is_not_there_is_a_wrong_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIGAWATCH_SOURCES_DIR", "nowhere")
    for command in ("update", "backfill", "sources"):
        assert run(monkeypatch, "--data-dir", str(tmp_path / "data"), command) == 2
        assert "GIGAWATCH_SOURCES_DIR: there is no folder nowhere" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GIGAWATCH_CONTACT", "Gigawatch tests tests@gigawatch.example")
    assert run(monkeypatch, "--data-dir", str(tmp_path / "file" / "data"), "update") == 1
    shown = capsys.readouterr().err
    assert "Not a directory" in shown
    assert shown.count("\n") == 1


def test_a_second_update_stops_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIGAWATCH_CONTACT", "Gigawatch tests tests@gigawatch.example")
    with only_update(tmp_path):
        assert run(monkeypatch, "--data-dir", str(tmp_path), "update", "--source", "edgar") == 1
    assert "another update (process " in capsys.readouterr().err
    assert not (tmp_path / "prefect").exists()


def test_answers_in_three_formats(filled: Path) -> None:
    question = "select type, value_usd, announced_on, parties from deals"

    def asked(form: str) -> str:
        shown = CliRunner().invoke(app, ["--data-dir", str(filled), "sql", question, "-f", form])
        assert shown.exit_code == 0, shown.output
        return shown.output

    (row,) = csv.DictReader(io.StringIO(asked("csv")))
    assert (row["type"], row["value_usd"], row["announced_on"]) == (
        "acquisition",
        "9000000000.00",
        "2025-11-04",
    )
    (record,) = json.loads(asked("json"))
    assert (record["type"], record["value_usd"], record["announced_on"]) == (
        "acquisition",
        9000000000,
        "2025-11-04",
    )
    assert record["parties"] == "acquirer Northgate Compute; target Halden Data Centers"
    table = asked("table")
    assert "9,000,000,000" in table
    assert "acquirer Northgate Compute" in table
    assert "1 row" in table


def test_rows_of_csv_end_as_lines_do_and_odd_cells_are_quoted() -> None:
    cells = ("a\rb", "c\r\nd", "e\nf", 'g,"h', None)
    told = to_csv(Answer(columns=tuple("vwxyz"), rows=(cells, (1, 2, 3, 4, 5))))
    assert told == 'v,w,x,y,z\n"a\rb","c\r\nd","e\nf","g,""h",\n1,2,3,4,5\n'
    assert list(csv.reader(io.StringIO(told, newline="")))[1] == [*cells[:4], ""]
    assert "\r" not in to_json(Answer(columns=("x",), rows=((cells[0],),)))


def test_what_is_no_number_is_null_in_json_and_empty_in_csv(filled: Path) -> None:
    question = "select nan, {'n': nan, 'day': date '2025-11-04'} as nested, [inf, 1.5, null] as list"
    question += ", map {1: nan} as by_key from (select 'nan'::double as nan, 'inf'::double as inf)"

    def asked(form: str) -> str:
        shown = CliRunner().invoke(app, ["--data-dir", str(filled), "sql", question, "-f", form])
        assert shown.exit_code == 0, shown.output
        return shown.output

    nested = {"n": None, "day": "2025-11-04"}
    assert json.loads(asked("json"), parse_constant=pytest.fail) == [
        {"nan": None, "nested": nested, "list": [None, 1.5, None], "by_key": {"1": None}}
    ]
    (row,) = csv.DictReader(io.StringIO(asked("csv")))
    assert row["nan"] == ""
    assert json.loads(row["nested"], parse_constant=pytest.fail) == nested


def test_wrong_sql_is_explained_with_the_views_there_are(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--data-dir", str(filled), "sql", "select * from dealz") == 1
    shown = capsys.readouterr().err
    assert "dealz" in shown
    assert "who_pays_whom" in shown
    assert run(monkeypatch, "--data-dir", str(filled), "sql", "drop view deals") == 1
    assert run(monkeypatch, "--data-dir", str(filled), "sql", "select 1; select 2") == 2
    assert "one statement at a time" in capsys.readouterr().err


def test_cite_shows_the_sentence_and_its_place(filled: Path) -> None:
    runner = CliRunner()
    asked = ["--data-dir", str(filled)]
    (row,) = json.loads(runner.invoke(app, [*asked, "sql", "select id from deals", "-f", "json"]).output)
    shown = runner.invoke(app, [*asked, "cite", row["id"]]).output
    assert "https://wire.example/1" in shown
    assert "Northgate Compute buys Halden Data Centers for $9 billion" in shown
    assert "characters 0–57 of doc_" in shown


def test_cite_of_an_id_nobody_has(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--data-dir", str(filled), "cite", "deal_nosuch") == 1
    assert "nothing has the id 'deal_nosuch'" in capsys.readouterr().err


def test_schema_says_what_columns_mean(filled: Path) -> None:
    shown = CliRunner().invoke(app, ["--data-dir", str(filled), "schema", "deals"], env={"COLUMNS": "200"})
    assert "value_usd" in shown.output
    assert "in US dollars at the ECB rate" in shown.output


def test_page_is_made_from_what_is_published(filled: Path) -> None:
    shown = CliRunner().invoke(app, ["--data-dir", str(filled), "page"])
    page = Path(shown.output.strip())
    assert page == filled / "site" / "index.html"
    assert "Northgate Compute buys Halden Data Centers for $9 billion" in page.read_text(encoding="utf-8")


def test_doctor_names_what_is_missing(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIGAWATCH_MODEL", "no_such_model")
    assert run(monkeypatch, "--data-dir", str(filled), "doctor") == 1
    shown = capsys.readouterr().out
    assert "✗ contact: GIGAWATCH_CONTACT is not set" in shown
    assert "✗ model: no_such_model is not installed" in shown
    assert "✓ market.duckdb: " in shown
    assert "– mail: no GIGAWATCH_SMTP_HOST" in shown


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATA_DIR", "{file}", "✗ data folder: {file} is not a folder"),
        ("DATA_DIR", "{file}/below", "✗ data folder: {file} is not a folder"),
        ("DATA_DIR", "/proc/x", "✗ data folder: /proc cannot be written to"),
        ("MODEL", "os.path.x", "✗ model: os.path.x is not installed"),
        ("MODEL", ".x", "✗ model: .x is not installed"),
        ("MODEL", "json", "✗ model: GIGAWATCH_MODEL: no spaCy pipeline 'json'"),
    ],
)
def test_doctor_tries_what_it_calls_good(
    name: str,
    value: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("GIGAWATCH_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(f"GIGAWATCH_{name}", value.format(file=file))
    if name == "DATA_DIR":
        monkeypatch.setenv("GIGAWATCH_MODEL", "no_such_model")
    assert run(monkeypatch, "doctor") == 1
    assert told.format(file=file) in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


def test_a_question_does_not_wait_for_what_it_does_not_need(filled: Path) -> None:
    script = (
        "import sys; sys.argv = ['gigawatch', '--data-dir', sys.argv[1], 'sql', 'select 1']\n"
        "from flows.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'prefect', 'spacy', 'scrapy', 'altair'} & set(sys.modules)))"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script, str(filled)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - started < 20
