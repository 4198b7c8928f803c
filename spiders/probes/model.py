"""What a probe file says: endpoints that were never checked, and how each is believed to answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from pipeline.errors import BadDataFileError, NotFoundError
from pipeline.frozen import Frozen
from spiders.sources.load import LIVE_SOURCES
from spiders.sources.model import Politeness, WebAddress

FOLDER = "probes"
"""Beside the source files, in a folder of their own."""


def _is_regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_is_regex)]
Name = Annotated[str, Field(min_length=1)]


class Probe(Frozen):
    """One endpoint, asked once with GET; what is said of its answer holds where the status is as expected."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    address: WebAddress
    mark: Literal["K", "R"]
    """How it is known: K generally, R second-hand; neither was seen."""
    says: Name
    """What is believed of it, in words."""
    status: int = Field(default=200, ge=200, le=599)
    forbidden: bool = False
    """robots.txt is believed to forbid it; then it is not asked, and that is as expected."""
    types: tuple[str, ...] = ()
    """Media types, any of which its Content-Type may be; without any, none is wrong."""
    keys: tuple[Name, ...] = ()
    """Of JSON: paths that lead to something, steps with dots between, an element of a list by its number."""
    elements: tuple[Name, ...] = ()
    """Of XML: local names, first that of the root, then some that stand anywhere below."""
    files: tuple[Pattern, ...] = ()
    """Of a ZIP archive: each matches the name of a file in it."""
    holds: tuple[Pattern, ...] = ()
    """Each matches somewhere in the text; ^ and $ match at lines."""
    lacks: tuple[Pattern, ...] = ()
    """None matches anywhere in the text."""

    @model_validator(mode="after")
    def _can_differ(self) -> Self:
        if sum(map(bool, (self.keys, self.elements, self.files))) > 1:
            raise ValueError(
                "keys are JSON's, elements XML's, files a ZIP archive's; an answer is one of these"
            )
        says_more = self.types or self.keys or self.elements or self.files or self.holds or self.lacks
        if self.forbidden and says_more:
            raise ValueError("what robots.txt forbids is not asked, so nothing can be said of its answer")
        return self

    @property
    def is_robots(self) -> bool:
        """Whether it is a robots.txt itself, which no robots.txt forbids (RFC 9309, 2.2.2)."""
        return urlsplit(self.address).path == "/robots.txt"


class ProbeFile(Frozen):
    """One YAML file of probes and the pace at which each host is asked."""

    politeness: Politeness
    probes: tuple[Probe, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> Self:
        for field in ("name", "address"):
            values = [getattr(probe, field) for probe in self.probes]
            if twice := {value for value in values if values.count(value) > 1}:
                raise ValueError(f"two probes have the {field} {min(twice)!r}")
        return self


class Probed(Frozen):
    """What came of one probe."""

    name: str
    address: str
    outcome: Literal["as expected", "differs", "no answer"]
    told: str
    """What answered, how it differs, or why nothing answered."""


def load_probes(sources_dir: Path | None = None) -> ProbeFile:
    """The probes beside the source files of a folder; None takes those of the live sources.

    Raises NotFoundError where there are none, BadDataFileError naming file and field of a wrong one.
    """
    path = (sources_dir or LIVE_SOURCES) / FOLDER / "endpoints.yml"
    if not path.exists():
        raise NotFoundError(f"{path}: no probes beside these sources")
    try:
        return ProbeFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = "; ".join(f"{_place(problem['loc'])}: {problem['msg']}" for problem in error.errors())
        raise BadDataFileError(f"{path}: {problems}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadDataFileError(f"{path}: cannot be read as YAML: {error}") from error


def _place(steps: Iterable[int | str]) -> str:
    return ".".join(map(str, steps)) or "file"


def unanswered(probes: Iterable[Probe], why: str, known: Mapping[str, Probed]) -> tuple[Probed, ...]:
    """The results in the order of the probes; those that gave none did not answer, and why."""
    return tuple(
        known.get(probe.name) or Probed(name=probe.name, address=probe.address, outcome="no answer", told=why)
        for probe in probes
    )
