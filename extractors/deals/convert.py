"""From a record to a DealClaim: every party and number with the sentence that states it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from spacy.tokens import Doc, Span

from extractors.deals.attaching import Attachment
from extractors.deals.dates import stated_date
from extractors.deals.mentions import Holder
from extractors.deals.merging import Record
from extractors.deals.rounds import stated_programme, stated_round
from extractors.extensions import PLACES, QUANTITIES
from extractors.quantity import Quantity, QuantityKind
from pipeline.claims import Amount, Capacity, ChipCount, DealClaim, Evidence, Party
from pipeline.vocabulary import ROLES, DealType, Role, Status

TERMED = frozenset(
    {
        DealType.LEASE,
        DealType.CLOUD_CONTRACT,
        DealType.POWER_AGREEMENT,
        DealType.SUPPLY_CONTRACT,
        DealType.DEBT_FINANCING,
        DealType.PUBLIC_FUNDING,
    }
)
LAPSED = frozenset({"ago", "after", "later", "old", "earlier", "before", "since"})
"""Words behind a duration that is no contract's."""
TERM_DIGITS = 2
LONGEST_TERM = 99
DOUBTFUL, FAR_SURER = 2.0, 5.0
"""Log odds of a party below which, and by how much more another in its role has, it is left out."""
LEAST_BESIDE = 1.0
"""Log odds from which a party has a role that does not identify the deal; chosen on kept-aside texts."""
INITIALS = 4
"""Letters of a country at most that is written in capitals."""
OPENING = 60
"""Words of a document that its headline and lead take up."""


class Claimer:
    """Builds claims about one doc; `programmes`: words that end the name of a public programme."""

    def __init__(self, doc: Doc, document_id: str, programmes: Collection[str]) -> None:
        self.doc, self.document_id, self._programmes = doc, document_id, programmes
        self._quantities = _by_sentence(doc, QUANTITIES)
        self._named_places = _by_sentence(doc, PLACES)
        # A sentence may tell many deals, and an endless one costs much each time.
        self._dates: dict[int, str | None] = {}
        self._quotes: dict[int, Evidence] = {}

    def claim(self, record: Record, status: Status, confidence: float) -> DealClaim:
        """The record as a claim."""
        numbers = sorted(record.numbers.values(), key=lambda number: number.span.start)
        parties = tuple(self._parties(record))
        amounts = tuple(self._amounts(numbers))
        chips = tuple(self._chips(numbers))
        capacity = tuple(self._capacity(numbers))
        told = max(record.mentions, key=lambda mention: (len(mention.holders), mention.odds)).sentence
        return DealClaim(
            document_id=self.document_id,
            type=record.type,
            status=status,
            parties=parties,
            amounts=amounts,
            chips=chips,
            capacity=capacity,
            term_years=self._term(record, told),
            date=self._date(record, told),
            places=self._places(told),
            round=self._round(record),
            program=self._program(record),
            confidence=confidence,
            evidence=tuple(self._evidence(told, [*parties, *amounts, *chips, *capacity])),
        )

    def _parties(self, record: Record) -> Iterable[Party]:
        # What is written alike is one party, whatever it was taken for, and nobody deals with himself.
        surest: dict[str, Holder] = {}
        for holder in record.holders.values():
            name = holder.argument.name
            if name not in surest or surest[name].odds < holder.odds:
                surest[name] = holder
        least = _least_odds(record)
        for (_, role), holder in sorted(record.holders.items(), key=lambda item: _order(item[1])):
            argument = holder.argument
            if holder is not surest[argument.name] or holder.odds < least[role]:
                continue
            span = self.doc[argument.start : argument.end]
            yield Party(
                name=argument.name, role=role, entity_id=argument.entity_id,
                start=span.start_char, end=span.end_char,
            )  # fmt: skip

    def _amounts(self, numbers: Iterable[Attachment]) -> Iterable[Amount]:
        for number in _of_kind(numbers, QuantityKind.MONEY):
            quantity: Quantity = number.span._.quantity
            yield Amount(currency=quantity.unit, kind=number.amount, **_range(quantity))

    def _chips(self, numbers: Iterable[Attachment]) -> Iterable[ChipCount]:
        for number in _of_kind(numbers, QuantityKind.CHIPS):
            quantity: Quantity = number.span._.quantity
            yield ChipCount(product=quantity.product, **_range(quantity))

    def _capacity(self, numbers: Iterable[Attachment]) -> Iterable[Capacity]:
        for number in _of_kind(numbers, QuantityKind.POWER):
            yield Capacity(**_range(number.span._.quantity))

    def _term(self, record: Record, told: Span) -> Decimal | None:
        """The life of a contract: the first duration of its sentence that tells no age or lapse of time
        ("five years after its float"), to the hundredth of a year."""
        if record.type not in TERMED:
            return None
        for span in self._quantities.get(told.start, ()):
            quantity: Quantity = span._.quantity
            years = quantity.kind == QuantityKind.DURATION and quantity.unit == "year" and not quantity.vague
            lapse = self.doc[span.end : span.end + 1].text.lower() in LAPSED
            if years and not lapse and 0 < quantity.low <= LONGEST_TERM:
                return round(quantity.low, TERM_DIGITS)
        return None

    def _date(self, record: Record, told: Span) -> str | None:
        """The date its sentence states; for what the first lines tell, the day of publication."""
        document = self.doc._.document
        published = document.published_at if document else None
        if told.start not in self._dates:
            self._dates[told.start] = stated_date(told.text, published)
        found = self._dates[told.start]
        if found is None and published is not None and record.mentions[0].sentence.start < OPENING:
            return str(published.date().isoformat())
        return found

    def _round(self, record: Record) -> str | None:
        """The round that the first telling to name one names."""
        if record.type != DealType.EQUITY_INVESTMENT:
            return None
        return _first(stated_round(mention.sentence.text) for mention in record.mentions)

    def _program(self, record: Record) -> str | None:
        """The public programme that the first telling to name one names."""
        if record.type != DealType.PUBLIC_FUNDING:
            return None
        return _first(stated_programme(m.sentence.text, self._programmes) for m in record.mentions)

    def _places(self, told: Span) -> tuple[str, ...]:
        """The places its sentence names, without those in capitals, which stand in a dateline; initials as
        of the UK or the UAE stay."""
        spans = self._named_places.get(told.start, ())
        written = (" ".join(span.text.split()).strip(" ,;") for span in spans)
        names = (name for name in written if len(name) <= INITIALS or not name.isupper())
        return tuple(dict.fromkeys(filter(None, names)))

    def _evidence(self, told: Span, facts: list[Party | Amount | ChipCount | Capacity]) -> Iterable[Evidence]:
        sentences = {told.start: self._quote(told)}
        for fact in facts:
            if any(fact.within(evidence) for evidence in sentences.values()):
                continue
            span = self.doc.char_span(fact.start, fact.end, alignment_mode="expand")
            assert span is not None
            first, last = self.doc[span.start].sent, self.doc[span.end - 1].sent
            both = self.doc[first.start : last.end]
            sentences[first.start] = self._quote(first) if first.end == last.end else _evidence(both)
        yield sentences.pop(told.start)
        yield from (sentences[start] for start in sorted(sentences))

    def _quote(self, sentence: Span) -> Evidence:
        if sentence.start not in self._quotes:
            self._quotes[sentence.start] = _evidence(sentence)
        return self._quotes[sentence.start]


