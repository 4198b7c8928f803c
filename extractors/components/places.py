"""Places whose name holds an "and", which are read as two."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span

NAMES_WITH_AND = frozenset(
    {
        "andaman and nicobar", "antigua and barbuda", "argyll and bute", "barking and dagenham",
        "bosnia and herzegovina", "brighton and hove", "castile and león", "dadra and nagar haveli",
        "dumfries and galloway", "hammersmith and fulham", "jammu and kashmir", "kensington and chelsea",
        "newfoundland and labrador", "perth and kinross", "redcar and cleveland", "saint kitts and nevis",
        "saint vincent and the grenadines", "sao tome and principe", "st kitts and nevis",
        "st vincent and the grenadines", "st. kitts and nevis", "st. vincent and the grenadines",
        "são tomé and príncipe", "telford and wrekin", "trinidad and tobago", "turks and caicos",
        "turks and caicos islands", "tyne and wear", "wallis and futuna", "windsor and maidenhead",
    }
)  # fmt: skip
"""Countries and regions, in lower case."""
MOST_BETWEEN = 2
"""Words: "and the" of "Saint Vincent and the Grenadines"."""


def joined(places: Iterable[Span]) -> list[Span]:
    """The places in order, the two halves of such a name as one."""
    found: list[Span] = []
    for place in places:
        half = found[-1] if found else None
        if half is not None and place.start - half.end <= MOST_BETWEEN:
            whole = Span(place.doc, half.start, place.end, label=place.label)
            if " ".join(whole.text.lower().replace("&", "and").split()) in NAMES_WITH_AND:
                found[-1] = whole
                continue
        found.append(place)
    return found
