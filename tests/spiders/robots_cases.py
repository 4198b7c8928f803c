"""Reads `robots_cases.yml`, the table of what robots.txt files mean, for tests and for a measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

TABLE = Path(__file__).with_name("robots_cases.yml")
HOST = "https://host.example"


class Case(BaseModel):
    """One rule: a file, and addresses that it allows and forbids to the agent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    robots: str
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def body(self) -> bytes:
        """The file as a host sends it."""
        return self.robots.encode()

    def questions(self) -> Iterator[tuple[str, bool]]:
        """Addresses, and whether they may be asked for."""
        for path in self.allowed:
            yield HOST + path, True
        for path in self.forbidden:
            yield HOST + path, False


def read_cases() -> tuple[Case, ...]:
    """All rows of the table."""
    return tuple(map(Case.model_validate, yaml.safe_load(TABLE.read_text(encoding="utf-8"))))
