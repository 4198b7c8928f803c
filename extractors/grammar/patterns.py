"""Builds regular expressions out of the words of data files."""

from __future__ import annotations

import re
from collections.abc import Iterable

BLANK = r"[ \t\u00a0\u2009\u202f]"

IN_A_ROW = r"[^\n]*(?:[|\t]|[ ]{3})"
BREAK = rf"\n(?=(?-i:[a-z]|[MGT]Wh?[ ][a-z]))(?!{IN_A_ROW})"
"""A line break inside prose, from a number to what it counts: the next line goes on in lower case, or with
"MW" and then so, and is no row of a table."""
_TORN = re.compile(rf"\n(?:[A-Z][a-z]|\s|{IN_A_ROW})")


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether words go on in what begins anew: a paragraph, a row, a capitalised word on the next line."""
    return any(_TORN.match(text, place) for place in range(start, end) if text[place] == "\n")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; a blank in a word matches any one blank or hyphen."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", rf"(?:{BLANK}|-|\n)") for word in ordered) + ")"


def evened(word: str) -> str:
    """With one blank for what `any_of` lets stand for one: "up-to" is "up to"."""
    return re.sub(r"[\s-]+", " ", word)


def plain(word: str) -> str:
    """The same in lower case."""
    return evened(word).lower()


def words(listed: Iterable[str]) -> str:
    """A pattern for any of the words; a star stands for any letters, a blank for any white space."""
    ordered = sorted(set(listed), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_open(word) for word in ordered) + ")"


def _open(word: str) -> str:
    escaped = re.escape(word).replace(r"\ ", r"\s")
    return re.sub(r"^\\\*", "[a-z]{3,}", escaped).replace(r"\*", r"\w*")
