"""One-line builders of pipeline models for tests; every default can be overridden."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pipeline.claims import Amount, Capacity, DealClaim, Evidence, FigureClaim, Party
from pipeline.document import Document
from pipeline.ids import document_id
from pipeline.vocabulary import DealType, DocumentKind, FigureKind, Role, Status, Tier

HEADLINE = "Northgate Compute buys Halden Data Centers for $9 billion"
STORY = f"""{HEADLINE}

Northgate Compute said on Tuesday it would buy Halden Data Centers for about $9 billion.
The seller runs 1,300 MW of capacity."""


def document(text: str = STORY, **fields: Any) -> Document:
    """An article of a wire, its text by default STORY."""
    given: dict[str, Any] = {
        "source": "wire",
        "url": "http://wire.example/story",
        "title": text.splitlines()[0],
        "kind": DocumentKind.ARTICLE,
        "tier": Tier.WIRE,
        "published_at": datetime(2025, 11, 4, 14, 5, tzinfo=UTC),
        "landed_at": datetime(2025, 11, 4, 14, 10, tzinfo=UTC),
        **fields,
    }
    return Document(id=document_id(given["url"], text), text=text, **given)


def evidence(source: Document, quote: str) -> Evidence:
    """A quote at its first place in the document."""
    start = source.text.index(quote)
    return Evidence(start=start, end=start + len(quote), quote=quote)


def span(source: Document, words: str) -> dict[str, int]:
    """The first place of some words."""
    start = source.text.index(words)
    return {"start": start, "end": start + len(words)}


def party(source: Document, name: str, role: Role, entity_id: str | None = None) -> Party:
    """A party at the first mention of its name."""
    return Party(name=name, role=role, entity_id=entity_id, **span(source, name))


def amount(source: Document, words: str, value: str, currency: str = "USD", **fields: Any) -> Amount:
    """An exact amount at its first mention."""
    number = Decimal(value)
    return Amount(
        low=number, high=number, currency=currency, as_written=words, **{**span(source, words), **fields}
    )


def capacity(source: Document, words: str, mw: str) -> Capacity:
    """A power capacity at its first mention."""
    return Capacity(low=Decimal(mw), high=Decimal(mw), as_written=words, **span(source, words))


def deal_claim(source: Document, **fields: Any) -> DealClaim:
    """The acquisition that STORY's headline tells, unless told otherwise."""
    given: dict[str, Any] = {
        "type": DealType.ACQUISITION,
        "status": Status.ANNOUNCED,
        "date": "2025-11-04",
        **fields,
    }
    if "evidence" not in given:
        given["evidence"] = (evidence(source, HEADLINE),)
    if "parties" not in given:
        given["parties"] = (
            party(source, "Northgate Compute", Role.ACQUIRER),
            party(source, "Halden Data Centers", Role.TARGET),
        )
    if "amounts" not in given:
        given["amounts"] = (amount(source, "$9 billion", "9000000000"),)
    return DealClaim(document_id=source.id, **given)


def figure_claim(source: Document, words: str, value: str, **fields: Any) -> FigureClaim:
    """An exact figure at its first mention; its evidence is the line that holds it."""
    number, at = Decimal(value), span(source, words)
    start = source.text.rfind("\n", 0, at["start"]) + 1
    end = source.text.find("\n", at["end"])
    line = source.text[start : end if end >= 0 else None]
    given: dict[str, Any] = {
        "kind": FigureKind.POWER_CAPACITY,
        "unit": "MW",
        "entities": ("Halden Data Centers",),
        "evidence": (Evidence(start=start, end=start + len(line), quote=line),),
        **fields,
    }
    return FigureClaim(document_id=source.id, low=number, high=number, as_written=words, **at, **given)
