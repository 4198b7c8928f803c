"""What the EDGAR look-alike knows of its companies and their filings: `edgar/companies.yml`, validated."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, NaiveDatetime, StringConstraints, model_validator

from pipeline.errors import BadDataFileError
from pipeline.frozen import Frozen
from spiders.world.data import read_model

Cik = Annotated[str, StringConstraints(pattern=r"^000999\d{4}$")]
"""Ten digits, in a range where the SEC has assigned none of ours."""
Accession = Annotated[str, StringConstraints(pattern=r"^000999\d{4}-\d{2}-\d{6}$")]
Item = Annotated[str, StringConstraints(pattern=r"^\d\.\d{2}$")]


class Clock(StrEnum):
    """Which clock `acceptanceDateTime` shows for a company, whatever its "Z" says."""

    UTC = "utc"
    EASTERN = "eastern"


class Filing(Frozen):
    """One filing; all but `is_missing` must agree with the header of its submission."""

    accession: Accession
    form: str
    accepted: NaiveDatetime
    """As in the header: the clock of New York."""
    filed_on: date
    report_on: date | None = None
    items: tuple[Item, ...] = ()
    film_number: str
    primary_document: str
    description: str
    is_inline_xbrl: bool = False
    is_missing: bool = False
    """Listed, but the archive answers 404."""
    is_unlisted: bool = False
    """In the indexes by day and quarter only: what the submissions JSON left out."""


class Company(Frozen):
    """One registrant."""

    cik: Cik
    name: str
    sic: str = ""
    sic_description: str = ""
    tickers: tuple[str, ...] = ()
    exchanges: tuple[str, ...] = ()
    state: str
    fiscal_year_end: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    file_number: str
    clock: Clock = Clock.UTC
    former_names: tuple[str, ...] = ()
    filings: tuple[Filing, ...] = Field(min_length=1)

    def profile(self) -> dict[str, object]:
        """The company part of the submissions JSON."""
        return {
            "cik": self.cik,
            "entityType": "operating",
            "sic": self.sic,
            "sicDescription": self.sic_description,
            "name": self.name,
            "tickers": self.tickers,
            "exchanges": self.exchanges,
            "fiscalYearEnd": self.fiscal_year_end,
            "stateOfIncorporation": self.state,
            "formerNames": [{"name": name} for name in self.former_names],
        }


class Registry(Frozen):
    """All companies of the look-alike."""

    companies: tuple[Company, ...]

    @model_validator(mode="after")
    def _no_accession_twice(self) -> Self:
        accessions = [filing.accession for company in self.companies for filing in company.filings]
        twice = sorted({a for a in accessions if accessions.count(a) > 1})
        if twice:
            raise ValueError(f"accessions listed twice: {', '.join(twice)}")
        return self


def read_companies(folder: Path) -> tuple[Company, ...]:
    """The companies of `folder/companies.yml`.

    Raises BadDataFileError for a broken file, a listed submission that is not in the folder, and a
    submission in the folder that is not listed.
    """
    path = folder / "companies.yml"
    companies = read_model(path, Registry).companies
    listed = {f"{f.accession}.txt" for company in companies for f in company.filings if not f.is_missing}
    present = {file.name for file in folder.glob("*.txt")}
    if odd := sorted(listed ^ present):
        raise BadDataFileError(f"{path}: listed but absent, or present but not listed: {', '.join(odd)}")
    return companies
