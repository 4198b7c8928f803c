"""Gives numbers that read like parts of a deal, but that no deal took, to the deal told nearest to them."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from extractors.extensions import QUANTITIES
from extractors.figures.held import Held, Places
from extractors.figures.readings import DEAL, NONE
from extractors.quantity import Quantity, QuantityKind
from pipeline.claims import Amount, Capacity, ChipCount, DealClaim, Evidence, Stated
from pipeline.vocabulary import AmountKind

LEAST_CHANCE = 0.6
"""How sure the reading must be that a number belongs to a deal."""
MOST_CHANCE = 0.25
"""Chance of belonging to a deal, under which a figure that a deal took is released again."""
FARTHEST = 700
"""Characters between a number and the deal it may still belong to."""
PARAGRAPH_COST = 250
"""What each line break between them counts as, in characters."""
AHEAD_COST = 200
"""What it counts as when the deal is told only after the number."""
PARTS = {QuantityKind.MONEY: "amounts", QuantityKind.CHIPS: "chips", QuantityKind.POWER: "capacity"}


def attach_leftovers(doc: Doc) -> None:
    """Add each such number to its nearest deal, with the sentence it stands in as further evidence."""
    deals: list[DealClaim] = doc._.deals
    # spaCy joins the words anew whenever the text is asked for.
    text = doc.text
    held = {part: Held(fact for deal in deals for fact in getattr(deal, part)) for part in PARTS.values()}
    for span in doc.spans[QUANTITIES]:
        if not _reads_like_deal(span) or _is_held(span._.quantity, held[PARTS[span._.quantity.kind]]):
            continue
        nearest = min(
            range(len(deals)), key=lambda number: _distance(text, span, deals[number]), default=None
        )
        if nearest is not None and _distance(text, span, deals[nearest]) <= FARTHEST:
            deals[nearest] = _with_number(doc, deals[nearest], span)
            part = PARTS[span._.quantity.kind]
            held[part].add(getattr(deals[nearest], part)[-1])


def release_figures(doc: Doc) -> None:
    """Take out of deals the numbers that read like figures: a backlog beside an order is no part of it."""
    plain = Places(
        span._.quantity
        for span in doc.spans[QUANTITIES]
        if span._.reading is not None
        and span._.reading.chance(DEAL) < MOST_CHANCE
        and span._.reading.all_figures > span._.reading.chance(NONE)
    )
    deals: list[DealClaim] = doc._.deals
    for number, deal in enumerate(deals):
        kept = {part: _kept(getattr(deal, part), plain) for part in PARTS.values()}
        if any(len(kept[part]) < len(getattr(deal, part)) for part in kept):
            deals[number] = deal.model_copy(update=kept)


def _kept(facts: tuple[Stated, ...], plain: Places) -> tuple[Stated, ...]:
    return tuple(fact for fact in facts if not plain.touch(fact))


def _reads_like_deal(span: Span) -> bool:
    quantity, reading = span._.quantity, span._.reading
    if reading is None or quantity.kind not in PARTS or quantity.vague or quantity.per not in (None, "year"):
        return False
    return bool(reading.chance(DEAL) >= LEAST_CHANCE)


def _is_held(quantity: Quantity, held: Held) -> bool:
    return held.stands_at(quantity) or held.same_number(quantity)


def _distance(text: str, span: Span, deal: DealClaim) -> int:
    """Characters from the number to the nearest words of the deal, line breaks counting more."""
    return min(_gap(text, span._.quantity, fact) for fact in (*deal.evidence, *deal.parties))


def _gap(text: str, quantity: Quantity, fact: Stated) -> int:
    if fact.start <= quantity.start < fact.end:
        # Inside a sentence that tells several deals, the nearest party decides.
        return 1 if isinstance(fact, Evidence) else 0
    ahead = fact.start >= quantity.end
    start, end = (quantity.end, fact.start) if ahead else (fact.end, quantity.start)
    if end - start > FARTHEST:
        return end - start
    return end - start + text.count("\n", start, end) * PARAGRAPH_COST + (AHEAD_COST if ahead else 0)


def _with_number(doc: Doc, deal: DealClaim, span: Span) -> DealClaim:
    quantity: Quantity = span._.quantity
    stated = {
        "low": quantity.low,
        "high": quantity.high,
        "qualifier": quantity.qualifier,
        "as_written": quantity.as_written,
        "start": quantity.start,
        "end": quantity.end,
    }
    fields = {name: getattr(deal, name) for name in DealClaim.model_fields}
    if quantity.kind is QuantityKind.MONEY:
        kind = AmountKind.OTHER if deal.amounts else AmountKind.VALUE
        fields["amounts"] = (*deal.amounts, Amount(currency=quantity.unit, kind=kind, **stated))
    elif quantity.kind is QuantityKind.CHIPS:
        fields["chips"] = (*deal.chips, ChipCount(product=quantity.product, **stated))
    else:
        fields["capacity"] = (*deal.capacity, Capacity(**stated))
    start, end = min(span.sent.start_char, quantity.start), max(span.sent.end_char, quantity.end)
    if not any(
        sentence.start <= quantity.start and quantity.end <= sentence.end for sentence in deal.evidence
    ):
        fields["evidence"] = (*deal.evidence, Evidence(start=start, end=end, quote=doc.text[start:end]))
    return DealClaim(**fields)
