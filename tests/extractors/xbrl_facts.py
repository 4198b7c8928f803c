"""Companyfacts of a company of ours, written down as briefly as they can be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

PLANT = "PaymentsToAcquirePropertyPlantAndEquipment"
ASSETS = "PaymentsToAcquireProductiveAssets"


def entry(start: str, end: str, value: float, filed: str, *, form: str = "10-Q") -> dict[str, Any]:
    """A fact; its accession is made from the day of filing."""
    accession = f"0009990001-{filed[2:4]}-{filed[5:7]}{filed[8:]}00"
    return {
        "start": start,
        "end": end,
        "val": value,
        "accn": accession,
        "form": form,
        "filed": filed,
    }


def companyfacts(
    facts: Iterable[tuple[str, dict[str, Any]]],
    *,
    cik: int = 9990001,
    name: str = "CINDERPATH COMPUTE CORP",
    unit: str = "USD",
    taxonomy: str = "us-gaap",
) -> bytes:
    """The answer for facts, each with its tag."""
    tags: dict[str, Any] = {}
    for tag, fact in facts:
        tags.setdefault(tag, {"label": tag, "units": {unit: []}})["units"][unit].append(fact)
    shares = {
        "units": {
            "shares": [{"end": "2025-09-30", "val": 7, "accn": "x", "form": "10-Q", "filed": "2025-11-12"}]
        }
    }
    dei = {"EntityCommonStockSharesOutstanding": shares}
    return json.dumps({"cik": cik, "entityName": name, "facts": {"dei": dei, taxonomy: tags}}).encode()