def _first(named: Iterable[str | None]) -> str | None:
    return next(filter(None, named), None)


def _by_sentence(doc: Doc, group: str) -> dict[int, list[Span]]:
    """The spans of a group by the first word of the sentence they begin in."""
    found: dict[int, list[Span]] = {}
    for span in doc.spans.get(group, ()):
        found.setdefault(doc[span.start].sent.start, []).append(span)
    return found


def _evidence(sentence: Span) -> Evidence:
    start, end = sentence.start, sentence.end
    doc = sentence.doc
    while end - 1 > start and doc[end - 1].is_space:
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    trimmed = doc[start:end]
    return Evidence(start=trimmed.start_char, end=trimmed.end_char, quote=trimmed.text)


def _least_odds(record: Record) -> dict[Role, float]:
    """By role the log odds below which a party is left out: beside a far surer one, where two in three are no
    party of the deal, or in a role that does not identify it."""
    surest: dict[Role, float] = {}
    for (_, role), holder in record.holders.items():
        surest[role] = max(holder.odds, surest.get(role, holder.odds))
    floors = {role: min(DOUBTFUL, odds - FAR_SURER) for role, odds in surest.items()}
    principal = ROLES[record.type].principal
    return {role: least if role in principal else max(least, LEAST_BESIDE) for role, least in floors.items()}


def _order(holder: Holder) -> tuple[int, int]:
    return holder.argument.start, holder.argument.end


def _of_kind(numbers: Iterable[Attachment], kind: QuantityKind) -> list[Attachment]:
    """The numbers of a kind, each value once."""
    found: dict[tuple[str, Decimal, Decimal], Attachment] = {}
    for number in numbers:
        quantity: Quantity = number.span._.quantity
        if quantity.kind == kind:
            found.setdefault((quantity.unit, quantity.low, quantity.high), number)
    return list(found.values())


def _range(quantity: Quantity) -> dict[str, object]:
    return {
        "low": quantity.low,
        "high": quantity.high,
        "qualifier": quantity.qualifier,
        "as_written": quantity.as_written,
        "start": quantity.start,
        "end": quantity.end,
    }
