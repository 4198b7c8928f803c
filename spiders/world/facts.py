"""The look-alike's companyfacts: `edgar/facts/CIK##########.json`, served letter by letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.errors import BadDataFileError
from spiders.world.data import read_text
from spiders.world.filings import Company
from spiders.world.reply import Reply


def read_facts(folder: Path, companies: Iterable[Company]) -> Mapping[str, Reply]:
    """The answers by CIK; a company that has tagged nothing has none.

    Raises BadDataFileError for a file that is not of the look-alike's companies, or no companyfacts.
    """
    names = {company.cik: company.name for company in companies}
    replies = {}
    for path in sorted((folder / "facts").glob("*")):
        cik, content = path.stem.removeprefix("CIK"), read_text(path)
        try:
            found = json.loads(content)
            is_ours = (found["cik"], found["entityName"]) == (int(cik), names.get(cik))
            filed = max(_filed(found["facts"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadDataFileError(f"{path}: no companyfacts: {error!r}") from error
        if not is_ours:
            raise BadDataFileError(f"{path}: expected cik and entityName of a company in companies.yml")
        changed = datetime(filed.year, filed.month, filed.day, tzinfo=UTC)
        replies[cik] = Reply(content.encode(), "application/json", modified_at=changed)
    return MappingProxyType(replies)


def _filed(taxonomies: Mapping[str, Mapping[str, Any]]) -> Iterable[date]:
    for tags in taxonomies.values():
        for tag in tags.values():
            for facts in tag["units"].values():
                yield from (date.fromisoformat(fact["filed"]) for fact in facts)
