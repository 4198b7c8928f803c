"""What one document says: deals, figures and topics, each tied to the sentences it came from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from pipeline.document import Document, Quarantined, Signature
from pipeline.frozen import Frozen
from pipeline.ids import content_id
from pipeline.vocabulary import (
    ROLES,
    TOPICS,
    AmountKind,
    Basis,
    DealType,
    FigureKind,
    Qualifier,
    RefusalReason,
    Role,
    Status,
    TopicBasis,
    TopicKind,
)

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217 code."""

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""ISO 8601 date that may stop at the month or the year."""

Confidence = Annotated[float, Field(ge=0, le=1)]
"""The chance that a claim is right, calibrated: of the claims given 0.8, eight in ten are."""

LARGEST_NUMBER = Decimal(10) ** 18
"""The most that a claim may state, in whatever unit: far beyond any sum, and within DECIMAL(38, 6)."""

DECIMAL_PLACES = 6


def _storable(number: Decimal) -> Decimal:
    """The number to the decimal places that batches and the warehouse keep."""
    if abs(number) > LARGEST_NUMBER:
        raise ValueError(f"a number must not exceed {LARGEST_NUMBER:.0e}")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMAL_PLACES:
        return number.quantize(Decimal(1).scaleb(-DECIMAL_PLACES))
    return number


Number = Annotated[Decimal, AfterValidator(_storable)]
"""A finite number, rounded to six decimal places, of at most LARGEST_NUMBER either way."""


class Stated(Frozen):
    """Something found at `text[start:end]` of its document; offsets count characters."""

    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a span must hold at least one character")
        return self

    def within(self, other: Stated) -> bool:
        """Whether this span lies inside the other."""
        return other.start <= self.start and self.end <= other.end


class Evidence(Stated):
    """A sentence of the document, quoted to the letter."""

    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _quote_fits_span(self) -> Self:
        if len(self.quote) != self.end - self.start:
            raise ValueError("a quote must be exactly the text of its span")
        return self


class Party(Stated):
    """A named party in one role; `name` as the text writes it, without article and possessive."""

    name: str = Field(min_length=1)
    role: Role
    entity_id: str | None = None
    """Key of the alias data, None for a name nobody has prepared for."""


class Range(Stated):
    """A number or range as stated, `low == high` for a single number, with its hedge."""

    low: Number
    high: Number
    qualifier: Qualifier = Qualifier.EXACT
    as_written: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not exceed high")
        return self


class Amount(Range):
    """Money of a deal, in whole units of its currency."""

    currency: Currency
    kind: AmountKind = AmountKind.VALUE


class ChipCount(Range):
    """Chips of a deal, in pieces."""

    product: str | None = None


class Capacity(Range):
    """Electric power of a deal; `low` and `high` in MW."""


def _check_quoted(evidence: tuple[Evidence, ...], facts: Iterable[Stated]) -> None:
    for fact in facts:
        if not any(fact.within(sentence) for sentence in evidence):
            raise ValueError(f"no evidence sentence holds the span {fact.start}-{fact.end}")


class DealClaim(Frozen):
    """One transaction as one document tells it.

    `evidence[0]` is the sentence that tells the deal; further sentences hold further facts. Every
    party and number lies inside one of them: a claim that cannot be quoted cannot be built.
    """

    document_id: str
    type: DealType
    status: Status
    parties: tuple[Party, ...] = ()
    amounts: tuple[Amount, ...] = ()
    chips: tuple[ChipCount, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    term_years: Number | None = None
    date: PartialDate | None = None
    places: tuple[str, ...] = ()
    round: str | None = None
    program: str | None = None
    confidence: Confidence | None = None
    """That the text tells a deal of this type with these principal parties; None where no reader said."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_type_and_is_quoted(self) -> Self:
        allowed = ROLES[self.type].all
        for party in self.parties:
            if party.role not in allowed:
                raise ValueError(f"{self.type} has no role {party.role}")
        _check_quoted(self.evidence, (*self.parties, *self.amounts, *self.chips, *self.capacity))
        return self

    @property
    def id(self) -> str:
        """Id from what is claimed and where; the order of parties does not count."""
        parties = sorted(f"{p.role}={p.name}" for p in self.parties)
        first = self.evidence[0]
        return content_id("deal_claim", self.document_id, self.type, f"{first.start}-{first.end}", *parties)


class FigureClaim(Range):
    """A number about one party, site or market segment.

    `unit` is an ISO 4217 code, `fraction` (0.10 for 10 %), `count` or `MW`; for kind `other` as stated.
    `entities` are the names the number is about, several for a group of firms together.
    """

    document_id: str
    kind: FigureKind
    entities: tuple[str, ...] = ()
    entity_ids: tuple[str, ...] = ()
    segment: str | None = None
    product: str | None = None
    period: str | None = None
    unit: str
    basis: Basis = Basis.ACTUAL
    confidence: Confidence | None = None
    """That the number is such a figure of such a party or segment; None where no reader said."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_quoted(self) -> Self:
        _check_quoted(self.evidence, (self,))
        return self

    @property
    def id(self) -> str:
        """Id from what is claimed and where."""
        about = (*self.entities, self.segment or "", self.period or "")
        return content_id("figure_claim", self.document_id, self.kind, f"{self.start}-{self.end}", *about)


class Topic(Frozen):
    """A segment or theme that a document, or one deal of it, concerns.

    `evidence` quotes the words that show it, at most the first few of `mentions` (sentences that hold
    such words); a topic of a deal that nothing but its type or document shows quotes what that rests on.
    """

    document_id: str
    deal_claim_id: str | None = None
    """None for a topic of the document as a whole."""
    kind: TopicKind
    value: str
    basis: TopicBasis = TopicBasis.WORDS
    mentions: int = Field(default=1, ge=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        if self.value not in TOPICS[self.kind]:
            raise ValueError(f"{self.value!r} is no {self.kind}")
        return self


class Refusal(Stated):
    """Something the extractor saw and declined to turn into a claim, with the reason."""

    document_id: str
    reason: RefusalReason
    subject: str
    """What was seen: "money", "chips", "power", "deal", "document"."""
    as_written: str
    detail: str = ""


class Extraction(Frozen):
    """All that one run of one extractor version read out of some captures."""

    version: str
    documents: tuple[Document, ...] = ()
    signatures: tuple[Signature, ...] = ()
    deals: tuple[DealClaim, ...] = ()
    figures: tuple[FigureClaim, ...] = ()
    topics: tuple[Topic, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
