"""A span of days, and the quarters by which EDGAR files its indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import model_validator

from pipeline.frozen import Frozen


class Span(Frozen):
    """First and last day, both counted; `is_full` asks for the quarters' full indexes, not for daily ones."""

    first: date
    last: date
    is_full: bool = False

    @model_validator(mode="after")
    def _is_in_order(self) -> Span:
        if self.last < self.first:
            raise ValueError(f"ends on {self.last}, before it begins on {self.first}")
        return self

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Every day of it."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def index_urls(self, archive_url: str) -> Iterator[str]:
        """The full index of each quarter, or the listing of its daily ones (a holiday has none)."""
        kind, name = ("full-index", "master.gz") if self.is_full else ("daily-index", "index.json")
        for year, quarter in dict.fromkeys((day.year, (day.month + 2) // 3) for day in self.days()):
            yield f"{archive_url}/Archives/edgar/{kind}/{year}/QTR{quarter}/{name}"
