"""One line about one filing, whichever index of EDGAR says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.capture import CaptureKind
from pipeline.frozen import Frozen
from spiders.leads import Lead
from spiders.sources import Source
from spiders.submissions import submission_url

ACCESSION_IN = re.compile(r"(?<!\d)(\d{10}-\d{2}-\d{6})(?!\d)")
"""An accession somewhere in an address or a line."""


class Filed(Frozen):
    """A filing under one of its parties: an accession with co-filers is named once for each."""

    accession: str
    cik: int
    form: str
    company: str | None = None
    filed_on: date | None = None
    stated_time: str | None = None
    """The acceptance, as stated."""
    role: str | None = None
    """Filer, Subject, Issuer, Reporting, Filed by: where the index says it."""

    def lead(self, *, archive_url: str, found_in: str) -> Lead:
        """Where the whole submission is; the directory may be that of any party."""
        return Lead(
            url=submission_url(archive_url, self.cik, self.accession),
            kind=CaptureKind.SUBMISSION,
            found_in=found_in,
            stated_time=self.stated_time,
            accession=self.accession,
            cik=str(self.cik),
            company=self.company,
            form=self.form,
        )


def wanted_of(source: Source, filed: Iterable[Filed]) -> list[Filed]:
    """The filings of the watch list's companies in the wanted forms, each accession once."""
    ciks, forms = {company.cik for company in source.watch}, set(source.forms)
    found: dict[str, Filed] = {}
    for one in filed:
        if one.cik in ciks and one.form in forms:
            found.setdefault(one.accession, one)
    return list(found.values())
