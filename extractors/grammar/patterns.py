"""Builds regular expressions out of the words of data files."""

from __future__ import annotations

import re
from collections.abc import Iterable

BLANK = r"[ \t\u00a0\u2009\u202f]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; a blank in a word matches any one blank or hyphen."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", rf"(?:{BLANK}|-|\n)") for word in ordered) + ")"


def words(listed: Iterable[str]) -> str:
    """A pattern for any of the words; a star stands for any letters, a blank for any white space."""
    ordered = sorted(set(listed), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_open(word) for word in ordered) + ")"


def _open(word: str) -> str:
    escaped = re.escape(word).replace(r"\ ", r"\s")
    return re.sub(r"^\\\*", "[a-z]{3,}", escaped).replace(r"\*", r"\w*")
