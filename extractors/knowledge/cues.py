"""Words that tell something, as one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many cues; a star ends a word openly."""
    parts = [re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for cue in cues]
    longest_first = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
