"""Which site answers for which host name of the bundled world."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from spiders.world.edgar import ArchiveSite, DataSite
from spiders.world.filings import read_companies
from spiders.world.news import NewsSite
from spiders.world.reply import Site
from spiders.world.stories import read_newsrooms

WORLD = Path(__file__).parent


def read_sites(folder: Path = WORLD) -> Mapping[str, Site]:
    """All sites by host name, read and checked.

    Raises BadDataFileError when a story, page or filing breaks its rules.
    """
    filings = folder / "edgar"
    companies = read_companies(filings)
    sites: dict[str, Site] = {
        newsroom.publisher.host: NewsSite(newsroom, folder) for newsroom in read_newsrooms(folder)
    }
    sites["data.edgar.example"] = DataSite(companies, filings)
    sites["www.edgar.example"] = ArchiveSite(companies, filings)
    return MappingProxyType(sites)
