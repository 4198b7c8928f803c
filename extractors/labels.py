"""Claims as the JSON of labelled documents: the format that accuracy is scored in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pipeline.claims import DealClaim, Extraction, FigureClaim, Range
from pipeline.document import Document
from pipeline.vocabulary import RefusalReason

Label = dict[str, Any]
"""A JSON object; numbers are int or float, an unknown is null."""


def document_label(document: Document, extraction: Extraction, *, id_: str, url: str | None) -> Label:
    """One document with the claims of `extraction` that are its own."""
    refused = {
        refusal.document_id for refusal in extraction.refusals if refusal.reason == RefusalReason.NOT_RELEVANT
    }
    return {
        "id": id_,
        "url": url,
        "query": None,
        "title": document.title,
        "published": document.published_at.date().isoformat() if document.published_at else None,
        "kind": document.kind.value,
        "relevant": document.id not in refused,
        "deals": [deal_label(deal) for deal in extraction.deals if deal.document_id == document.id],
        "figures": [figure_label(f) for f in extraction.figures if f.document_id == document.id],
    }


def merged_label(labels: Iterable[Label], *, id_: str) -> Label:
    """One file's label: the first document's facts, everybody's claims, the single ones in `documents`."""
    parts = list(labels)
    if not parts:
        return {"id": id_, "url": None, "query": None, "title": None, "published": None, "kind": None} | {
            "relevant": False,
            "deals": [],
            "figures": [],
        }
    if len(parts) == 1:
        return parts[0]
    return parts[0] | {
        "relevant": any(part["relevant"] for part in parts),
        "deals": [deal for part in parts for deal in part["deals"]],
        "figures": [figure for part in parts for figure in part["figures"]],
        "documents": parts,
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
        "evidence": figure.evidence[0].quote,
    }


def number(value: Decimal) -> int | float:
    """A JSON number: whole ones as int."""
    return int(value) if value == value.to_integral_value() else float(value)


def _range(stated: Range) -> Label:
    return {
        "low": number(stated.low),
        "high": number(stated.high),
        "qualifier": stated.qualifier.value,
    }
