"""Builds regular expressions out of the words of data files."""

from __future__ import annotations

import re
from collections.abc import Iterable

BLANK = r"[ \t\u00a0\u2009\u202f]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; a blank in a word matches any one blank or hyphen."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", rf"(?:{BLANK}|-|\n)") for word in ordered) + ")"
