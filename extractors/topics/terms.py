"""Finds the words that show segments and themes in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractors.knowledge.topic_terms import TopicTerms
from pipeline.vocabulary import TopicKind

MOST_KNOWN = 10_000
"""Different words remembered with what they show: open terms match without end over a long run."""

Key = tuple[TopicKind, str]
"""A kind and one of its values."""


class Mention(NamedTuple):
    """Words at `text[start:end]` that show a topic."""

    start: int
    end: int


class Terms:
    """All terms of all topics, compiled; built once."""

    def __init__(self, rows: Mapping[TopicKind, Iterable[TopicTerms]]) -> None:
        self.rows: Mapping[Key, TopicTerms] = {
            (kind, row.value): row for kind, of_kind in rows.items() for row in of_kind
        }
        self._every = _pattern(term for row in self.rows.values() for term in (*row.terms, *row.bars))
        self._terms = {key: _pattern(row.terms) for key, row in self.rows.items()}
        self._bars = {key: _pattern(row.bars) for key, row in self.rows.items() if row.bars}
        self._shown: dict[str, tuple[Key, ...]] = {}

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Key, Mention]]:
        """Each topic shown by each mention between `start` and `end`, in the order of the text.

        Where terms overlap, the longest that begins first counts, for every topic that has a part of it.
        """
        lowered = _lower(text[start:end])
        for match in self._every.finditer(lowered):
            words = match[0]
            if words not in self._shown:
                if len(self._shown) >= MOST_KNOWN:
                    self._shown.clear()
                self._shown[words] = tuple(self._topics_of(words))
            mention = Mention(start + match.start(), start + match.end())
            yield from ((key, mention) for key in self._shown[words])

    def _topics_of(self, words: str) -> Iterator[Key]:
        for key, pattern in self._terms.items():
            bars = self._bars.get(key)
            if pattern.search(bars.sub(" ", words) if bars else words):
                yield key


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    # Grouped by first letter: the engine then tries a dozen alternatives at a word instead of hundreds.
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for term in sorted(set(terms), key=len, reverse=True):
        rest = re.escape(term[1:]).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+")
        by_letter[term[0]].append(rest)
    letters = (f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(letters)})(?!\w)")


def _lower(text: str) -> str:
    """The text in lower case at unchanged length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
