"""What is to be marked in a document's text, from its claims and their offsets alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flows.wording import plain
from pipeline.claims import DealClaim, Evidence, FigureClaim, Refusal, Stated

COLOURS = 11
"""How many colours the style has for deals; the twelfth deal begins again with the first."""


class Mark(NamedTuple):
    """`text[start:end]` belongs to a record."""

    start: int
    end: int
    sort: str
    """ "evidence", "party", "amount", "chips", "power", "place", "figure", "about" or "refused"."""
    record: str
    """The record's name, "deal 2"; "" for what no record has."""
    colour: str
    """A class of the style: "c1" to "c11" for deals, "figures", "refused"."""
    label: str
    """What stands behind the span in small letters; "" for nothing."""

    @property
    def told(self) -> str:
        """What a pointer over the span is told."""
        return f"{self.record}: {self.label or self.sort}" if self.record else self.label


def deal_marks(number: int, deal: DealClaim) -> Iterator[Mark]:
    """The spans of the deal that is shown as number `number`, from 1."""
    record, colour = f"deal {number}", f"c{(number - 1) % COLOURS + 1}"

    def mark(stated: Stated, sort: str, label: str) -> Mark:
        return Mark(stated.start, stated.end, sort, record, colour, label)

    yield from (mark(sentence, "evidence", "") for sentence in deal.evidence)
    yield from (mark(party, "party", f"{number} {party.role}") for party in deal.parties)
    yield from (mark(amount, "amount", f"{number} {plain(amount.kind)}") for amount in deal.amounts)
    yield from (mark(chips, "chips", f"{number} chips") for chips in deal.chips)
    yield from (mark(power, "power", f"{number} capacity") for power in deal.capacity)
    yield from (mark(found, "place", f"{number} place") for found in named_in(deal.places, deal.evidence))


def figure_marks(number: int, figure: FigureClaim) -> Iterator[Mark]:
    """The spans of the figure that is shown as number `number`."""
    record = f"figure {number}"
    yield from (Mark(e.start, e.end, "evidence", record, "figures", "") for e in figure.evidence)
    yield Mark(figure.start, figure.end, "figure", record, "figures", f"f{number} {plain(figure.kind)}")
    about = [name for name in (*figure.entities, figure.segment, figure.product) if name]
    for found in named_in(about, figure.evidence):
        yield Mark(found.start, found.end, "about", record, "figures", f"f{number} about")


def refusal_mark(refusal: Refusal) -> Mark:
    """The span of something seen and not claimed."""
    label = f"{refusal.subject}: {plain(refusal.reason)}"
    return Mark(refusal.start, refusal.end, "refused", "", "refused", label)


def named_in(names: Iterable[str], evidence: Sequence[Evidence]) -> Iterator[Stated]:
    """Where names that a claim holds without offsets stand in the sentences it quotes."""
    for name in dict.fromkeys(names):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        for sentence in evidence:
            for match in pattern.finditer(sentence.quote):
                yield Stated(start=sentence.start + match.start(), end=sentence.start + match.end())
