"""Sentences of lessons.yml with names filled in: text, type and who has which role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from extractors.knowledge.rows import Row, read_rows
from extractors.training.alignment import LabelledDeal
from pipeline.vocabulary import ROLES, DealType

FILE = Path(__file__).with_name("lessons.yml")
ROUNDS = 3
"""Sets of names that each sentence is told with."""
PLACEHOLDER = re.compile(r"\{([a-z]+)(\d?)\}")
COMPANIES = (
    "Aldergate Compute", "Microsoft", "Brisk Harbour Data Centers", "Calloway Energy", "CoreWeave",
    "Dunmere Cloud",
    "Eskdale Systems", "Google", "Fennimore Power", "Garrick Semiconductor", "Nvidia", "Hartwell Digital",
    "Inverloch", "Oracle", "Juniper Vale Technologies", "Kestrel AI", "Meta", "Larkspur Networks", "Equinix",
    "Merrow",
)  # fmt: skip
LENDERS = (
    "Stonehaven Capital", "Goldman Sachs", "Wexley Bank", "Blackstone", "Oakmere Partners", "JPMorgan",
    "Brookfield", "Tarn Hill Ventures", "Apollo", "Penrose Investments",
)  # fmt: skip
FROM_LENDERS = frozenset({"lender", "investor", "sponsor", "seller"})
VEHICLES = ("Stonehaven Infrastructure Fund III", "Wexley Digital Fund II", "Penrose AI Fund")


class Sentence(Row):
    """One sentence; `type` is a deal type or none."""

    type: str
    text: str


def told_lessons(path: Path = FILE) -> Iterator[tuple[str, list[LabelledDeal]]]:
    """Each sentence with several sets of names, and the deal it tells."""
    turns = count()
    for sentence in read_rows(path, Sentence):
        for _ in range(ROUNDS):
            yield _filled(sentence, next(turns))


def _filled(sentence: Sentence, turn: int) -> tuple[str, list[LabelledDeal]]:
    companies = islice(_cycle(COMPANIES, turn * 3), len(COMPANIES))
    lenders = islice(_cycle(LENDERS, turn * 3), len(LENDERS))
    parties: list[tuple[str, str]] = []

    def name(match: re.Match[str]) -> str:
        role = match[1]
        if role == "vehicle":
            chosen = VEHICLES[turn % len(VEHICLES)]
        else:
            chosen = next(lenders if role in FROM_LENDERS else companies)
        parties.append((chosen, role))
        return chosen

    text = PLACEHOLDER.sub(name, sentence.text)
    if sentence.type == "none":
        return text, []
    parties += _public_bodies(sentence)
    allowed = {role.value for role in ROLES[DealType(sentence.type)].all}
    named = tuple((party, role) for party, role in parties if role in allowed)
    return text, [LabelledDeal(sentence.type, named, (), 0, len(text), "announced")]


def _public_bodies(sentence: Sentence) -> list[tuple[str, str]]:
    bodies = re.findall(
        r"U\.S\. Department of Energy|European Commission|Department of Commerce|Hamlin County"
        r"|Ministry of Digital Affairs",
        sentence.text,
    )
    return [(body, "grantor") for body in bodies]


def _cycle(names: tuple[str, ...], start: int) -> Iterator[str]:
    for number in count(start):
        yield names[number % len(names)]
