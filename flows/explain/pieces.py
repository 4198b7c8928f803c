"""Cuts a text at every border of a mark, so that overlapping marks become elements that nest. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from flows.explain.marks import Mark

MOST_TAGS = 4
"""Marks of exactly the same words that are shown each; the rest is counted."""


class Layer(NamedTuple):
    """One mark over a piece of text."""

    mark: Mark
    anchor: str
    """The id of the element that links lead to, at the first piece of the span; "" elsewhere."""
    label: str
    """What stands behind the span, at its last piece; "" elsewhere."""


class Piece(NamedTuple):
    """A run of text with the marks over it, the widest first."""

    text: str
    layers: tuple[Layer, ...]


def anchor_of(page: str, start: int, end: int) -> str:
    """The id of the first element of a marked span."""
    return f"{page}-{start}-{end}"


def to_pieces(text: str, marks: Iterable[Mark], *, page: str) -> Iterator[Piece]:
    """The whole text in order; `page` keeps the ids of several documents apart."""
    shown = _shown(marks)
    opens: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in shown:
        opens[mark.start].append(mark)
    borders = sorted({0, len(text), *opens, *(mark.end for mark in shown)})
    over: list[Mark] = []
    for start, end in pairwise(borders):
        over = [mark for mark in over if mark.end > start] + opens[start]
        over.sort(key=_widest_first)
        yield Piece(text[start:end], tuple(_layers(over, start, end, page)))


def _layers(over: list[Mark], start: int, end: int, page: str) -> Iterator[Layer]:
    anchored: set[tuple[int, int]] = set()
    for mark in over:
        span = mark.start, mark.end
        is_first = mark.start == start and span not in anchored
        anchored.add(span)
        yield Layer(mark, anchor_of(page, *span) if is_first else "", mark.label if mark.end == end else "")


def _shown(marks: Iterable[Mark]) -> list[Mark]:
    """The marks, of those over the same words the first few; sentences that records share once."""
    shown: list[Mark] = []
    for (_, _, is_evidence), group in groupby(sorted(marks, key=_by_span), key=_by_span):
        same = list(dict.fromkeys(group))
        if is_evidence:
            shown.append(same[0]._replace(record=_listed(mark.record for mark in same)))
        elif len(same) <= MOST_TAGS:
            shown += same
        else:
            last = same[MOST_TAGS - 1]
            more = f"{last.label} and {len(same) - MOST_TAGS} more"
            shown += [*same[: MOST_TAGS - 1], last._replace(label=more)]
    return shown


def _listed(records: Iterable[str]) -> str:
    named = list(dict.fromkeys(records))
    more = f" and {len(named) - MOST_TAGS} more" if len(named) > MOST_TAGS else ""
    return ", ".join(named[:MOST_TAGS]) + more


def _by_span(mark: Mark) -> tuple[int, int, bool]:
    return mark.start, mark.end, mark.sort == "evidence"


def _widest_first(mark: Mark) -> tuple[bool, int, int]:
    return mark.sort != "evidence", mark.start - mark.end, mark.start
