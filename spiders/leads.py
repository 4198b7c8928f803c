"""What a feed or an index gives: addresses worth fetching, and what it said about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urljoin

from pydantic import field_validator

from pipeline.capture import CaptureKind, Problem
from pipeline.frozen import Frozen
from pipeline.vocabulary import QuarantineReason
from spiders.urls import canonical_url

MAX_SAID = 2000
"""Characters of a title or summary that travel with a capture; the feed itself is archived whole."""

MAX_TOLD = 200
"""Broken entries that a note lists one by one; of the others it says how many there were."""
MAX_DETAIL = 500
"""Characters said of a problem. With `MAX_TOLD` it keeps a note far below what its readers take."""


class Lead(Frozen):
    """An address worth fetching; the fields have the meaning they have in CaptureNote.

    What a publisher says of it is cut to what travels with a capture, and holds no half of a character.
    """

    url: str
    kind: CaptureKind
    found_in: str
    title: str | None = None
    stated_time: str | None = None
    summary: str | None = None
    accession: str | None = None
    cik: str | None = None
    company: str | None = None
    form: str | None = None
    items: tuple[str, ...] = ()
    is_for_subscribers: bool = False
    """The publisher says that not everybody may read the page: what it says here is all that is taken."""

    @field_validator("title", "stated_time", "summary", "company", mode="before")
    @classmethod
    def _bounded(cls, said: object) -> object:
        return said[:MAX_SAID].encode("utf-8", "replace").decode() if isinstance(said, str) else said


def article_lead(
    link: str | None,
    *,
    found_in: str,
    title: str | None,
    stated_time: str | None,
    summary: str | None,
    base: str | None = None,
) -> Lead | Problem:
    """What an entry of a feed, of whatever form, leads to; a problem where its link cannot be followed.

    Links are relative to `base`, else to the feed: "http://", "#top" and the like say no more than that.
    """
    named = f"entry {title!r}" if title else "entry without a title"
    if link is None:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named} has no link")
    try:
        url = canonical_url(urljoin(base or found_in, link))
        if _is_any(url, found_in, base):
            raise ValueError(f"its link is no address of its own, but leads back to {url}")
    except ValueError as error:
        return Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=f"{named}: {error}")
    return Lead(
        url=url,
        kind=CaptureKind.ARTICLE,
        found_in=found_in,
        title=title,
        stated_time=stated_time,
        summary=summary or None,
    )


def _is_any(url: str, *addresses: str | None) -> bool:
    for address in addresses:
        with suppress(ValueError):
            if address and canonical_url(address) == url:
                return True
    return False


class IndexAsk(Frozen):
    """One request for a feed, a sitemap or a page of an API's answer."""

    url: str
    body: str | None = None
    """JSON to post; None asks with GET."""
    name: str = ""
    """The address under which ledger and landing know it, where `url` changes from round to round."""

    @property
    def key(self) -> str:
        """What the answer is known by."""
        return self.name or self.url


class IndexReading(Frozen):
    """What one feed or index gave."""

    leads: tuple[Lead, ...] = ()
    kind: CaptureKind | None = None
    """What it is archived as, where it is no feed or index."""
    problems: tuple[Problem, ...] = ()
    entries: int = 0
    """Entries it held, readable or not."""
    is_broken: bool = False
    """Not all of it was read, or nothing of it can be relied on; its validators must not be remembered."""
    further: tuple[IndexAsk, ...] = ()
    """Further parts it names, to be asked for in the same round; so it must come in full each time."""
    passed_over: Mapping[str, int] = {}
    """Entries that were not followed, by reason."""

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems as a note lists them: of the broken entries the first, then how many more."""
        broken = [one for one in self.problems if one.reason is QuarantineReason.MALFORMED_ENTRY]
        listed = [one for one in self.problems if one.reason is not QuarantineReason.MALFORMED_ENTRY]
        listed += broken[:MAX_TOLD]
        if more := broken[MAX_TOLD:]:
            detail = f"{len(more)} more entries like these are not listed"
            listed.append(Problem(reason=QuarantineReason.MALFORMED_ENTRY, detail=detail))
        return tuple(one.model_copy(update={"detail": one.detail[:MAX_DETAIL]}) for one in listed)


def read_entries(read: Sequence[Lead | Problem]) -> IndexReading:
    """The reading of a feed whose entries were read one by one: of those with one address the last."""
    leads = {one.url: one for one in read if isinstance(one, Lead)}
    problems = tuple(one for one in read if isinstance(one, Problem))
    return IndexReading(leads=tuple(leads.values()), problems=problems, entries=len(read))


def no_entries(why: str) -> IndexReading:
    """The reading of what is no feed."""
    problem = Problem(reason=QuarantineReason.MALFORMED_FEED, detail=f"no entries to be had: {why}"[:500])
    return IndexReading(problems=(problem,), is_broken=True)
