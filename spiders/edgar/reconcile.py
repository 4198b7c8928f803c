"""What EDGAR's indexes list of the wanted filings, against what landed: what a round missed shows here."""

from __future__ import annotations

from collections import Counter
from datetime import date
from threading import Event

from pipeline.errors import BadSettingError
from pipeline.frozen import Frozen
from pipeline.reports import CrawlReport
from pipeline.settings import Settings
from spiders.crawl import crawl, find_source
from spiders.edgar.filed import Filed, wanted_of
from spiders.edgar.memory import Listed
from spiders.edgar.span import Span
from spiders.ledger import Ledger, State
from spiders.sources import Source, SourceKind


class DayAndForm(Frozen):
    """Counts of the accessions of one form in the index of one day; the last four add up to `listed`."""

    day: date
    form: str
    listed: int
    landed: int
    pending: int
    given_up: int
    """Refused or given up: known, and not asked for again."""
    missing: int


class Reconciliation(Frozen):
    """One source's indexes of a span of days against its ledger."""

    source: str
    span: Span
    rows: tuple[DayAndForm, ...]
    missing: tuple[Filed, ...]
    """Accessions that no feed and no submissions index has named to us."""
    queued: int
    """Of the missing, those now pending; the next round asks for them."""
    crawl: CrawlReport
    """How the indexes answered."""


def reconcile(
    name: str, settings: Settings, span: Span, *, queue: bool = False, stop: Event | None = None
) -> Reconciliation:
    """Reads the indexes of the span, compares, and with `queue` makes what is missing pending.

    Raises what `crawl` raises, and BadSettingError for a source that is not of kind edgar.
    """
    source = find_source(name, settings)
    if source.kind is not SourceKind.EDGAR:
        raise BadSettingError(f"{name} is no source of kind edgar: it has no index to reconcile with")
    report = crawl(name, settings, span=span, stop=stop)
    with Ledger(settings.ledger_path) as ledger:
        listed = _wanted(source, ledger.listings.between(name, span.first, span.last))
        missing = [one for one in listed if one.state is None]
        queued = _queue(source, ledger, missing) if queue else 0
    return Reconciliation(
        source=name,
        span=span,
        rows=_count(listed),
        missing=tuple(one.filed for one in missing),
        queued=queued,
        crawl=report,
    )


def _wanted(source: Source, listed: list[Listed]) -> list[Listed]:
    wanted = {filed.accession for filed in wanted_of(source, (one.filed for one in listed))}
    return [one for one in listed if one.filed.accession in wanted]


def _queue(source: Source, ledger: Ledger, missing: list[Listed]) -> int:
    assert source.archive_url is not None
    leads = [one.filed.lead(archive_url=source.archive_url, found_in=one.found_in) for one in missing]
    return len(ledger.add_leads(source.name, leads))


def _count(listed: list[Listed]) -> tuple[DayAndForm, ...]:
    counts = Counter((one.day, one.filed.form, one.state) for one in listed)
    keys = sorted({(day, form) for day, form, _ in counts})
    return tuple(
        DayAndForm(
            day=day,
            form=form,
            listed=sum(counts[day, form, state] for state in (None, *State)),
            landed=counts[day, form, State.LANDED],
            pending=counts[day, form, State.PENDING],
            given_up=counts[day, form, State.GIVEN_UP] + counts[day, form, State.REFUSED],
            missing=counts[day, form, None],
        )
        for day, form in keys
    )
