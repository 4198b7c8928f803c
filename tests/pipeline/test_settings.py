"""Settings: a wrong one stops before any work, with its name and what it expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadSettingError
from pipeline.settings import read_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of the developer


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIGAWATCH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GIGAWATCH_CONTACT", "Example Research desk@example.org")
    monkeypatch.setenv("GIGAWATCH_MAIL_TO", "a@example.org, b@example.org")
    monkeypatch.setenv("GIGAWATCH_ROUTES", "wire.example=127.0.0.1:8000")
    settings = read_settings()
    assert settings.market_path == tmp_path / "data" / "market.duckdb"
    assert settings.contact == "Example Research desk@example.org"
    assert settings.mail_to == ("a@example.org", "b@example.org")
    assert settings.routes == {"wire.example": "127.0.0.1:8000"}


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_file_of_hosts_is_the_default(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    usual = read_settings().hosts_file
    monkeypatch.setenv("GIGAWATCH_HOSTS_FILE", value)
    assert read_settings().hosts_file == usual
    monkeypatch.setenv("GIGAWATCH_HOSTS_FILE", "there.sqlite")
    assert read_settings().hosts_file == Path("there.sqlite") != usual


def test_what_the_caller_gives_beats_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIGAWATCH_DATA_DIR", "/elsewhere")
    assert read_settings(data_dir=tmp_path).data_dir == tmp_path


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CONTACT", "desk@example.org", "plain"),
        ("CONTACT", "Example (desk@example.org)", "plain"),
        ("CONTACT", "Example http://example.org desk@example.org", "plain"),
        ("SMTP_PORT", "0", "port of the mail server"),
        ("SMTP_PORT", "mail", "port of the mail server"),
        ("ROUTES", "wire.example", "host=address:port"),
        ("ROUTES", "foo=bar", "host=address:port"),
        ("ROUTES", "foo=127.0.0.1:0", "host=address:port"),
        ("ROUTES", "foo=127.0.0.1:65536", "host=address:port"),
        ("ROUTES", "=127.0.0.1:80", "host=address:port"),
        ("DATA_DIR", "", "expects a folder"),
        ("DATA_DIR", " ", "expects a folder"),
        ("SOURCES_DIR", "", "expects a folder"),
        ("MAX_DOCUMENT_MB", "inf", "finite"),
        ("MAX_DOCUMENT_MB", "nan", "finite"),
        ("MAIL_TO", "not an address", "mail addresses"),
        ("MAX_DOCUMENT_MB", "-1", "quarantined"),
    ],
)
def test_a_wrong_setting_names_itself_and_what_it_expects(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(f"GIGAWATCH_{name}", value)
    with pytest.raises(BadSettingError) as error:
        read_settings()
    assert f"GIGAWATCH_{name}" in str(error.value)
    assert expected in str(error.value)


def test_a_misspelt_setting_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGAWATCH_DATADIR", "/elsewhere")
    with pytest.raises(BadSettingError, match=r"GIGAWATCH_DATADIR.*GIGAWATCH_DATA_DIR"):
        read_settings()


def test_a_misspelt_setting_in_the_env_file_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OTHER=1\nGIGAWATCH_MAX_DOCUMENT_MB=7\n")
    assert read_settings().max_document_mb == 7
    (tmp_path / ".env").write_text("GIGAWATCH_DATADIR=/elsewhere\n")
    with pytest.raises(BadSettingError, match=r"GIGAWATCH_DATADIR.*GIGAWATCH_DATA_DIR"):
        read_settings()


def test_a_route_may_lead_to_a_name_or_an_ipv6_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGAWATCH_ROUTES", "a.example=localhost:80,b.example=[::1]:8000")
    assert read_settings().routes == {"a.example": "localhost:80", "b.example": "[::1]:8000"}


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGAWATCH_SMTP_PASSWORD", "hunter2")
    assert "hunter2" not in repr(read_settings())
