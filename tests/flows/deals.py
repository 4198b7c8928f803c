"""One-line builders of deals as the warehouse gives them to mails and page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.deal import Citation, Deal, DealParty
from pipeline.vocabulary import DealType, Qualifier, Role, Status, Tier

NOON = datetime(2025, 7, 7, 12, 0, tzinfo=UTC)


def citation(
    quote: str = "CoreWeave will buy Core Scientific for about $9 billion.", **fields: Any
) -> Citation:
    """A sentence at the start of a wire's story."""
    given: dict[str, Any] = {
        "document_id": "doc_1",
        "url": "https://wire.example/coreweave-core-scientific",
        "title": "CoreWeave to buy Core Scientific",
        "source": "wire",
        "tier": Tier.WIRE,
        "published_at": NOON,
        "start": 0,
        "end": len(quote),
        **fields,
    }
    return Citation(quote=quote, **given)


def deal(**fields: Any) -> Deal:
    """CoreWeave buys Core Scientific for about $9bn, unless told otherwise."""
    given: dict[str, Any] = {
        "id": "deal_1",
        "revision": 1,
        "type": DealType.ACQUISITION,
        "status": Status.ANNOUNCED,
        "parties": (
            DealParty(name="CoreWeave", role=Role.ACQUIRER),
            DealParty(name="Core Scientific", role=Role.TARGET),
        ),
        "announced_on": date(2025, 7, 7),
        "value_low": Decimal(9_000_000_000),
        "value_high": Decimal(9_000_000_000),
        "currency": "USD",
        "qualifier": Qualifier.ABOUT,
        "value_usd": Decimal(9_000_000_000),
        "capacity_mw": Decimal(1300),
        "known_at": NOON,
        "source_count": 1,
        "citations": (citation(),),
        **fields,
    }
    return Deal(**given)
