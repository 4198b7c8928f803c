"""Finds the noun phrases of a tagged sentence that may name the segment of a figure.

Tags are enough for that: a parse would cost three times as much, and a phrase is seldom longer than a noun,
what describes it and what a preposition joins to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from extractors.knowledge.segment_words import SegmentWords

LONGEST = 9
"""Words of a phrase beyond which it says more than a segment."""
CORE = re.compile(r"[NJGE](?:H?[NJGEPUH])*")
"""Of the codes of words: what describes a noun, and the noun; it is cut behind its last noun."""
LINK = re.compile(r"(?:E?ID?|CD?|E)(?=[NJGE])")
"""What joins a noun phrase to the one before it: "halls [under] construction", "chips [and] memory"."""
TAGS = {
    "NN": "N", "NNS": "N", "NNP": "N", "NNPS": "N", "FW": "N", "JJ": "J", "JJR": "J", "JJS": "J", "VBG": "G",
    "VBN": "E", "HYPH": "H", "POS": "P", "DT": "D", "PRP$": "D", "CC": "C", "CD": "U", "VBD": "V", "VBP": "V",
    "VBZ": "V", "VB": "V", "MD": "V", ",": ",", ":": ":", ".": ".", "-LRB-": "(", "-RRB-": ")", "RB": "R",
    "IN": "i", "TO": "i", "WDT": "W", "WP": "W", "PRP": "O",
}  # fmt: skip
"""One letter for each tag (Penn Treebank)."""
OTHER, NUMBER, LINKING = "x", "#", "I"


class Word(NamedTuple):
    """A word, its tag (Penn Treebank), and its characters in the text."""

    text: str
    tag: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Words `first`..`last` of a sentence; `core`: where its first noun phrase ends; `joints`: the words that
    join others to it; `cut`: whether a noun that measures was left off."""

    first: int
    last: int
    core: int
    joints: tuple[str, ...] = ()
    cut: bool = False


def codes(words: Sequence[Word], numbers: Collection[int], table: SegmentWords) -> str:
    """One letter a word; `numbers`: the words that belong to numbers, which no phrase goes over."""
    return "".join(NUMBER if at in numbers else _code(word, table.joints) for at, word in enumerate(words))


def _code(word: Word, joints: Collection[str]) -> str:
    code = TAGS.get(word.tag, OTHER)
    if word.text in {"-", "–", "/"} and code in {":", "x", "H"}:
        return "H" if word.text != "–" else ":"
    if word.text == "&":
        return "C"
    if code in {"i", "G", "R"} and word.text.lower() in joints:
        return LINKING
    return code


def phrases(words: Sequence[Word], coded: str, table: SegmentWords) -> Iterator[Phrase]:
    """The noun phrases of a sentence, the shortest first, each start with up to two more joined to it."""
    place = 0
    while match := CORE.search(coded, place):
        place = match.end()
        end = coded.rfind("N", match.start(), match.end()) + 1
        if not end:
            continue
        for first in _starts(words, coded, match.start(), end, table):
            yield from _from(words, coded, first, end, table)


def _starts(words: Sequence[Word], coded: str, first: int, end: int, table: SegmentWords) -> Iterator[int]:
    first = _shed(words, coded, first, end, table)
    if first < end:
        yield first
    # What belongs to somebody may be named without the owner.
    for at in range(first, end - 1):
        if coded[at] == "P" and (later := _shed(words, coded, at + 1, end, table)) < end:
            yield later


def _shed(words: Sequence[Word], coded: str, first: int, end: int, table: SegmentWords) -> int:
    while first < end and (coded[first] in "HPU" or words[first].text.lower() in table.shed):
        first += 1
    return first


def _from(words: Sequence[Word], coded: str, first: int, end: int, table: SegmentWords) -> Iterator[Phrase]:
    if words[end - 1].text.lower() in table.heads and first < end - 1:
        cut = end - 1
        while cut > first and coded[cut - 1] in "HP":
            cut -= 1
        if _tells(words, first, cut, table):
            yield Phrase(first, cut, cut, cut=True)
    core = end
    joints: tuple[str, ...] = ()
    for _ in range(3):
        if end - first > LONGEST:
            return
        if _tells(words, first, end, table):
            yield Phrase(first, end, core, joints)
        link = LINK.match(coded, end)
        more = CORE.match(coded, link.end()) if link else None
        if not link or not more:
            return
        joints = (*joints, words[link.start()].text.lower())
        end = coded.rfind("N", more.start(), more.end()) + 1
        if not end:
            return


def _tells(words: Sequence[Word], first: int, last: int, table: SegmentWords) -> bool:
    return any(
        word.tag not in {"HYPH", "POS", "DT", "CD", "IN", "CC"}
        and word.text.lower() not in table.empty
        and word.text.lower() not in table.shed
        and word.text[0].isalpha()
        for word in words[first:last]
    )
