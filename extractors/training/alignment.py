"""Finds, in a labelled document, the words that tell a labelled deal, and which names are one party's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

SHORTEST = 3


class LabelledDeal(NamedTuple):
    """A labelled deal; `start`..`end` are the characters of its evidence, (-1, -1) where it is not found."""

    type: str
    parties: tuple[tuple[str, str], ...]
    """(name, role)."""
    start: int
    end: int


def labelled_deals(text: str, labels: Mapping[str, object]) -> list[LabelledDeal]:
    """The deals of a label file."""
    deals = labels.get("deals")
    assert isinstance(deals, list)
    return [_labelled(text, deal) for deal in deals]


def _labelled(text: str, deal: Mapping[str, Any]) -> LabelledDeal:
    start, end = find_evidence(text, str(deal.get("evidence") or ""))
    parties = tuple((str(p["name"]), str(p["role"])) for p in deal["parties"])
    return LabelledDeal(str(deal["type"]), parties, start, end)


def find_evidence(text: str, quote: str) -> tuple[int, int]:
    """Characters of a quote that may leave out its middle (" … "), whatever its spacing."""
    parts = [part.strip() for part in re.split(r"…|\.\.\.", quote) if part.strip()]
    if not parts:
        return -1, -1
    found = _search(text, parts[0], 0)
    if found is None:
        return -1, -1
    start, end = found
    for part in parts[1:]:
        later = _search(text, part, end)
        if later is not None:
            end = later[1]
    return start, end


def _search(text: str, part: str, position: int) -> tuple[int, int] | None:
    words = [re.escape(word) for word in part.split()]
    for size in (len(words), 6, 4):
        match = re.compile(r"\s+".join(words[:size]), re.IGNORECASE).search(text, position)
        if match:
            return match.start(), match.end()
    return None


def same_name(one: str, other: str) -> bool:
    """Whether one name is the other or begins it."""
    left, right = _words(one), _words(other)
    shared = min(len(left), len(right))
    if not shared or left[:shared] != right[:shared]:
        return left == right
    return len(left[0]) >= SHORTEST or left == right


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.findall(r"[\w&]+", re.sub(r"['’]s\b", "", text))
