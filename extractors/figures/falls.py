"""Tells whether a rate of growth is a fall."""

from __future__ import annotations

import re

from extractors.knowledge.cues import cue_pattern
from extractors.knowledge.fall_cues import FallCues

REACH = 45
"""Characters before a number in which a word of falling still speaks of it."""
CLOSE = 12
BREAK = re.compile(r"[;:.]\s|,\s(?:while|but|whereas|and)\s|\d\s?(?:%|per\s?cent)", re.IGNORECASE)
"""What ends the reach of a word: another clause or another rate."""


LEVEL = re.compile(r"\b(?:from|to|below|under)\b", re.IGNORECASE)
"""Words that make the number a level instead of a change: "fell to 18 percent"."""


class Falls:
    """The cues, compiled."""

    def __init__(self, cues: FallCues) -> None:
        self._before, self._behind = cue_pattern(cues.before), cue_pattern(cues.behind)

    def tells(self, text: str, start: int, end: int) -> bool:
        """Whether the words around `text[start:end]` say that something fell by it, not from or to it."""
        before = text[max(0, start - REACH) : start]
        breaks = [match.end() for match in BREAK.finditer(before)]
        for match in self._before.finditer(before, breaks[-1] if breaks else 0):
            if not LEVEL.search(before, match.end()):
                return True
        behind = self._behind.search(text, end, end + REACH)
        return bool(behind and behind.start() <= end + CLOSE and not BREAK.search(text, end, behind.start()))
