"""Of which of its parties a text speaks where it says "we" or "the company"."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from extractors.reference.defined import Named

# Chosen on the labelled texts: where "we" or "the company" tells a deal, the party chosen is, in 75 and in 65
# of a hundred, one that the deal has and the sentence does not name.
HEAD = 400
"""Characters in which whoever publishes a text names itself."""
TITLE_SPEAKS, HEAD_SPEAKS = 4.0, 1.0
TITLE_CALLED, LATER = 1.0, 0.6
FADING = 0.7
"""What a mention counts with each sentence that it lies further back."""
RIVAL = -1.0
"""Whom a sentence names it does not call by a noun."""
OFFICE = 0.2
"""What a mention of an authority counts: it is seldom whom a text speaks for."""


class Salience:
    """The named parties of a text, in order; `offices` are the keys of authorities."""

    def __init__(
        self, text: str, sentences: Sequence[int], named: Sequence[Named], offices: Collection[str]
    ) -> None:
        self._sentences, self._offices = sentences, offices
        self._title = _end_of_title(text)
        self._named = [(name, self._sentence(name.start)) for name in named]

    def _sentence(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def speaker(self) -> str | None:
        """The party that a text most likely speaks for."""
        counts: dict[str, float] = defaultdict(float)
        for name, _ in self._named:
            weight = 1.0 + HEAD_SPEAKS * (name.start < HEAD) + TITLE_SPEAKS * (name.start < self._title)
            counts[name.key] += self._weighed(name, weight)
        return _most(counts)

    def called(self, place: int) -> str | None:
        """The party that a noun at a character most likely calls."""
        here = self._sentence(place)
        counts: dict[str, float] = defaultdict(float)
        for name, sentence in self._named:
            weight = TITLE_CALLED * (name.start < self._title)
            if sentence == here:
                weight += RIVAL
            else:
                weight += LATER if sentence > here else FADING ** (here - sentence - 1)
            counts[name.key] += self._weighed(name, weight)
        return _most(counts)

    def _weighed(self, name: Named, weight: float) -> float:
        return weight * (OFFICE if name.key in self._offices else 1.0)


def _most(counts: Mapping[str, float]) -> str | None:
    return max(counts, key=lambda key: counts[key], default=None)


def _end_of_title(text: str) -> int:
    begun = len(text) - len(text.lstrip())
    end = text.find("\n", begun)
    return len(text) if end < 0 else end
