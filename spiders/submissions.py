"""EDGAR's submissions JSON of one company to leads: one whole submission (`.txt`) per accession."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.capture import CaptureKind, Problem
from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexReading, Lead

ACCESSION = re.compile(r"^\d{10}-\d{2}-\d{6}$")


class _Recent(BaseModel):
    """Parallel arrays, newest filing first; EDGAR adds columns from time to time, so others are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    accession: tuple[str, ...] = Field(alias="accessionNumber")
    form: tuple[str, ...]
    accepted: tuple[str, ...] = Field(alias="acceptanceDateTime")
    items: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _columns_are_parallel(self) -> _Recent:
        if not len(self.accession) == len(self.form) == len(self.accepted):
            raise ValueError("columns of unequal length")
        if self.items and len(self.items) != len(self.accession):
            raise ValueError("columns of unequal length")
        return self


class _Filings(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    recent: _Recent


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
    body: bytes, *, url: str, cik: int, archive_url: str, forms: Collection[str], latest: int
) -> IndexReading:
    """The newest `latest` filings of the wanted forms; never raises for bad bytes.

    The acceptance time is kept as stated: for some companies its "Z" is New York's clock all the same.
    """
    try:
        company = _Company.model_validate(json.loads(body))
    except (ValueError, RecursionError) as error:
        return IndexReading(problems=(_malformed(error),), is_broken=True)
    recent = company.filings.recent
    wanted = [at for at, form in enumerate(recent.form) if form in forms][:latest]
    leads, problems = [], []
    for at in wanted:
        accession = recent.accession[at]
        if not ACCESSION.match(accession):
            detail = f"{recent.form[at]} with accession {accession[:40]!r}"
            problems.append(Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=detail))
            continue
        items = recent.items[at] if recent.items else ""
        leads.append(
            Lead(
                url=submission_url(archive_url, cik, accession),
                kind=CaptureKind.SUBMISSION,
                found_in=url,
                stated_time=recent.accepted[at] or None,
                accession=accession,
                cik=str(cik),
                company=company.name,
                form=recent.form[at],
                items=tuple(item.strip() for item in items.split(",") if item.strip()),
            )
        )
    return IndexReading(leads=tuple(leads), problems=tuple(problems), entries=len(recent.accession))


def _malformed(error: Exception) -> Problem:
    why = str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else str(error)
    return Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"not a submissions index: {why}"[:500])
