"""Deal recall and precision on real exhibits and filings labelled by hand.

`python -m tests.measures.exhibits [--labels FOLDER] [--show]`

A label is a JSON file of the gold format with more keys: `source`, the file below shared/data, and as needed
`exhibit` (the part of a submission, "" for its main document), `between` (two strings that an excerpt of a
long filing starts and ends with) and `title` (a line put above it, as an excerpt says "we"). Labels lie
outside the project, as they quote recorded texts; figures are not labelled.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractors.labels import document_labels
from extractors.reader import Reader
from extractors.reading import read_all
from pipeline.document import Document
from pipeline.settings import Settings
from tests.gold.corpus import scorer
from tests.measures.real import SHARED, Score, as_document, documents_of, table, there

LABELS = "HAND_LABELS"
"""Variable of the environment that names the folder of labels where --labels does not."""
COUNTED = ("deal", "deal_relaxed", "party", "amount", "relevance")


def labelled(folder: Path, settings: Settings) -> Iterator[tuple[dict[str, Any], Document]]:
    """Each label with its document."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        parts = documents_of(SHARED / "data" / label["source"], settings)
        wanted = label.get("exhibit")
        document = next(part for part in parts if wanted is None or (part.exhibit or "") == wanted)
        text = document.text
        if "between" in label:
            first, last = label["between"]
            start = text.index(first)
            text = text[start : text.index(last, start) + len(last)]
        if "title" in label:
            text = f"{label['title']}\n\n{text}"
        yield label, as_document(text, f"exhibit/{path.stem}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.exhibits", description=__doc__)
    parser.add_argument("--labels", type=Path, default=os.environ.get(LABELS) or None)
    parser.add_argument("--show", action="store_true", help="also every labelled and every read deal")
    arguments = parser.parse_args(argv)
    if not arguments.labels:
        print(f"skipped: exhibits labelled by hand are given by --labels or {LABELS}")  # noqa: T201
        return 0
    if not there(SHARED / "data", arguments.labels):
        return 0
    settings = Settings()
    reader = Reader(settings)
    pairs = list(labelled(arguments.labels, settings))
    found = document_labels(read_all((document for _, document in pairs), reader))
    score = scorer()
    with tempfile.TemporaryDirectory() as place:
        gold, read = Path(place, "gold"), Path(place, "read")
        gold.mkdir()
        read.mkdir()
        for label, document in pairs:
            name = f"{label['id']}.json"
            (gold / name).write_text(json.dumps(label), encoding="utf-8")
            (read / name).write_text(json.dumps(found[document.id]), encoding="utf-8")
        ids = [label["id"] for label, _ in pairs]
        total = score.score_directories(gold, read, ids).total
    counts = {name: total.counts[name] for name in COUNTED}
    table(
        f"{len(pairs)} real exhibits and filings labelled by hand",
        ("what", "precision", "recall", "F1"),
        [(name, *Score(c.hits, c.pred, c.hits, c.gold).cells()) for name, c in counts.items()],
    )
    if arguments.show:
        lines = [
            (label["id"], whose, deal["type"], _parties(deal), deal.get("evidence", "")[:160])
            for label, document in pairs
            for whose, deals in (("label", label["deals"]), ("read", found[document.id]["deals"]))
            for deal in deals
        ]
        table("Deals", ("document", "whose", "type", "parties", "sentence"), lines)
    return 0


def _parties(deal: dict[str, Any]) -> str:
    return ", ".join(f"{party['name']} ({party['role']})" for party in deal["parties"])


if __name__ == "__main__":
    sys.exit(main())
