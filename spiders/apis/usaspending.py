"""USAspending: contracts, grants and loans of the United States' agencies. Keyless; asked by POST.

Each group of award types must be a call of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlencode

from pydantic import Field

from spiders.apis.base import Answer, Api, Entry, Loose, Page, Row, Window
from spiders.leads import IndexAsk

PER_PAGE = 100
"""The most it gives."""
FIELDS = ("Award ID", "generated_internal_id", "Recipient Name", "Award Amount", "Last Modified Date")
Group = Literal["contracts", "grants", "loans"]
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"contracts": ("A", "B", "C", "D"), "grants": ("02", "03", "04", "05"), "loans": ("07", "08")}
)


class Award(Row):
    """One award."""

    id: str = Field(alias="generated_internal_id", min_length=1)
    award_id: str | None = Field(default=None, alias="Award ID")
    recipient: str | None = Field(default=None, alias="Recipient Name")
    amount: float | None = Field(default=None, alias="Award Amount")
    modified: str | None = Field(default=None, alias="Last Modified Date")

    def entry(self) -> Entry:
        """The award's own record, in JSON too."""
        amount = f": ${self.amount:,.2f}" if self.amount is not None else ""
        title = f"Award {self.award_id or self.id} to {self.recipient or 'a recipient not named'}{amount}"
        return Entry(
            f"/api/v2/awards/{quote(self.id)}/", title, self.modified or None, company=self.recipient
        )


class PageMetadata(Loose):
    """Where in the results a page stands."""

    page: int = 1
    has_next: bool = Field(default=False, alias="hasNext")


class Awards(Answer):
    """One page of awards."""

    results: tuple[Any, ...]
    page_metadata: PageMetadata = PageMetadata()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The awards."""
        return self.results

    @property
    def pages(self) -> int:
        """It tells only of the next one."""
        return self.page_metadata.page + self.page_metadata.has_next


class UsaSpending(Api):
    """Awards whose description holds one of the keywords, or to one of the recipients."""

    api: Literal["usaspending"]
    keywords: tuple[str, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ("contracts", "grants", "loans")

    answer_type: ClassVar[type[Answer]] = Awards
    row_type: ClassVar[type[Row]] = Award

    @property
    def topics(self) -> tuple[str, ...]:
        """A call a group."""
        return self.groups

    def ask(self, page: Page, window: Window) -> IndexAsk:
        """Largest first; a POST is known by what it asks, as web archives know one."""
        address = f"{window.base}/api/v2/search/spending_by_award/"
        body = {
            "filters": {
                "award_type_codes": CODES[page.topic],
                "keywords": self.keywords,
                "time_period": [
                    {"start_date": f"{window.since:%Y-%m-%d}", "end_date": f"{window.now:%Y-%m-%d}"}
                ],
            },
            "fields": FIELDS,
            "page": page.number,
            "limit": PER_PAGE,
            "sort": "Award Amount",
            "order": "desc",
        }
        known_by = {"__wb_method": "POST", "group": page.topic, "page": page.number}
        return IndexAsk(url=address, body=json.dumps(body), name=f"{address}?{urlencode(known_by)}")
