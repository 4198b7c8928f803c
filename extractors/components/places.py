"""Places whose name holds an "and", which are read as two."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spacy.tokens import Span

MOST_BETWEEN = 2
"""Words: "and the" of "Saint Vincent and the Grenadines"."""


def joined(places: Iterable[Span], names: Collection[str]) -> list[Span]:
    """The places in order, the two halves of one of the names, which are in lower case, as one."""
    found: list[Span] = []
    for place in places:
        half = found[-1] if found else None
        if half is not None and place.start - half.end <= MOST_BETWEEN:
            whole = Span(place.doc, half.start, place.end, label=place.label)
            if " ".join(whole.text.lower().replace("&", "and").split()) in names:
                found[-1] = whole
                continue
        found.append(place)
    return found
