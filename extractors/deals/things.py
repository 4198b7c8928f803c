"""Finds what a text describes but does not name: "the old Sears office", "its Dutch sites", "123 acres"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from extractors.deals.arguments import UNNAMED, Argument

THING = "THING"
MEASURE = re.compile(r"-|-?(?:[\d.,]+-?)?(?:acres?|hectares?|mw|gw|megawatts?|sq|square|foot|feet|m2)", re.I)
"""Words of a size before a noun: "19-acre", "40 MW"."""
SIZES = frozenset({"acre", "hectare"})
LONGEST = 8
INTRODUCING = frozenset({"det", "poss", "predet"})


def things(sentence: Span, nouns: frozenset[str], taken: frozenset[int]) -> Iterator[Argument]:
    """The described assets of a sentence; none that holds one of the words `taken` as its last.

    The words that only introduce (articles, owners, sizes) are left off, as labels leave them off.
    """
    for chunk in sentence.noun_chunks:
        head = chunk.root
        if head.lemma_.lower() not in nouns or head.i in taken:
            continue
        start = _opening(chunk)
        counted = head.lemma_.lower() in SIZES
        if head.i + 1 - start < 2 or head.i + 1 - start > LONGEST:
            continue
        if counted != sentence.doc[start].like_num:
            continue
        name = " ".join(sentence.doc[start : head.i + 1].text.split())
        yield Argument(
            start, head.i + 1, f"{UNNAMED}{name.lower()}", THING, name, (start, head.i + 1), form="thing"
        )


def _opening(chunk: Span) -> int:
    """The first word of a chunk that describes: behind its article, owner and size."""
    doc: Doc = chunk.doc
    start = chunk.start
    for token in chunk:
        if token.i >= chunk.root.i:
            break
        if token.tag_ == "POS" or (token.dep_ in INTRODUCING and token.head == chunk.root):
            start = token.i + 1
    if chunk.root.lemma_.lower() in SIZES:
        return start
    while start < chunk.root.i and (doc[start].like_num or MEASURE.fullmatch(doc[start].text)):
        start += 1
    return start
