"""Writes doc._.figures out of the quantities that no deal took, and doc._.refusals for the rest."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from extractors.extensions import QUANTITIES
from extractors.figures.held import Held
from extractors.figures.kinds import FigureKinds
from extractors.figures.leftovers import attach_leftovers, release_figures
from extractors.figures.period import find_period
from extractors.figures.readings import DEAL, NONE
from extractors.figures.segments import MARKETS, find_segment
from extractors.figures.subjects import Subjects
from extractors.knowledge.calibration import Calibration, read_calibration
from extractors.quantity import Quantity, QuantityKind
from pipeline.claims import Evidence, FigureClaim, Refusal
from pipeline.vocabulary import FigureKind, RefusalReason

TOTALS = (None, "year")
"""Rates that a figure may state: a capex a year is one, a price a share is none."""
PLACED = frozenset(
    {FigureKind.POWER_CAPACITY, FigureKind.FACILITY_COUNT, FigureKind.CHIPS, FigureKind.INVESTMENT_TOTAL}
)
"""Figures whose subject may be a country or town."""
OF_COMPANIES = frozenset(
    {
        FigureKind.CAPEX,
        FigureKind.REVENUE,
        FigureKind.VALUATION,
        FigureKind.FUNDING_TOTAL,
        FigureKind.CHIPS,
        FigureKind.FACILITY_COUNT,
        FigureKind.POWER_CAPACITY,
    }
)
"""Figures that are somebody's, so that the document's main company stands in where none is named."""
LEAST_CHANCE = 0.5
"""Chance of being some figure rather than nothing, from which a number that no deal took is claimed."""
MOST_DEAL = 0.6
"""Chance of being part of a deal, from which it is not: the deal was missed. Both scored best in training."""
UNITS = {QuantityKind.CHIPS: "count", QuantityKind.FACILITIES: "count"}
SUBJECTS_OF_REFUSALS = frozenset({QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.CHIPS})


CERTAIN = 1e-9
"""How far from 0 and 1 a chance is held, so that it has odds."""


@registry.readers("gigawatch.calibration.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_confidences() -> Calibration:
    """How sure which score is, for figures and deals. Raises BadDataFileError where the file is broken."""
    return read_calibration()


class FiguresComponent:
    """Turns quantities into figure claims; needs quantities, and deals and organisations where they exist."""

    def __init__(self) -> None:
        self.kinds: FigureKinds | None = None
        self.calibration: Calibration | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        kinds: FigureKinds,
        calibration: Calibration,
    ) -> None:
        """Take the cue tables, and how sure which score is."""
        self.kinds, self.calibration = kinds, calibration

    def __call__(self, doc: Doc) -> Doc:
        """Every quantity becomes part of a deal before this, a figure here, or a refusal."""
        assert self.kinds is not None, "the figures component was not initialized"
        document = doc._.document
        if document is None:
            return doc
        release_figures(doc)
        attach_leftovers(doc)
        held = Held(fact for deal in doc._.deals for fact in (*deal.amounts, *deal.chips, *deal.capacity))
        free = [span for span in doc.spans[QUANTITIES] if not _taken(span._.quantity, held)]
        figures: dict[object, FigureClaim] = {}
        subjects = Subjects(doc)
        before: FigureClaim | None = None
        for span in free:
            figure = chosen_figure(span)
            if figure is None:
                doc._.refusals.extend(_refuse(span, document.id))
                continue
            before = claim = self._claim(doc, span, figure, subjects, before)
            key = (claim.kind, claim.low, claim.high, claim.unit, claim.entities, claim.period)
            figures.setdefault(key, claim)
        doc._.figures.extend(figures.values())
        return doc

    def _claim(
        self, doc: Doc, span: Span, figure: FigureKind, subjects: Subjects, before: FigureClaim | None
    ) -> FigureClaim:
        assert self.kinds is not None
        assert self.calibration is not None
        quantity, sentence = span._.quantity, span.sent
        subject, words = subjects.of(span, places=figure in PLACED, company=figure in OF_COMPANIES)
        segment = find_segment(quantity, figure, sentence, words)
        if figure in MARKETS:
            # A report names its segment once and goes on with numbers.
            segment = segment or (before.segment if before and not subject else None)
        offset = sentence.start_char
        low, high = quantity.low, quantity.high
        if figure is FigureKind.GROWTH and self.kinds.falls.tells(doc.text, quantity.start, quantity.end):
            low, high = -high, -low
        return FigureClaim(
            document_id=doc._.document.id,
            kind=figure,
            entities=(subject.name,) if subject else (),
            entity_ids=(subject.entity_id,) if subject and subject.entity_id else (),
            segment=segment,
            product=quantity.product,
            period=find_period(sentence.text, quantity.start - offset, quantity.end - offset),
            low=low,
            high=high,
            qualifier=quantity.qualifier,
            as_written=quantity.as_written,
            unit=UNITS.get(quantity.kind, quantity.unit),
            basis=self.kinds.basis(figure, sentence.text),
            confidence=self.calibration.figure.chance(odds_of(span, figure), figure),
            start=quantity.start,
            end=quantity.end,
            evidence=(quote(doc, sentence, quantity),),
        )


def chosen_figure(span: Span) -> FigureKind | None:
    """The figure a quantity is, None where it is none or too doubtful."""
    quantity, reading = span._.quantity, span._.reading
    if reading is None or quantity.vague or quantity.per not in TOTALS:
        return None
    if reading.chance(DEAL) >= MOST_DEAL:
        return None
    figures, nothing = reading.all_figures, reading.chance(NONE)
    return reading.figure if figures >= LEAST_CHANCE * (figures + nothing) else None


def odds_of(span: Span, figure: FigureKind) -> float:
    """The log odds that a number is such a figure, by its reading alone."""
    chance = min(max(span._.reading.chance(figure), CERTAIN), 1 - CERTAIN)
    return math.log(chance / (1 - chance))


def quote(doc: Doc, sentence: Span, quantity: Quantity) -> Evidence:
    """The sentence, grown where a number runs over its borders."""
    start, end = min(sentence.start_char, quantity.start), max(sentence.end_char, quantity.end)
    return Evidence(start=start, end=end, quote=stretch(doc, start, end))


def stretch(doc: Doc, start: int, end: int) -> str:
    """The text of some characters; `doc.text` joins all words of the doc each time."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None, "expanding spans always fit the tokens"
    return str(span.text[start - span.start_char : end - span.start_char])


def _taken(quantity: Quantity, held: Held) -> bool:
    """Whether a deal holds the number, here or at another place."""
    if held.stands_at(quantity):
        return True
    return quantity.kind in SUBJECTS_OF_REFUSALS and held.same_value(quantity)


def _refuse(span: Span, document_id: str) -> Iterator[Refusal]:
    quantity, reading = span._.quantity, span._.reading
    if quantity.kind not in SUBJECTS_OF_REFUSALS:
        return
    reason = RefusalReason.UNATTACHED
    if quantity.vague:
        reason = RefusalReason.NO_NUMBER
    elif reading is None or reading.label == NONE:
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
    """The component without its cues; [initialize.components.figures] names their reader."""
    return FiguresComponent()
