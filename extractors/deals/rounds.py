"""Which funding round a sentence speaks of, and which public programme, as far as it names one."""

from __future__ import annotations

import re
from collections.abc import Collection

ROUND = re.compile(
    r"\b(?P<before>pre-)?(?:series[ -](?P<letter>[a-k])(?P<part>[1-9]?)\b"
    r"|(?P<seed>seed)(?= (?:round|funding|financing|investment|extension|capital|stage)\b))",
    re.IGNORECASE,
)
NAME_WORD = r"[A-Z][\w&’'-]*"
FIRST_WORD = rf"(?!(?:The|A|An|Under|In|From|By|Its|This)\b){NAME_WORD}"
LINK = r"(?:of|and|for|the|on|&|in)"


def stated_round(sentence: str) -> str | None:
    """The round as the market writes it: "Series B", "pre-Series A", "seed"."""
    found = ROUND.search(sentence)
    if found is None:
        return None
    if found["seed"]:
        return "pre-seed" if found["before"] else "seed"
    name = f"Series {found['letter'].upper()}{found['part']}"
    return f"pre-{name}" if found["before"] else name


def stated_programme(sentence: str, endings: Collection[str]) -> str | None:
    """The first name in a sentence that ends in a word for programmes, such as "CHIPS and Science Act"."""
    ending = "|".join(re.escape(word.title()) for word in sorted(endings, key=len, reverse=True))
    found = re.search(rf"\b{FIRST_WORD}(?: (?:{LINK} )*{NAME_WORD})*? (?:{ending})\b", sentence)
    return found[0] if found else None
