"""Writes doc._.figures out of the quantities that no deal took, and doc._.refusals for the rest.

Needs quantities, and the deals component before it, which sets the scopes the encoder reads numbers in.
"""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from extractors.extensions import QUANTITIES
from extractors.figures.basis import BasisFinder, Stated, read_basis_finder
from extractors.figures.candidates import Carried
from extractors.figures.falls import Falls
from extractors.figures.held import HeldNumbers
from extractors.figures.period import find_period
from extractors.figures.readings import FigureReading, read_figures
from extractors.figures.segments import SegmentFinder, read_segment_finder
from extractors.figures.tagging import passages_of
from extractors.knowledge.calibration import Calibration, read_calibration
from extractors.knowledge.fall_cues import read_fall_cues
from extractors.quantity import Quantity, QuantityKind
from pipeline.claims import Evidence, FigureClaim, Refusal
from pipeline.vocabulary import FigureKind, RefusalReason

TOTALS = (None, "year")
"""Rates that a figure may state: a capex a year is one, a price a share is none."""
LEAST_ODDS = -4.0
"""Log odds of being some figure rather than nothing, below which no number is looked at."""
UNITS = {QuantityKind.CHIPS: "count", QuantityKind.FACILITIES: "count"}
SUBJECTS_OF_REFUSALS = frozenset({QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.CHIPS})


