"""One round over one source: what becomes of each answer, in the landing, in the ledger and in the counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pipeline.capture import CaptureKind, CaptureNote, Problem
from pipeline.reports import CrawlReport
from pipeline.vocabulary import QuarantineReason
from spiders.landing import Landing
from spiders.leads import IndexReading, Lead
from spiders.ledger import Ledger, State, Validators
from spiders.received import Received
from spiders.sources import Source
from spiders.urls import canonical_url, host_of

MAX_TRIES = {
    QuarantineReason.NOT_FOUND: 3,
    QuarantineReason.TRUNCATED: 3,
    QuarantineReason.UNAVAILABLE: 20,
}
"""Rounds after which a story is given up; an accession never is, for the index that names it comes first."""

RESTING = "long_missing"
"""Accessions not asked for in this round because they have been asked for in vain too often."""

NOT_SAID = {"url", "kind", "is_for_subscribers"}
"""Fields of a lead that its note does not repeat."""

GONE_FOR_GOOD = frozenset({QuarantineReason.TOO_LARGE})


class Round:
    """Takes what a spider fetched; knows neither Scrapy nor parsing."""

    def __init__(self, source: Source, ledger: Ledger, landing: Landing, *, max_bytes: int) -> None:
        self.source = source
        self.ledger = ledger
        self._landing = landing
        self._max_bytes = max_bytes
        self._counts: Counter[str] = Counter()
        self._quarantined: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._unanswered: dict[str, str] = {}
        self._landing_now: set[str] = set()

    def owed(self) -> Iterator[Lead]:
        """What earlier rounds still owe and may be asked again, in at most half of the round's requests."""
        due = self.ledger.pending(self.source.name, by=datetime.now(UTC))
        if resting := len(self.ledger.pending(self.source.name)) - len(due):
            self._refused[RESTING] += resting
        return self.afford(due[: max(1, self.source.pages_per_round // 2)])

    def afford(self, leads: Iterable[Lead]) -> Iterator[Lead]:
        """Those of the leads that this round still has requests for; the rest wait in the ledger."""
        for lead in leads:
            if self._counts["asked"] < self.source.pages_per_round and self._may_follow(lead):
                self._counts["asked"] += 1
                yield lead

    def take_index(
        self, url: str, kind: CaptureKind, received: Received, body: bytes, reading: IndexReading
    ) -> list[Lead]:
        """Lands a feed or index that changed; returns the leads that are new.

        `body` is `received.body` decoded. Its validators are remembered only if all of it was read, and
        after it has landed: what a crash loses is asked for again.
        """
        if damage := received.problem(self._max_bytes):
            # The cut goes through its last entry: half a link is a wrong link.
            reading = reading.model_copy(update={"leads": reading.leads[:-1], "problems": (damage,)})
        problems = self._news(url, *reading.told)
        self._count_entries(reading)
        digest = hashlib.sha256(body).hexdigest()
        if problems or digest != self.ledger.validators(url).digest:
            self._land(self._note(kind, url, received, problems=problems), received)
        new = self.ledger.add_leads(self.source.name, reading.leads)
        self._refused.update(reading.passed_over)
        if damage or reading.is_broken or reading.further:
            self.ledger.answered(
                self.source.name, url, validators=Validators(digest=digest), entries=reading.entries
            )
        else:
            self.ledger.forget_failures(self.source.name, url)
            validators = Validators(received.header("ETag"), received.header("Last-Modified"), digest)
            self.ledger.answered(self.source.name, url, validators=validators, entries=reading.entries)
        self._counts["answered"] += 1
        return new

    def _count_entries(self, reading: IndexReading) -> None:
        self._counts["entries"] += reading.entries
        self._counts["broken"] += reading.is_broken
        self._counts["unreadable_entries"] += sum(
            problem.reason is QuarantineReason.MALFORMED_ENTRY for problem in reading.problems
        )

    def index_unchanged(self, url: str) -> None:
        """A 304."""
        self._counts["answered"] += 1
        self._counts["not_modified"] += 1
        self.ledger.answered(self.source.name, url)

    def index_failed(self, url: str, kind: CaptureKind, problem: Problem, received: Received | None) -> None:
        """A feed or index that answered something else than itself, or nothing."""
        self._unanswered[url] = problem.detail
        self._land_problem(self._note(kind, url, received, problems=(problem,)), received)

    def index_refused(self, url: str, reason: str) -> None:
        """A feed or index that may not be asked."""
        self._unanswered[url] = f"not asked: {reason}"
        self.refuse(reason)

    async def take_page(self, lead: Lead, url: str, received: Received) -> None:
        """Lands an article or submission, once; `url` is the one that answered, after redirects.

        One that a redirect led off the hosts of the source is refused, as a lead there would be.
        What arrived damaged lands too, labelled, and is asked for again in later rounds.
        """
        if self._is_off_site(url):
            self.refuse("off_site", lead)
            return
        final = lead.url if url == lead.url else canonical_url(url)
        if final in self._landing_now or self.ledger.is_landed(final):
            # Brought by another address that led here, which may have come after this one was asked for.
            self.ledger.settle(self.source.name, lead, State.LANDED, f"same as {final}")
            return
        if damage := received.problem(self._max_bytes):
            note = self._note(lead.kind, final, received, lead=lead, problems=(damage,))
            self._counts["landed"] += self._land_problem(note, received)
            self._settle_failure(lead, damage)
            return
        self._landing_now.add(final)
        try:
            await self._landing.write_aside(self._note(lead.kind, final, received, lead=lead), received)
            self._settle_landed(lead, final, str(received.status))
        finally:
            self._landing_now.discard(final)
        self._counts["landed"] += 1

    def _settle_landed(self, lead: Lead, final: str, outcome: str) -> None:
        with self.ledger.at_once():
            self.ledger.settle(self.source.name, lead, State.LANDED, outcome)
            self.ledger.forget_failures(self.source.name, lead.url)
            if final != lead.url:
                self.ledger.forget_failures(self.source.name, final)
                target = Lead(url=final, kind=lead.kind, found_in=lead.url)
                self.ledger.settle(self.source.name, target, State.LANDED, outcome)

    def take_recovered(self, notes: Iterable[CaptureNote]) -> None:
        """What a crashed round landed and could no longer tell the ledger is not asked for again.

        That round has no report, so all that it landed counts as landed in this one.
        """
        for note in notes:
            if not note.found_in or note.problems:
                continue
            self._counts["landed"] += 1
            if not self.ledger.is_landed(note.url):
                lead = Lead(url=note.url, kind=note.kind, found_in=note.found_in, accession=note.accession)
                self.ledger.settle(self.source.name, lead, State.LANDED, "recovered")

    def page_failed(self, lead: Lead, problem: Problem, received: Received | None) -> None:
        """No article, no submission: noted the first time, tried again later while it makes sense."""
        note = self._note(lead.kind, lead.url, received, lead=lead, problems=(problem,))
        self._land_problem(note, received)
        self._settle_failure(lead, problem)

    def _settle_failure(self, lead: Lead, problem: Problem) -> None:
        limit = MAX_TRIES.get(problem.reason, 1)
        is_over = not lead.accession and self.ledger.tries(lead.url) + 1 >= limit
        state = State.GIVEN_UP if is_over or problem.reason in GONE_FOR_GOOD else State.PENDING
        self.ledger.settle(self.source.name, lead, state, problem.detail)

    def refuse(self, reason: str, lead: Lead | None = None) -> None:
        """A request that was never sent, and never will be for this address."""
        self._refused[reason] += 1
        if lead is not None:
            self.ledger.settle(self.source.name, lead, State.REFUSED, reason)

    def put_off(self, reason: str, lead: Lead) -> None:
        """A request that its host had no turn for: a later round sends it."""
        self._refused[reason] += 1
        self.ledger.put_off(lead)

    def report(self, *, fetched: int) -> CrawlReport:
        """The counts so far; complete once the landing is closed."""
        return CrawlReport(
            source=self.source.name,
            fetched=fetched,
            not_modified=self._counts["not_modified"],
            landed=self._counts["landed"],
            quarantined=dict(self._quarantined),
            refused=dict(self._refused),
            answered=self._counts["answered"],
            entries=self._counts["entries"],
            unreadable_entries=self._counts["unreadable_entries"],
            broken=self._counts["broken"],
            unanswered=dict(self._unanswered),
            segments=tuple(self._landing.segments),
        )

    def _may_follow(self, lead: Lead) -> bool:
        if self.source.headline_only or lead.is_for_subscribers:
            self._take_headline(lead)
        elif self._is_off_site(lead.url):
            self.refuse("off_site", lead)
        else:
            return True
        return False

    def _take_headline(self, lead: Lead) -> None:
        """Lands what the feed said, where that is anything, instead of the page."""
        if not lead.title:
            self.refuse("headline_only", lead)
            return
        self._land(self._note(CaptureKind.HEADLINE, lead.url, None, lead=lead), None)
        self.ledger.settle(self.source.name, lead, State.LANDED, "headline only")
        self._counts["landed"] += 1

    def _is_off_site(self, url: str) -> bool:
        return bool(self.source.hosts) and host_of(url) not in self.source.hosts

    def _news(self, url: str, *problems: Problem | None) -> tuple[Problem, ...]:
        return tuple(p for p in problems if p and not self.ledger.knows_problem(self.source.name, url, p))

    def _land(self, note: CaptureNote, received: Received | None) -> None:
        self._landing.write(note, received)
        for problem in note.problems:
            self.ledger.add_problem(self.source.name, note.url, problem)
            self._quarantined[problem.reason.value] += 1

    def _land_problem(self, note: CaptureNote, received: Received | None) -> bool:
        """Whether it was news, and so was landed."""
        is_news = bool(self._news(note.url, *note.problems))
        if is_news:
            self._land(note, received)
        return is_news

    def _note(
        self,
        kind: CaptureKind,
        url: str,
        received: Received | None,
        *,
        lead: Lead | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> CaptureNote:
        said = lead.model_dump(exclude=NOT_SAID, exclude_defaults=True) if lead else {}
        return CaptureNote(
            source=self.source.name,
            url=url,
            kind=kind,
            fetched_at=received.at if received else datetime.now(UTC),
            tier=self.source.tier,
            document_kind=self.source.document_kind,
            country=self.source.country,
            zone=self.source.zone,
            problems=problems,
            **said,
        )
