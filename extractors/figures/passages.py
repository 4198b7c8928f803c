"""The passages of a text in which the segment of a figure is looked for, as tagged words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from extractors.figures.candidates import MOST_WORDS, OWN, Carried, Passage, Setting
from extractors.figures.phrases import Word

TITLE = 0
"""The first sentence of a text is its title."""
HEADING = 10
"""Words that a heading holds at most; no stop ends it."""
BACK = 25
"""Sentences before a number among which its heading is looked for."""


class Stretch(NamedTuple):
    """Characters `start`..`end` that state a number; `counted`: together with the noun it counts, which may
    be the segment: "33 [data centres]"."""

    start: int
    end: int
    counted: bool


class Passages:
    """The sentences of one text, by their characters; `tagged` gives the words of some of them, by number."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        numbers: Iterable[Stretch],
        names: Iterable[tuple[int, int, str]],
        tagged: Callable[[Sequence[int]], Sequence[Sequence[Word]]],
    ) -> None:
        self.text, self.sentences = text, sentences
        self._starts = [start for start, _ in sentences]
        self._numbers = {at: number for number in numbers for at in range(number.start, number.end)}
        self._names = {at: sort for start, end, sort in names for at in range(start, end)}
        self._tagged = tagged
        self._passages: dict[int, Passage] = {}

    def sentence_at(self, place: int) -> int:
        """The number of the sentence around a character."""
        return max(0, bisect_right(self._starts, place) - 1)

    def prepare(self, places: Iterable[int]) -> None:
        """Tag what the numbers at some characters need, all in one go."""
        needed = {number for place in places for number in self._around(self.sentence_at(place)).values()}
        missing = sorted(needed - set(self._passages))
        for number, words in zip(missing, self._tagged(missing), strict=True):
            self._passages[number] = self._passage(words)

    def setting(
        self, start: int, end: int, kind: str, subject: str | None, carried: Carried | None
    ) -> Setting | None:
        """What is known of the number at some characters; None where its sentence is too long to tell."""
        around = {name: self._passages[at] for name, at in self._around(self.sentence_at(start)).items()}
        own = around[OWN]
        inside = [at for at, word in enumerate(own.words) if word.start < end and start < word.end]
        held = [at for at in inside if at in own.numbers] or inside[:1]
        if not held:
            return None
        return Setting(kind, held[0], held[-1] + 1, around, subject, carried)

    def _around(self, number: int) -> Mapping[str, int]:
        """The sentence itself, the one before it, what leads in or heads it, and the title."""
        found = {OWN: number}
        for name, other in (("before", number - 1), ("lead", self._lead(number)), ("title", TITLE)):
            if other is not None and other >= 0 and other not in found.values():
                found[name] = other
        return found

    def _lead(self, number: int) -> int | None:
        first = number
        while first > 0 and not self._begins(first):
            first -= 1
        if first < number - 1:
            return first
        for at in range(number - 2, max(TITLE, number - BACK), -1):
            start, end = self.sentences[at]
            told = self.text[start:end].strip()
            if self._begins(at) and not told.endswith((".", "?", "!")) and len(told.split()) <= HEADING:
                return at
        return None

    def _begins(self, number: int) -> bool:
        """Whether a sentence begins its paragraph."""
        start, end = self.sentences[number - 1][1] - 1, self.sentences[number][0] + 1
        return number == 0 or "\n" in self.text[max(0, start) : end]

    def _passage(self, words: Sequence[Word]) -> Passage:
        words = [word for word in words if not word.text.isspace()][:MOST_WORDS]
        numbers = frozenset(at for at, word in enumerate(words) if self._is_number(word))
        names = {at: self._names[word.start] for at, word in enumerate(words) if word.start in self._names}
        return Passage(words, numbers, names)

    def _is_number(self, word: Word) -> bool:
        number = self._numbers.get(word.start) or self._numbers.get(word.end - 1)
        return number is not None and (not number.counted or word.tag == "CD" or word.text[0].isdigit())
