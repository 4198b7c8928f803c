"""Writes doc._.figures out of the quantities that no deal took, and doc._.refusals for those nobody can use."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.extensions import QUANTITIES
from extractors.figures.kinds import SCORED_KINDS, FigureKinds, Reading, Sentence
from extractors.figures.period import find_period
from extractors.figures.segments import find_segment
from extractors.figures.subjects import Subject, Subjects
from extractors.knowledge.figure_cues import read_basis_cues, read_figure_cues
from extractors.quantity import Quantity, QuantityKind
from pipeline.claims import Evidence, FigureClaim, Refusal
from pipeline.vocabulary import MONEY_FIGURES, Basis, FigureKind, RefusalReason

TOTALS = (None, "year")
"""Rates that a figure may state: a capex a year is one, a price a share is none."""
PLACED = frozenset({FigureKind.POWER_CAPACITY, FigureKind.FACILITY_COUNT, FigureKind.CHIPS, FigureKind.INVESTMENT_TOTAL})
"""Figures whose subject may be a country or town."""
UNITS = {QuantityKind.CHIPS: "count", QuantityKind.FACILITIES: "count"}
SUBJECTS_OF_REFUSALS = frozenset({QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.CHIPS})


@spacy.registry.readers("gigawatch.figure_kinds.v1")
def read_figure_kinds() -> FigureKinds:
    """The cue tables of figures."""
    return FigureKinds(read_figure_cues(), read_basis_cues())


class FiguresComponent:
    """Turns quantities into figure claims; needs quantities, and deals and organisations where they exist."""

    def __init__(self) -> None:
        self.kinds: FigureKinds | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        kinds: FigureKinds,
    ) -> None:
        """Take the cue tables."""
        self.kinds = kinds

    def __call__(self, doc: Doc) -> Doc:
        """Every quantity becomes part of a deal before this, a figure here, or a refusal."""
        assert self.kinds is not None, "the figures component was not initialized"
        document = doc._.document
        if document is None:
            return doc
        free = [span for span in doc.spans[QUANTITIES] if not _taken(span._.quantity, doc)]
        figures: dict[object, FigureClaim] = {}
        subjects = Subjects(doc)
        for span, reading in read_kinds(self.kinds, free, doc):
            quantity = span._.quantity
            if reading.figure is None or quantity.vague:
                doc._.refusals.extend(_refuse(quantity, document.id))
                continue
            claim = self._claim(doc, span, reading, subjects)
            figures.setdefault((claim.kind, claim.low, claim.high, claim.unit, claim.entities, claim.period), claim)
        doc._.figures.extend(figures.values())
        return doc

    def _claim(self, doc: Doc, span: Span, reading: Reading, subjects: Subjects) -> FigureClaim:
        assert self.kinds is not None
        assert reading.figure is not None
        quantity, sentence = span._.quantity, span.sent
        figure = reading.figure
        subject = subjects.of(quantity.start, quantity.end, sentence, places=figure in PLACED)
        segment = find_segment(doc, quantity, figure, sentence)
        if figure in (FigureKind.MARKET_SIZE, FigureKind.INVESTMENT_TOTAL) and segment:
            subject = None
        offset = sentence.start_char
        return FigureClaim(
            document_id=doc._.document.id,
            kind=figure,
            entities=(subject.name,) if subject else (),
            entity_ids=(subject.entity_id,) if subject and subject.entity_id else (),
            segment=segment,
            product=quantity.product,
            period=find_period(sentence.text, quantity.start - offset, quantity.end - offset),
            low=quantity.low,
            high=quantity.high,
            qualifier=quantity.qualifier,
            as_written=quantity.as_written,
            unit=UNITS.get(quantity.kind, quantity.unit),
            basis=reading.basis or self.kinds.basis(figure, sentence.text),
            start=quantity.start,
            end=quantity.end,
            evidence=(quote(doc, sentence, quantity),),
        )


def read_kinds(kinds: FigureKinds, spans: Iterable[Span], doc: Doc) -> Iterator[tuple[Span, Reading]]:
    """What each quantity is, in the order of the text; a number compared with one before it is its like."""
    last: tuple[Span, Reading] | None = None
    every = [span._.quantity for span in doc.spans[QUANTITIES]]
    for span in spans:
        quantity = span._.quantity
        if quantity.kind not in SCORED_KINDS or quantity.per not in TOTALS:
            yield span, Reading(None, 0.0)
            continue
        sentence = Sentence(span.sent.text, span.sent.start_char)
        reading = kinds.read(quantity, sentence, every)
        yield span, reading
        last = span, reading


def quote(doc: Doc, sentence: Span, quantity: Quantity) -> Evidence:
    """The sentence, grown where a number runs over its borders."""
    start, end = min(sentence.start_char, quantity.start), max(sentence.end_char, quantity.end)
    return Evidence(start=start, end=end, quote=doc.text[start:end])


def _taken(quantity: Quantity, doc: Doc) -> bool:
    """Whether a deal holds the number, here or at another place."""
    for deal in doc._.deals:
        for fact in (*deal.amounts, *deal.chips, *deal.capacity):
            if fact.start < quantity.end and quantity.start < fact.end:
                return True
            unit = getattr(fact, "currency", quantity.unit)
            if (fact.low, fact.high, unit) == (quantity.low, quantity.high, quantity.unit) and quantity.kind in SUBJECTS_OF_REFUSALS:
                return True
    return False


def _refuse(quantity: Quantity, document_id: str) -> Iterator[Refusal]:
    if quantity.kind in SUBJECTS_OF_REFUSALS:
        yield Refusal(
            document_id=document_id,
            reason=RefusalReason.NO_NUMBER if quantity.vague else RefusalReason.UNATTACHED,
            subject=quantity.kind,
            as_written=quantity.as_written,
            start=quantity.start,
            end=quantity.end,
        )


@Language.factory("figures")
def make_figures(nlp: Language, name: str) -> FiguresComponent:  # noqa: ARG001 -- spaCy passes both
    """The component without its cues; [initialize.components.figures] names their reader."""
    return FiguresComponent()