@registry.readers("gigawatch.falls.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_falls() -> Falls:
    """What tells a fall. Raises BadDataFileError where its file is broken."""
    return Falls(read_fall_cues())


@registry.readers("gigawatch.basis_finder.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_bases() -> BasisFinder:
    """What tells the basis of a figure. Raises BadDataFileError where its file is broken."""
    return read_basis_finder()


@registry.readers("gigawatch.calibration.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_confidences() -> Calibration:
    """How sure which score is, for figures and deals. Raises BadDataFileError where the file is broken."""
    return read_calibration()


@registry.readers("gigawatch.segment_finder.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_segments() -> SegmentFinder:
    """What finds segments. Raises BadDataFileError where a file of it is broken."""
    return read_segment_finder()


class Claimed(NamedTuple):
    """A number that is claimed as a figure, and what it is taken for."""

    span: Span
    reading: FigureReading


class FiguresComponent:
    """Turns quantities into figure claims; `nlp` holds the stages that tag their sentences."""

    least_chance = 0.38
    """Confidence from which a number that no deal took is claimed; chosen on texts that no training had seen.
    """
    least_of_chips = 0.12
    """The same of chips, which are seldom counted in this market but for their own sake."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.falls: Falls | None = None
        self.bases: BasisFinder | None = None
        self.calibration: Calibration | None = None
        self.segments: SegmentFinder | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        falls: Falls,
        bases: BasisFinder,
        calibration: Calibration,
        segments: SegmentFinder,
    ) -> None:
        """Take what tells falls and bases, how sure which score is, and what finds segments."""
        self.falls, self.bases = falls, bases
        self.calibration, self.segments = calibration, segments

    def __call__(self, doc: Doc) -> Doc:
        """Every quantity becomes part of a deal before this, a figure here, or a refusal."""
        assert self.calibration is not None, "the figures component was not initialized"
        document = doc._.document
        if document is None:
            return doc
        held = HeldNumbers(
            fact for deal in doc._.deals for fact in (*deal.amounts, *deal.chips, *deal.capacity)
        )
        free = [span for span in doc.spans[QUANTITIES] if not _taken(span._.quantity, held)]
        readings = read_figures(doc, LEAST_ODDS)
        claimed: list[Claimed] = []
        for span in free:
            reading = readings.get(span.start_char)
            likely = reading is not None and self._is_likely(reading)
            if reading is not None and likely and is_total(span._.quantity):
                claimed.append(Claimed(span, reading))
            else:
                doc._.refusals.extend(_refuse(span, likely, document.id))
        figures: dict[object, list[FigureClaim]] = {}
        for one, segment in zip(claimed, self._segments(doc, claimed), strict=True):
            claim = self._claim(doc, one, segment)
            key = (claim.kind, claim.low, claim.high, claim.unit, claim.entities, claim.period)
            known = figures.setdefault(key, [])
            if not known or are_two(known[-1], claim):
                known.append(claim)
        doc._.figures.extend(claim for known in figures.values() for claim in known)
        return doc

    def _segments(self, doc: Doc, claimed: Sequence[Claimed]) -> Iterator[str | None]:
        """The segment of each, which may be that of the one before: a text names it once and goes on."""
        assert self.segments is not None
        if not claimed:
            return
        passages = passages_of(doc, self.nlp)
        passages.prepare(one.span.start_char for one in claimed)
        before: tuple[str, FigureKind, int] | None = None
        for span, reading in claimed:
            at = passages.sentence_at(span.start_char)
            carried = Carried(before[0], before[1], at - before[2]) if before else None
            subject = reading.subjects[0].name if reading.subjects else None
            setting = passages.setting(span.start_char, span.end_char, reading.kind, subject, carried)
            segment = self.segments.find(setting) if setting else None
            before = (segment, reading.kind, at) if segment else before
            yield segment

    def _is_likely(self, reading: FigureReading) -> bool:
        least = self.least_of_chips if reading.kind is FigureKind.CHIPS else self.least_chance
        return self._chance(reading) >= least

    def _chance(self, reading: FigureReading) -> float:
        assert self.calibration is not None
        return self.calibration.figure.chance(reading.odds, reading.kind)

    def _claim(self, doc: Doc, claimed: Claimed, segment: str | None) -> FigureClaim:
        assert self.falls is not None
        assert self.bases is not None
        span, reading = claimed
        quantity, sentence = span._.quantity, span.sent
        figure = reading.kind
        offset = sentence.start_char
        period = find_period(sentence.text, quantity.start - offset, quantity.end - offset)
        low, high = quantity.low, quantity.high
        if figure is FigureKind.GROWTH and self.falls.tells(doc.text, quantity.start, quantity.end):
            low, high = -high, -low
        return FigureClaim(
            document_id=doc._.document.id,
            kind=figure,
            entities=tuple(subject.name for subject in reading.subjects),
            entity_ids=tuple(subject.entity_id for subject in reading.subjects if subject.entity_id),
            segment=segment,
            product=quantity.product,
            period=period,
            low=low,
            high=high,
            qualifier=quantity.qualifier,
            as_written=quantity.as_written,
            unit=UNITS.get(quantity.kind, quantity.unit),
            basis=self.bases.find(stated(doc, figure, quantity.start, quantity.end, period)),
            confidence=self._chance(reading),
            start=quantity.start,
            end=quantity.end,
            evidence=(quote(doc, sentence, quantity),),
        )


def are_two(known: FigureClaim, claim: FigureClaim) -> bool:
    """Whether equal figures are of two segments, as one sentence tells both, not one figure told again."""
    return known.segment != claim.segment and known.evidence[0].start == claim.evidence[0].start


def stated(doc: Doc, kind: FigureKind, start: int, end: int, period: str | None) -> Stated:
    """The number at characters `start`..`end` in its sentence, with what is known of its years."""
    word = doc.char_span(start, start + 1, alignment_mode="expand")
    assert word is not None, "expanding spans always fit the tokens"
    sentence, published = word.sent, doc._.document.published_at
    offset = sentence.start_char
    return Stated(
        kind, sentence.text, start - offset, end - offset, period, published.year if published else None
    )


def is_total(quantity: Quantity) -> bool:
    """Whether a number may be a figure, rather than too vague or a rate."""
    return not quantity.vague and quantity.per in TOTALS


def quote(doc: Doc, sentence: Span, quantity: Quantity) -> Evidence:
    """The sentence, grown where a number runs over its borders."""
    start, end = min(sentence.start_char, quantity.start), max(sentence.end_char, quantity.end)
    return Evidence(start=start, end=end, quote=stretch(doc, start, end))


def stretch(doc: Doc, start: int, end: int) -> str:
    """The text of some characters; `doc.text` joins all words of the doc each time."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None, "expanding spans always fit the tokens"
    return str(span.text[start - span.start_char : end - span.start_char])


def _taken(quantity: Quantity, held: HeldNumbers) -> bool:
    """Whether a deal holds the number, here or at another place."""
    if held.stands_at(quantity):
        return True
    return quantity.kind in SUBJECTS_OF_REFUSALS and held.same_value(quantity)


def _refuse(span: Span, likely: bool, document_id: str) -> Iterator[Refusal]:
    quantity = span._.quantity
    if quantity.kind not in SUBJECTS_OF_REFUSALS:
        return
    reason = RefusalReason.UNATTACHED
    if quantity.vague:
        reason = RefusalReason.NO_NUMBER
    elif not likely:
        reason = RefusalReason.OUT_OF_SCOPE
    yield Refusal(
        document_id=document_id,
        reason=reason,
        subject=quantity.kind,
        as_written=quantity.as_written,
        start=quantity.start,
        end=quantity.end,
    )


@Language.factory("figures")
def make_figures(nlp: Language, name: str) -> FiguresComponent:  # noqa: ARG001 -- spaCy passes both
    """The component without its cues; [initialize.components.figures] names the readers."""
    return FiguresComponent(nlp)
