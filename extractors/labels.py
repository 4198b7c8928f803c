"""Claims as the JSON of labelled documents: the format that accuracy is scored in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pipeline.claims import DealClaim, Extraction, FigureClaim, Range
from pipeline.document import Document
from pipeline.vocabulary import RefusalReason, TopicKind

Label = dict[str, Any]
"""A JSON object; numbers are int or float, an unknown is null."""

SHOWN_DIGITS = 3
"""Of a confidence; the scores behind it tell no more."""

TOPIC_KEYS = {TopicKind.SEGMENT: "segments", TopicKind.THEME: "themes"}
"""Present where there are any."""


def document_labels(extraction: Extraction) -> dict[str, Label]:
    """Every document of an extraction with its own claims, by the document's id."""
    labels = {document.id: _empty(document.id, document) for document in extraction.documents}
    topics: defaultdict[str, Label] = defaultdict(dict)
    for topic in extraction.topics:
        of = topics[topic.deal_claim_id or topic.document_id]
        of.setdefault(TOPIC_KEYS[topic.kind], []).append(topic.value)
    for id_, label in labels.items():
        label.update(topics[id_])
    for deal in extraction.deals:
        labels[deal.document_id]["deals"].append(deal_label(deal) | topics[deal.id])
    for figure in extraction.figures:
        labels[figure.document_id]["figures"].append(figure_label(figure))
    for refusal in extraction.refusals:
        if refusal.reason == RefusalReason.NOT_RELEVANT:
            labels[refusal.document_id]["relevant"] = False
    return labels


def merged_label(labels: Iterable[Label], *, id_: str) -> Label:
    """One file's label: the first document's facts, everybody's claims, the single ones in `documents`."""
    parts = list(labels)
    if not parts:
        return _empty(id_, None)
    if len(parts) == 1:
        return parts[0] | {"id": id_}
    topics = {
        key: list(dict.fromkeys(value for part in parts for value in part.get(key, ())))
        for key in TOPIC_KEYS.values()
        if any(key in part for part in parts)
    }
    return parts[0] | {
        **topics,
        "id": id_,
        "relevant": any(part["relevant"] for part in parts),
        "deals": [deal for part in parts for deal in part["deals"]],
        "figures": [figure for part in parts for figure in part["figures"]],
        "documents": parts,
    }


def _empty(id_: str, document: Document | None) -> Label:
    """A label without claims; addresses of files given by hand are null, as nobody else has them."""
    published = document.published_at if document else None
    return {
        "id": id_,
        "url": document.url if document and not document.url.startswith("file:") else None,
        "query": None,
        "title": document.title if document else None,
        "published": published.date().isoformat() if published else None,
        "kind": document.kind.value if document else None,
        "relevant": document is not None,
        "deals": [],
        "figures": [],
    }


def deal_label(deal: DealClaim) -> Label:
    """A deal claim; `round` and `program` only where they are known."""
    optional = {"round": deal.round, "program": deal.program}
    return {
        "type": deal.type.value,
        "status": deal.status.value,
        "parties": [{"name": party.name, "role": party.role.value} for party in deal.parties],
        "amounts": [
            {**_range(amount), "currency": amount.currency, "kind": amount.kind.value}
            for amount in deal.amounts
        ],
        "chips": [{"product": chips.product, **_range(chips)} for chips in deal.chips],
        "capacity": [
            {"low_mw": number(c.low), "high_mw": number(c.high), "qualifier": c.qualifier.value}
            for c in deal.capacity
        ],
        "term_years": None if deal.term_years is None else number(deal.term_years),
        "date": deal.date,
        "places": list(deal.places),
        **{key: value for key, value in optional.items() if value is not None},
        **_confidence(deal),
        "evidence": deal.evidence[0].quote,
    }


def figure_label(figure: FigureClaim) -> Label:
    """A figure claim; several entities are one name joined with " + "."""
    return {
        "kind": figure.kind.value,
        "entity": " + ".join(figure.entities) or None,
        "segment": figure.segment,
        **({"product": figure.product} if figure.product is not None else {}),
        "period": figure.period,
        **_range(figure),
        "unit": figure.unit,
        "basis": figure.basis.value,
        **_confidence(figure),
        "evidence": figure.evidence[0].quote,
    }


def _confidence(claim: DealClaim | FigureClaim) -> Label:
    return {} if claim.confidence is None else {"confidence": round(claim.confidence, SHOWN_DIGITS)}


def number(value: Decimal) -> int | float:
    """A JSON number: whole ones as int."""
    return int(value) if value == value.to_integral_value() else float(value)


def _range(stated: Range) -> Label:
    return {
        "low": number(stated.low),
        "high": number(stated.high),
        "qualifier": stated.qualifier.value,
    }
