"""Puts what the windows of a document say back together: offsets of the whole text, each deal once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar, cast

from pydantic import BaseModel

from extractors.retold import added, one_deal_each, surest
from extractors.windows import Window
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal, Stated
from pipeline.document import Document, Quarantined
from pipeline.vocabulary import RefusalReason

ModelT = TypeVar("ModelT", bound=BaseModel)


class Rejoined(NamedTuple):
    """What a document says, and how many of its windows were not about the market."""

    extraction: Extraction
    windows_not_relevant: int


def rejoined(document: Document, windows: Sequence[Window], read: Extraction) -> Rejoined:
    """All that was read in the windows, as one document's."""
    by_id = {window.document.id: window for window in windows}
    refusals = [_back(refusal, by_id, document) for refusal in read.refusals]
    away = [refusal for refusal in refusals if refusal.reason == RefusalReason.NOT_RELEVANT]
    others = [refusal for refusal in refusals if refusal.reason != RefusalReason.NOT_RELEVANT]
    deals = one_deal_each((deal.document_id, _back(deal, by_id, document)) for deal in read.deals)
    extraction = Extraction(
        version=read.version,
        documents=(document,),
        deals=tuple(deals),
        figures=tuple(_one_figure_each(_back(figure, by_id, document) for figure in read.figures)),
        # One refusal turns a whole document away, so it stands only where no window was let in.
        refusals=(*away[:1], *others) if len(away) == len(windows) else tuple(others),
        quarantined=tuple(_row_back(row, windows, document) for row in read.quarantined),
    )
    return Rejoined(extraction, len(away))


def shifted(model: ModelT, by: int) -> ModelT:
    """The model with every span in it moved by so many characters, whatever its fields are."""
    return cast("ModelT", _shifted(model, by))


def _shifted(value: object, by: int) -> object:
    if isinstance(value, tuple):
        return tuple(_shifted(part, by) for part in value)
    if not isinstance(value, BaseModel):
        return value
    moved = {name: _shifted(part, by) for name, part in value}
    if isinstance(value, Stated):
        moved |= {"start": value.start + by, "end": value.end + by}
    return value.model_copy(update=moved)


ClaimT = TypeVar("ClaimT", DealClaim, FigureClaim, Refusal)


def _back(claim: ClaimT, by_id: Mapping[str, Window], document: Document) -> ClaimT:
    """A claim on a window as one on the whole document."""
    start = by_id[claim.document_id].start
    return shifted(claim, start).model_copy(update={"document_id": document.id})


def _row_back(row: Quarantined, windows: Sequence[Window], document: Document) -> Quarantined:
    at = next(window for window in windows if window.document.url == row.url)
    detail = f"characters {at.start} to {at.end}: {row.detail}"
    return row.model_copy(update={"url": document.url, "detail": detail})


def _one_figure_each(figures: Iterable[FigureClaim]) -> Iterator[FigureClaim]:
    """Each figure once, with the sentences of all its tellings."""
    found: dict[tuple[object, ...], FigureClaim] = {}
    for figure in figures:
        about = (figure.kind, figure.entities, figure.segment, figure.product, figure.period)
        key = (*about, figure.low, figure.high, figure.unit, figure.basis)
        if (held := found.setdefault(key, figure)) is not figure:
            evidence = added(held.evidence, figure.evidence, lambda e: (e.start, e.end))
            sure = surest(held.confidence, figure.confidence)
            found[key] = held.model_copy(update={"evidence": evidence, "confidence": sure})
    yield from found.values()
