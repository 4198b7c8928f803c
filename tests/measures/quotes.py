"""Chips and power in the quotes of a table of GPU clusters, against the table's own columns.

`python -m tests.measures.quotes [--wrong]`

A number of a column is wanted where its row's quote states it in figures, as is or in thousands or
millions. A number found is right where a row with the same quote has it in some column, its parts
(secondary chips) and rounded values (within 1 %) included; what the quote says of other machines therefore
counts as wrong, and precision is a lower bound.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.components.quantities import read_quantity_grammar
from extractors.quantity import QuantityKind
from extractors.reader import Reader
from pipeline.settings import Settings
from pipeline.vocabulary import FigureKind
from tests.measures.real import SCORE_HEADS, SHARED, Score, as_document, close, rows, table, there

CLUSTERS = SHARED / "data" / "market" / "epoch" / "gpu_clusters.csv.gz"
COLUMNS = {
    QuantityKind.CHIPS: (
        "Chip quantity (primary)",
        "Chip quantity (secondary)",
        "Total number of AI chips",
    ),
    QuantityKind.POWER: ("Reported Power Capacity (MW)",),
}
SCALES = {
    QuantityKind.CHIPS: {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6},
    QuantityKind.POWER: {"mw": 1.0, "megawatt": 1.0, "gw": 1e3, "gigawatt": 1e3, "kw": 1e-3},
}
NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s*\+?[ -]?([a-z]*)")

Numbers = Mapping[QuantityKind, set[float]]
Table = Mapping[str, Numbers]
"""The columns' numbers by quote."""


def quoted(clusters: Iterable[dict[str, str]]) -> Table:
    """The numbers of all rows that share a quote, by quote."""
    found: defaultdict[str, defaultdict[QuantityKind, set[float]]] = defaultdict(lambda: defaultdict(set))
    for row in clusters:
        if quote := row["Quote"].strip():
            for kind, names in COLUMNS.items():
                found[quote][kind] |= {float(row[name]) for name in names if row[name]}
    return found


def stated(quote: str, kind: QuantityKind) -> set[float]:
    """Every number that the quote has in figures, times the scale written behind it, whatever it counts."""
    numbers = set()
    for figures, word in NUMBER.findall(quote.lower()):
        number = float(figures.replace(",", ""))
        scales = SCALES[kind]
        factor = scales.get(word, scales.get(word.rstrip("s"), scales.get("")))
        if factor is not None:
            numbers.add(number * factor)
    return numbers


def by_grammar(quotes: Iterable[str]) -> Iterator[Numbers]:
    """Chips and power as the quantities component finds them, but chips of one machine ("8 GPUs each")."""
    grammar = read_quantity_grammar()
    for quote in quotes:
        usable = [q for q in grammar.find(quote) if not (q.vague or (q.unit == "chip" and q.per))]
        yield {
            kind: {float(n) for q in usable if q.kind is kind for n in (q.low, q.high)} for kind in COLUMNS
        }


def by_claims(quotes: Iterable[str], reader: Reader) -> Iterator[Numbers]:
    """Chips and power in the claims of the whole reader, which is told that each quote is relevant."""
    docs = []
    for number, quote in enumerate(quotes):
        doc = reader.nlp.make_doc(quote)
        doc._.document = as_document(quote, f"quote/{number}")
        docs.append(doc)
    for doc in reader.nlp.pipe(docs):
        figures = {
            QuantityKind.CHIPS: [f for f in doc._.figures if f.kind is FigureKind.CHIPS],
            QuantityKind.POWER: [f for f in doc._.figures if f.unit == "MW"],
        }
        deals = {
            QuantityKind.CHIPS: [chips for deal in doc._.deals for chips in deal.chips],
            QuantityKind.POWER: [power for deal in doc._.deals for power in deal.capacity],
        }
        yield {
            kind: {float(n) for claim in (*figures[kind], *deals[kind]) for n in (claim.low, claim.high)}
            for kind in COLUMNS
        }


def score(wanted: Table, found: Mapping[str, Numbers], kind: QuantityKind) -> Score:
    """Numbers of one kind over all quotes."""
    hits = all_found = recalled = all_wanted = 0
    for quote, numbers in wanted.items():
        told, got = _wanted(quote, numbers, kind), found[quote][kind]
        hits += sum(any(close(number, other) for other in numbers[kind]) for number in got)
        all_found += len(got)
        recalled += sum(any(close(number, other) for other in got) for number in told)
        all_wanted += len(told)
    return Score(hits, all_found, recalled, all_wanted)


def _wanted(quote: str, numbers: Numbers, kind: QuantityKind) -> set[float]:
    return {n for n in numbers[kind] if any(close(n, other) for other in stated(quote, kind))}


def wrong(wanted: Table, found: Mapping[str, Numbers]) -> Iterator[tuple[str, str, str]]:
    """What was missed and what was found beside the columns, with the quote, for a person to judge."""
    for quote, numbers in wanted.items():
        for kind in COLUMNS:
            got = found[quote][kind]
            missed = {n for n in _wanted(quote, numbers, kind) if not any(close(n, o) for o in got)}
            beside = {n for n in got if not any(close(n, o) for o in numbers[kind])}
            if missed or beside:
                yield f"{kind} missed {sorted(missed)}", f"beside {sorted(beside)}", quote[:300]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.measures.quotes", description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="also what the grammar missed or found beside")
    arguments = parser.parse_args(argv)
    if not there(CLUSTERS):
        return 0
    wanted = quoted(rows(CLUSTERS))
    ways: dict[str, dict[str, Numbers]] = {
        "quantities found": dict(zip(wanted, by_grammar(wanted), strict=True)),
        "claims made": dict(zip(wanted, by_claims(wanted, Reader(Settings())), strict=True)),
    }
    table(
        f"Chips and power in {len(wanted)} quotes of GPU clusters, against the table's columns",
        ("what", "by", *SCORE_HEADS),
        [
            (kind.value, way, *score(wanted, found, kind).cells())
            for kind in COLUMNS
            for way, found in ways.items()
        ],
    )
    if arguments.wrong:
        table("Missed or beside", ("missed", "beside", "quote"), wrong(wanted, ways["quantities found"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
