"""Deals read where there are none: labelled off-market documents, real pages and filings of other markets.

`python -m tests.measures.false_deals [--show]`

The real ones are drawn with a fixed seed from all pages and filings (each text once) but those of issuers of
this market, and with fewer than STRONG different terms of the gate's core groups (sites, chips, compute).
What gives a deal is named, for a person to say whether it does tell one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence

from extractors.gate import CORE, read_term_groups
from extractors.knowledge.cues import cue_pattern
from extractors.reader import Reader
from extractors.reading import read_all
from pipeline.claims import DealClaim
from pipeline.document import Document
from pipeline.settings import Settings
from pipeline.vocabulary import RefusalReason
from tests.gold.corpus import DEV
from tests.measures.real import SHARED, documents_in, documents_of, table, there

STRONG = 12
OF_THIS_MARKET = (
    "/annual_quarterly/",
    "_oracle.",
    "/1000180_",
    "/1001426_",
    "/1002135_",
    "nvda",
    "0001045810-",
)
"""Parts of the paths of chip makers, cloud and network firms: annual reports of a dozen, SanDisk, Pericom,
Westell, Oracle, Nvidia."""
DRAWN = 300
SEED = 20251121
FOLDERS = ("html", "edgar/submissions_txt", "edgar/8k_1994_2023", "edgar/documents")

Named = tuple[str, Document]


def irrelevant(settings: Settings) -> list[Named]:
    """The labelled documents that are not about this market."""
    return [
        (path.name, document)
        for path in sorted(DEV.glob("*.txt"))
        if not json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["relevant"]
        for document in documents_of(path, settings)
    ]


def others(settings: Settings) -> list[Named]:
    """Real pages and filings of other markets, by the rule above."""
    core = [cue_pattern(row.terms) for row in read_term_groups() if row.group in CORE]

    def kinds(text: str) -> int:
        lowered = text.lower()
        return sum(len(set(pattern.findall(lowered))) for pattern in core)

    every = [
        (f"{folder}/{name}", document)
        for folder in FOLDERS
        for name, document in documents_in(SHARED / "data" / folder, settings)
    ]
    drawn = [
        (place, document)
        for place, document in every
        if not any(part in place for part in OF_THIS_MARKET) and kinds(document.text) < STRONG
    ]
    random.Random(SEED).shuffle(drawn)
    return drawn[:DRAWN]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.false_deals", description=__doc__)
    parser.add_argument("--show", action="store_true", help="also every deal with its sentence")
    arguments = parser.parse_args(argv)
    settings = Settings()
    reader = Reader(settings)
    sets = {"labelled as irrelevant": irrelevant(settings)}
    if there(SHARED / "data"):
        sets["pages and filings of other markets"] = others(settings)
    lines, deals = [], []
    for name, documents in sets.items():
        read = read_all((document for _, document in documents), reader)
        place = {document.id: where for where, document in documents}
        refused = {r.document_id for r in read.refusals if r.reason is RefusalReason.NOT_RELEVANT}
        with_deal = {deal.document_id for deal in read.deals}
        share = f"{len(with_deal) / max(1, len(place)):.3f} ({len(with_deal)}/{len(place)})"
        lines.append((name, len(place), len(refused), share, len(read.deals)))
        deals += [(place[deal.document_id], _told(deal), deal.evidence[0].quote) for deal in read.deals]
    table("False deals", ("documents", "all", "refused by the gate", "with a deal", "deals"), lines)
    shown = deals if arguments.show else list(dict.fromkeys((where, "", "") for where, _, _ in deals))
    table("Documents with a deal", ("document", "deal", "sentence"), shown)
    return 0


def _told(deal: DealClaim) -> str:
    return f"{deal.type} " + ", ".join(f"{party.name} ({party.role})" for party in deal.parties)


if __name__ == "__main__":
    sys.exit(main())
