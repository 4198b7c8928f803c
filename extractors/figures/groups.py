"""Firms that one number is told of together: "Amazon, Microsoft and Meta will spend $300 billion"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span

from extractors.encoder.scope import Mention

LINK = re.compile(r"(?:,\s*(?:and\s+|plus\s+)?|\s+and\s+|\s+plus\s+|\s*&\s*)(?:the\s+)?")
JOINED = re.compile(r"\b(?:and|plus)\b|&")
"""What joins two names of a list; names with commas alone are rather a firm and its town."""
OF_THE_LAST = re.compile(r"\s*,?\s*(?:which|who|whose|where|that)\b|['’]")
"""What follows a list of whose last name alone more is said."""
APART = re.compile(r"\b(?:each|respectively|apiece)\b")
"""Words of a sentence that gives every firm of a list a number of its own."""


NEAR = 400
"""Characters before a number, within its sentence, in which those stand of whom it is told."""
BEHIND = 100
"""Characters behind a number, within its sentence, that may give each firm its own."""


def told_together(doc: Doc, names: Sequence[Mention], subject: Mention, number: int) -> Sequence[Mention]:
    """The list of names in which the subject of a number stands before it, or the subject alone.

    `names` are those of the text in order, `number` is the character at which the number begins.
    """
    around = _around(doc, number)
    offset, text = around.start_char, around.text
    here = names[bisect_left(names, (offset,)) : bisect_left(names, (number,))]
    if subject not in here or APART.search(text):
        return [subject]
    between = [text[one.end - offset : other.start - offset] for one, other in pairwise(here)]
    first, last = list_around(here.index(subject), between)
    if first == last or OF_THE_LAST.match(text, here[last].end - offset):
        return [subject]
    return here[first : last + 1]


def list_around(place: int, between: Sequence[str]) -> tuple[int, int]:
    """The first and last of the list that the name at a place belongs to, by what stands between the names.

    In a list "and" comes last: "Unlike Amazon and Microsoft, Meta" lists two.
    """
    first, lists = 0, []
    for at, link in enumerate(between):
        closed = at > first and JOINED.search(between[at - 1]) and not JOINED.search(link)
        if closed or not LINK.fullmatch(link):
            lists.append((first, at))
            first = at + 1
    lists.append((first, len(between)))
    first, last = next((start, end) for start, end in lists if start <= place <= end)
    return (first, last) if any(map(JOINED.search, between[first:last])) else (place, place)


def _around(doc: Doc, number: int) -> Span:
    """The words of a number's sentence that stand near it."""
    word = doc.char_span(number, number + 1, alignment_mode="expand")
    assert word is not None, "expanding spans always fit the tokens"
    sentence = word.sent
    first, last = max(number - NEAR, sentence.start_char), min(number + BEHIND, sentence.end_char)
    span = doc.char_span(first, last, alignment_mode="expand")
    assert span is not None
    return span
