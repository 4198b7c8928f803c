"""Terms that a text defines for a party it has named: `Foo Holdings Inc. (the "Company")`, "Foo (FH)"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

BRACKETED = re.compile(r"\(([^()]{2,160})\)")
QUOTED = re.compile(r"[\"“”'‘’]\s*(?:[Tt]he\s+)?([A-Za-z][\w&.\- ]{0,38}?)\s*[\"“”'’]")
SHORT = re.compile(r"[A-Z][A-Za-z&]{1,6}")
ENDS = re.compile(r"[.;:]\s+[A-Z]|\n\s*\n|[\"“”]")
WORD = re.compile(r"[\w&]+")
FURTHEST = 90
"""Characters between a name and the brackets that define a term for it: ", a Delaware corporation,"."""
LEAST_INITIALS = 2


class Named(NamedTuple):
    """Characters `start`..`end` of a text that stand for the party `key`."""

    start: int
    end: int
    key: str


class Defined(NamedTuple):
    """A term that stands for the party `key` from character `start` on, behind the brackets at `brackets`."""

    term: str
    key: str
    start: int
    brackets: int


def defined_terms(text: str, named: Sequence[Named], terms: Collection[str]) -> Iterator[Defined]:
    """The terms that a text defines for its parties, `named` in order; those of `terms`, in lower case, may
    be defined for any of them, another only where it shortens the name."""
    ends = [name.end for name in named]
    for bracket in BRACKETED.finditer(text):
        place = bisect_right(ends, bracket.start()) - 1
        if place < 0 or not _reaches(text[named[place].end : bracket.start()]):
            continue
        name = named[place]
        quoted = [term.strip() for term in QUOTED.findall(bracket[1])]
        plain = SHORT.fullmatch(bracket[1].strip())
        for term in quoted or ([plain[0]] if plain else []):
            by_custom = bool(quoted) and term.lower() in terms
            if by_custom or _shortens(text[name.start : name.end], term):
                yield Defined(term, name.key, bracket.end(), bracket.start())


def _reaches(between: str) -> bool:
    """Whether nothing between a name and brackets ends the sentence."""
    return len(between) <= FURTHEST and not ENDS.search(between)


def _shortens(name: str, term: str) -> bool:
    """Whether a term is some of the words of a name, or its initials in order."""
    words = WORD.findall(name)
    if not words or not term[:1].isupper():
        return False
    if {word.lower() for word in WORD.findall(term)} <= {word.lower() for word in words}:
        return True
    letters = [letter for letter in term if letter.isupper()]
    if len(letters) < LEAST_INITIALS or " " in term or words[0][:1].upper() != letters[0]:
        return False
    initials = iter("".join(letter for word in words for letter in _first_and_capitals(word)))
    return all(letter in initials for letter in letters)


def _first_and_capitals(word: str) -> str:
    return word[0].upper() + "".join(letter for letter in word[1:] if letter.isupper())
