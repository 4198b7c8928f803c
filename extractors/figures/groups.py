"""Firms that one number is told of together: "Amazon, Microsoft and Meta will spend $300 billion"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span

from extractors.encoder.scope import Mention
from extractors.extensions import QUANTITIES

LINK = re.compile(r"(?:,\s*(?:and\s+|plus\s+)?|\s+and\s+|\s+plus\s+|\s*&\s*)(?:the\s+)?")
JOINED = re.compile(r"\b(?:and|plus)\b|&")
"""What joins two names of a list; names with commas alone are rather a firm and its town."""
OF_THE_LAST = re.compile(r"\s*,?\s*(?:which|who|whose|where|that)\b|['’]")
"""What follows a list of whose last name alone more is said."""
APART = re.compile(r"\b(?:each|respectively|apiece)\b")
"""Words of a sentence that gives every firm of a list a number of its own."""
IN_ORDER = re.compile(r"\brespectively\b")
NEXT_NUMBER = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+)(?:(?:about|around|some|roughly|nearly|over)\s+)?")
TWO_YEARS = re.compile(r"\b(?:19|20)\d{2}\s+and\s+(?:19|20)\d{2}\b")
"""Years that "respectively" may speak of rather than of the firms."""

NEAR = 400
"""Characters before a number, within its sentence, in which those stand of whom it is told."""
BEHIND = 100
"""Characters behind a number, within its sentence, that may give each firm its own."""


def told_together(doc: Doc, names: Sequence[Mention], subject: Mention, number: int) -> Sequence[Mention]:
    """The list of names in which the subject of a number stands before it, or the subject alone.

    `names` are those of the text in order, `number` is the character at which the number begins.
    """
    own = named_in_order(doc, names, number)
    if own is not None:
        return [own]
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


def named_in_order(doc: Doc, names: Sequence[Mention], number: int) -> Mention | None:
    """The name whose number it is in "A and B spent 70 and 85, respectively"; None where that is not clear.

    There must be one list of as many names as there are numbers in a row.
    """
    around = _around(doc, number, behind=NEAR)
    offset, text = around.start_char, around.text
    if not IN_ORDER.search(text) or TWO_YEARS.search(text):
        return None
    row = _numbers_in_a_row(doc, around, number)
    here = names[bisect_left(names, (offset,)) : bisect_left(names, (around.end_char,))]
    between = [text[one.end - offset : other.start - offset] for one, other in pairwise(here)]
    lists = {list_around(place, between) for place in range(len(here))}
    fitting = [first for first, last in lists if last - first + 1 == len(row) > 1]
    return here[fitting[0] + row.index(number)] if len(fitting) == 1 else None


def _numbers_in_a_row(doc: Doc, around: Span, number: int) -> Sequence[int]:
    """Where the numbers begin that stand in a list with one, all of its kind."""
    offset, text = around.start_char, around.text
    found = sorted(
        (quantity.start, quantity.end, quantity.kind)
        for quantity in (span._.quantity for span in doc.spans[QUANTITIES])
        if offset <= quantity.start and quantity.end <= around.end_char
    )
    row: list[int] = []
    for before, (start, _, kind) in zip([None, *found], found, strict=False):
        linked = (
            before and before[2] == kind and NEXT_NUMBER.fullmatch(text[before[1] - offset : start - offset])
        )
        if not linked:
            if number in row:
                break
            row = []
        row.append(start)
    return row if number in row else ()


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


def _around(doc: Doc, number: int, *, behind: int = BEHIND) -> Span:
    """The words of a number's sentence that stand near it."""
    word = doc.char_span(number, number + 1, alignment_mode="expand")
    assert word is not None, "expanding spans always fit the tokens"
    sentence = word.sent
    first, last = max(number - NEAR, sentence.start_char), min(number + behind, sentence.end_char)
    span = doc.char_span(first, last, alignment_mode="expand")
    assert span is not None
    return span
