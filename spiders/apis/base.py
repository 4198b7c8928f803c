"""What all JSON APIs have in common: pages of an answer, rows in a page, a lead from each row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.capture import CaptureKind, Problem
from pipeline.frozen import Frozen
from pipeline.vocabulary import QuarantineReason
from spiders.leads import IndexAsk, IndexReading, Lead
from spiders.urls import canonical_url

MAX_PAGES = 10
"""Of one topic in one round; what an API still has beyond them is noted as a problem of the last."""


class Window(NamedTuple):
    """Where and from when on a round asks."""

    base: str
    """Scheme and host of the API."""
    since: datetime
    now: datetime


class Page(NamedTuple):
    """One page of the answer about one topic; pages count from 1."""

    topic: str
    number: int = 1


class Entry(NamedTuple):
    """What one row says about one document, as stated."""

    link: str
    """An address, or a path at the API's host."""
    title: str | None = None
    stated_time: str | None = None
    summary: str | None = None
    company: str | None = None


class Loose(BaseModel):
    """The part of an answer that we read; APIs add fields from time to time."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Row(Loose, ABC):
    """One row of an answer."""

    @abstractmethod
    def entry(self) -> Entry:
        """The document it names. Raises ValueError."""


class Answer(Loose, ABC):
    """One page of an answer."""

    @property
    @abstractmethod
    def rows(self) -> tuple[Any, ...]:
        """Its rows, not yet looked at."""

    @property
    def pages(self) -> int:
        """How many pages there are, as far as this one tells."""
        return 1

    def lacks(self) -> str | None:
        """What it withholds, where it says so or shows it; there is no way to ask for that."""
        return None


class Api(Frozen, ABC):
    """One JSON API and what is asked of it, the `query` of a source file; each subclass has its own file."""

    answer_type: ClassVar[type[Answer]]
    row_type: ClassVar[type[Row]]

    @property
    @abstractmethod
    def topics(self) -> tuple[str, ...]:
        """What is asked about, a call each."""

    @abstractmethod
    def ask(self, page: Page, window: Window) -> IndexAsk:
        """The request for one page."""

    def pages(self, window: Window) -> Iterator[tuple[Page, IndexAsk]]:
        """The first page of each topic."""
        for topic in self.topics:
            page = Page(topic)
            yield page, self.ask(page, window)

    def wants(self, row: Row) -> bool:  # noqa: ARG002 - subclasses look at it
        """Whether a row that the API gave is one of those asked for."""
        return True

    def lead(self, row: Any, found_in: str, window: Window) -> Lead:
        """The document a row names. Raises ValueError."""
        return _lead(row.entry(), found_in, window.base)

    def parse(self, body: bytes) -> Answer:
        """One answer. Raises ValueError for one that is not of the API's shape."""
        return self.answer_type.model_validate_json(body)

    def read(self, body: bytes, *, page: Page, url: str, window: Window) -> IndexReading:
        """The rows of one page as leads; never raises for bad bytes.

        A row that cannot be read is a problem of its own. An answer that is not of the API's shape is one
        whole: some APIs tell of an error in words, with status 200.
        """
        try:
            answer = self.parse(body)
        except ValueError as error:
            said = body[:120].decode("utf-8", "replace").strip()
            why = f"no answer of {self.answer_type.__module__}: {_told(error)}; it begins {said!r}"
            return IndexReading(problems=(malformed(why),), is_broken=True)
        leads: dict[str, Lead] = {}
        problems = []
        unwanted = 0
        for number, raw in enumerate(answer.rows, 1):
            try:
                row = self.row_type.model_validate(raw)
                if not self.wants(row):
                    unwanted += 1
                else:
                    lead = self.lead(row, url, window)
                    leads[lead.url] = lead
            except ValueError as error:
                detail = f"row {number}{_named(raw)}: {_told(error)}"
                problems.append(_problem(QuarantineReason.MALFORMED_ENTRY, detail))
        is_last = page.number >= MAX_PAGES
        more = page.number < answer.pages
        lack = answer.lacks() or (f"more than {MAX_PAGES} pages" if more and is_last else None)
        if lack:
            problems.append(_problem(QuarantineReason.TOO_LARGE, f"{page.topic}: {lack}"))
        next_page = page._replace(number=page.number + 1)
        return IndexReading(
            leads=tuple(leads.values()),
            problems=tuple(problems),
            entries=len(answer.rows),
            is_broken=lack is not None,
            further=(self.ask(next_page, window),) if more and not is_last else (),
            passed_over={"not_asked_for": unwanted} if unwanted else {},
        )


def malformed(detail: str) -> Problem:
    """The problem of an answer that is none of the API's."""
    return _problem(QuarantineReason.MALFORMED_FEED, detail)


def _lead(entry: Entry, found_in: str, base: str) -> Lead:
    return Lead(
        url=canonical_url(urljoin(base, entry.link)),
        kind=CaptureKind.ARTICLE,
        found_in=found_in,
        title=" ".join((entry.title or "").split()) or None,
        stated_time=entry.stated_time,
        summary=entry.summary or None,
        company=entry.company,
    )


def _named(raw: object) -> str:
    title = raw.get("title") if isinstance(raw, dict) else None
    return f" ({title[:80]!r})" if isinstance(title, str) else ""


def _told(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".lstrip(": ")


def _problem(reason: QuarantineReason, detail: str) -> Problem:
    return Problem(reason=reason, detail=detail[:500])
