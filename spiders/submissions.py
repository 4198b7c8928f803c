"""EDGAR's submissions JSON of one company to leads: one whole submission (`.txt`) per accession."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexReading, Lead

ACCESSION = re.compile(r"^\d{10}-\d{2}-\d{6}$")


class Columns(BaseModel):
    """Parallel arrays, newest filing first; EDGAR adds columns from time to time, so others are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    accession: tuple[str, ...] = Field(alias="accessionNumber")
    form: tuple[str, ...]
    filed: tuple[str, ...] = Field(default=(), alias="filingDate")
    accepted: tuple[str, ...] = Field(alias="acceptanceDateTime")
    items: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _columns_are_parallel(self) -> Columns:
        if not len(self.accession) == len(self.form) == len(self.accepted):
            raise ValueError("columns of unequal length")
        if any(column and len(column) != len(self.accession) for column in (self.items, self.filed)):
            raise ValueError("columns of unequal length")
        return self

    def day(self, at: int) -> str:
        """YYYY-MM-DD of a filing, "" where it has none."""
        return self.filed[at] if self.filed else self.accepted[at][:10]

    def wanted(self, forms: Collection[str], since: date | None) -> list[int]:
        """The rows of these forms, newest first; with `since`, of that day and later."""
        first = since.isoformat() if since else ""
        return [at for at, form in enumerate(self.form) if form in forms and self.day(at) >= first]


class _Filings(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    recent: Columns


class _Company(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    name: str
    filings: _Filings


def submissions_url(data_url: str, cik: int) -> str:
    """Where the index of one company's filings is."""
    return f"{data_url}/submissions/CIK{cik:010d}.json"


def submission_url(archive_url: str, cik: int, accession: str) -> str:
    """Where one whole submission is: all its documents in one SGML file."""
    return f"{archive_url}/Archives/edgar/data/{cik}/{accession.replace('-', '')}/{accession}.txt"


def parse_submissions(
    body: bytes,
    *,
    url: str,
    cik: int,
    archive_url: str,
    forms: Collection[str],
    latest: int,
    since: date | None = None,
) -> IndexReading:
    """The newest `latest` filings of the wanted forms, or all `since` a day; never raises for bad bytes.

    The acceptance time is kept as stated: for some companies its "Z" is New York's clock all the same.
    """
    try:
        company = _Company.model_validate(json.loads(body))
    except (ValueError, RecursionError) as error:
        return IndexReading(problems=(malformed(error),), is_broken=True)
    recent = company.filings.recent
    wanted = recent.wanted(forms, since)[: latest if since is None else None]
    return read_columns(recent, wanted, url=url, cik=cik, company=company.name, archive_url=archive_url)


def read_columns(
    columns: Columns, wanted: Iterable[int], *, url: str, cik: int, company: str, archive_url: str
) -> IndexReading:
    """Leads to the wanted rows, and a problem for each whose accession is none."""
    leads, problems = [], []
    for at in wanted:
        accession = columns.accession[at]
        if not ACCESSION.match(accession):
            detail = f"{columns.form[at]} with accession {accession[:40]!r}"
            problems.append(Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=detail))
            continue
        items = columns.items[at] if columns.items else ""
        leads.append(
            Lead(
                url=submission_url(archive_url, cik, accession),
                kind=CaptureKind.SUBMISSION,
                found_in=url,
                stated_time=columns.accepted[at] or None,
                accession=accession,
                cik=str(cik),
                company=company,
                form=columns.form[at],
                items=tuple(item.strip() for item in items.split(",") if item.strip()),
            )
        )
    return IndexReading(leads=tuple(leads), problems=tuple(problems), entries=len(columns.accession))


def malformed(error: Exception) -> Problem:
    """The problem that a body is no submissions index."""
    why = str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else str(error)
    return Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"not a submissions index: {why}"[:500])
