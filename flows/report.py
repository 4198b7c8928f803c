"""What one update did, in numbers a person can read and a program can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field

from pipeline.frozen import Frozen, Instant
from pipeline.reports import CrawlReport, ExtractReport, LoadReport, PublishReport


class Failure(Frozen):
    """A step that failed while the others went on."""

    step: str
    subject: str
    """Which source or segment; empty where a step has only one."""
    message: str


class MailReport(Frozen):
    """What left the building, or why nothing did."""

    deals: int = 0
    subject: str = ""
    sent_to: tuple[str, ...] = ()
    outbox: Path | None = None
    unsure: tuple[str, ...] = ()
    """Message-IDs that an interrupted update reserved without telling whether they were sent."""


class UpdateReport(Frozen):
    """One round over the sources."""

    crawls: tuple[CrawlReport, ...] = ()
    not_due: Mapping[str, Instant] = Field(default_factory=dict)
    """Sources left out because they answered within their cadence, and when each is due, soonest first."""
    batches: tuple[ExtractReport, ...] = ()
    loaded: LoadReport | None = None
    published: PublishReport | None = None
    page: Path | None = None
    mail: MailReport | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def quarantined(self) -> Mapping[str, int]:
        """What could not be read in this round, by reason, most frequent first."""
        return sum_counts(batch.quarantined for batch in self.batches)

    @property
    def is_cut_off(self) -> bool:
        """Whether sources were asked and none answered; few dead ones say little if most were left out."""
        is_silent = not any(crawl.answered for crawl in self.crawls)
        return is_silent and len(self.unanswered) > len(self.not_due)

    @property
    def unanswered(self) -> Mapping[str, str]:
        """Sources whose feeds or indexes did not all answer: how many did not, the first, and why."""
        return {crawl.source: _silence(crawl) for crawl in self.crawls if crawl.unanswered}

    def read_total(self, name: str) -> int:
        """Sum over the batches of one of ExtractReport's counts."""
        return sum(getattr(batch, name) for batch in self.batches)


def sum_counts(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """Counts added key by key, most frequent first."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total.most_common())


def told(counts: Mapping[str, int]) -> str:
    """ "3 not_found, 1 empty"; "none" where there is nothing."""
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def waiting_words(report: UpdateReport) -> str:
    """How many sources were left out, and when the first of them is due; "" where none was."""
    if not report.not_due:
        return ""
    name, at = next(iter(report.not_due.items()))
    sources = "1 source" if len(report.not_due) == 1 else f"{len(report.not_due)} sources"
    return f"{sources} asked lately and left out; next is {name} at {at:%H:%M} UTC"


def read_words(report: UpdateReport) -> str:
    """What was read and what was not, in one line."""
    names = {
        "documents": "documents",
        "relevant": "relevant",
        "deals": "deal claims",
        "figures": "figure claims",
        "refusals": "refused",
    }
    counts = ", ".join(f"{report.read_total(name)} {words}" for name, words in names.items())
    return f"{counts}, in {len(report.batches)} batches"


def to_markdown(report: UpdateReport) -> str:
    """The report as the artifact beside the run in Prefect's pages."""
    rows = [
        f"| {c.source} | {c.fetched} | {c.not_modified} | {c.landed} | {told(c.refused)} |"
        for c in report.crawls
    ]
    head = "| source | fetched | not modified | landed | refused |\n|---|---:|---:|---:|---|"
    parts = [
        "\n".join([head, *rows]),
        f"Read: {read_words(report)}; quarantined: {told(report.quarantined)}.",
    ]
    if report.not_due:
        parts.append(f"Not due: {waiting_words(report)}.")
    if report.loaded is not None:
        parts.append("New in the warehouse: " + told(_counts(report.loaded)) + ".")
    if report.published is not None:
        parts.append(f"Published {report.published.deals} deals and {report.published.figures} figures.")
    if report.mail is not None and report.mail.deals:
        parts.append(f"Mailed {report.mail.deals} deals.")
    parts += [f"**{source} did not answer**: {why}" for source, why in report.unanswered.items()]
    parts += [f"**{f.step} {f.subject} failed**: {f.message}" for f in report.failures]
    return "\n\n".join(parts)


def _silence(crawl: CrawlReport) -> str:
    silent = len(crawl.unanswered)
    url, why = next(iter(crawl.unanswered.items()))
    return f"{silent} of {silent + crawl.answered}: {url}: {why}"


def _counts(loaded: LoadReport) -> Mapping[str, int]:
    return {name: number for name, number in loaded.model_dump().items() if number}
