"""Which site answers for which host name of the bundled world."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from spiders.world.edgar import ArchiveSite, DataSite
from spiders.world.filings import read_companies
from spiders.world.reply import Site

HERE = Path(__file__).parent


def read_sites() -> Mapping[str, Site]:
    """All sites by host name, read and checked.

    Raises BadDataFileError when a story, page or filing breaks its rules.
    """
    folder = HERE / "edgar"
    companies = read_companies(folder)
    return MappingProxyType(
        {
            "data.edgar.example": DataSite(companies, folder),
            "www.edgar.example": ArchiveSite(companies, folder),
        }
    )
