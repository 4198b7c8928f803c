"""Finds parties that are listed with a number each: "took 200 MW from Adler and 176 MW from Brandt"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

OF_NUMBER = re.compile(r"[^.;:()]{0,60}?\b(from|to|by|with|for|at|in|into|of)\s+(?:the\s+)?")
"""From a number to the party it belongs to; the preposition is the same all along a list."""
OF_FIRST = re.compile(r"(?:['’]s)?[^.;:]{0,60}?")
"""From the first party of a list to its number: a verb may stand there, which the others need not repeat."""
OF_LATER = re.compile(r"(?:['’]s)?(?:\s+\w+){0,3}[\s(,:–—-]*(?:about|around|some|up to|for|with|at|to)?\s*")
"""From a later party to its number."""
NEXT = re.compile(
    r"[^.]{0,80}?(?:[,;]|[,;]?\s+(?:and|plus|while|with|but)|\))\s+(?:(?:and|another|a further|the)\s+)*"
)
"""From one pair of a list to the next."""


class Place(NamedTuple):
    """Characters `start`..`end` of a sentence that name a party or state a number."""

    start: int
    end: int


class Pair(NamedTuple):
    """A party and the number told of it, as indices of the places given."""

    party: int
    number: int


def listed_pairs(sentence: str, parties: Sequence[Place], numbers: Sequence[Place]) -> list[list[Pair]]:
    """The lists of two or more parties, each beside one of the numbers, which are all of one kind; parties
    and numbers are given in order."""
    found = [
        *_runs(_numbers_first(sentence, parties, numbers)),
        *_runs(_parties_first(sentence, parties, numbers)),
    ]
    return [run for run in found if len({pair.party for pair in run}) == len(run) > 1]


def _runs(found: Iterable[Pair | None]) -> list[list[Pair]]:
    """What stands between two breaks."""
    runs: list[list[Pair]] = [[]]
    for pair in found:
        if pair is None:
            runs.append([])
        else:
            runs[-1].append(pair)
    return runs


def _numbers_first(
    sentence: str, parties: Sequence[Place], numbers: Sequence[Place]
) -> Iterator[Pair | None]:
    """Each number with the party behind it; None where a list ends."""
    preposition, behind = "", 0
    for at, number in enumerate(numbers):
        limit = numbers[at + 1].start if at + 1 < len(numbers) else len(sentence)
        party, last = bisect_left(parties, (number.end,)), bisect_left(parties, (limit,))
        link = OF_NUMBER.fullmatch(sentence, number.end, parties[party].start) if party < last else None
        goes_on = link and link[1] == preposition and NEXT.fullmatch(sentence, behind, number.start)
        if not goes_on:
            yield None
        preposition = link[1] if link else ""
        if link:
            behind = parties[last - 1].end
            yield Pair(party, at)


def _parties_first(
    sentence: str, parties: Sequence[Place], numbers: Sequence[Place]
) -> Iterator[Pair | None]:
    """Each number with a party before it; None where a list ends."""
    begun, after = False, 0
    for at, number in enumerate(numbers):
        beside = range(bisect_left(parties, (after,)), bisect_left(parties, (number.start,)))
        goes_on = (
            begun
            and beside
            and NEXT.fullmatch(sentence, after, parties[beside[0]].start)
            and OF_LATER.fullmatch(sentence, parties[beside[-1]].end, number.start)
        )
        after = number.end
        if goes_on:
            yield Pair(beside[0], at)
            continue
        yield None
        # What stands before the first party is the sentence's, so that the last one before the number counts.
        begun = bool(beside and OF_FIRST.fullmatch(sentence, parties[beside[-1]].end, number.start))
        if begun:
            yield Pair(beside[-1], at)
