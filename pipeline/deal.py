"""A deal as the warehouse holds it: many documents' claims resolved into one, with its life."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.claims import Confidence, Currency
from pipeline.frozen import Frozen, Instant
from pipeline.vocabulary import DealType, Qualifier, Role, Status, Tier


class DealParty(Frozen):
    """A party of a deal under the name chosen for it."""

    name: str
    role: Role
    entity_id: str | None = None


class Citation(Frozen):
    """The sentence behind a number, and where it stands.

    `start` and `end` count characters of the document's text.
    """

    document_id: str
    url: str
    title: str | None
    source: str
    tier: Tier
    published_at: Instant | None
    start: int
    end: int
    quote: str
    fact: str = ""
    """What the sentence carries, for a person: "value USD 9000000000 (about)"."""
    before: str = ""
    """Text just before the sentence, for context."""
    after: str = ""
    headline_only: bool = False
    """Only title and summary were read: the page was left alone, or is for subscribers."""

    @property
    def told_by(self) -> str:
        """The source, for a person: "reuters, headline only"."""
        return f"{self.source}, headline only" if self.headline_only else self.source


class Deal(Frozen):
    """One deal in its latest (or asked-for) revision."""

    id: str
    revision: int
    type: DealType
    status: Status
    parties: tuple[DealParty, ...]
    announced_on: date | None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    currency: Currency | None = None
    qualifier: Qualifier | None = None
    value_usd: Decimal | None = None
    """Mid of the range at the rate of the announcement date."""
    capacity_mw: Decimal | None = None
    chips: Decimal | None = None
    known_at: Instant
    source_count: int
    confidence: Confidence | None = None
    """That of the surest claim; None where no reader said."""
    citations: tuple[Citation, ...] = ()
