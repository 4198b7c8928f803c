"""Finds what a text describes but does not name: "the old Sears office", "its Dutch sites", "123 acres"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extractors.deals.arguments import UNNAMED, Argument

THING = "THING"
MEASURE = re.compile(r"-|-?(?:[\d.,]+-?)?(?:acres?|hectares?|mw|gw|megawatts?|sq|square|foot|feet|m2)", re.I)
"""Words of a size before a noun: "19-acre", "40 MW"."""
SIZES = frozenset({"acre", "hectare"})
LONGEST = 8
DESCRIBING = frozenset({"amod", "compound", "nmod", "nummod", "poss", "det"})
MODIFYING = frozenset({"amod", "compound", "nmod", "npadvmod"})
INTRODUCING = frozenset({"det", "poss", "predet"})


def things(sentence: Span, nouns: frozenset[str], taken: frozenset[int]) -> Iterator[Argument]:
    """The described assets of a sentence; none that ends in one of the words `taken`.

    The words that only introduce (articles, owners, sizes) are left off, as labels leave them off.
    """
    for head in sentence:
        lemma = head.lemma_.lower()
        if lemma not in nouns or head.i in taken or head.dep_ in MODIFYING:
            continue
        start = _opening(head, counted=lemma in SIZES)
        size = head.i + 1 - start
        if size < 2 or size > LONGEST or (lemma in SIZES) != sentence.doc[start].like_num:
            continue
        name = " ".join(sentence.doc[start : head.i + 1].text.split())
        place = (start, head.i + 1)
        yield Argument(*place, f"{UNNAMED}{name.lower()}", THING, name, place, form="thing")


def _opening(head: Token, *, counted: bool) -> int:
    """The first word that describes a noun: behind its article, owner and size."""
    doc: Doc = head.doc
    start = min((child.left_edge.i for child in head.lefts if child.dep_ in DESCRIBING), default=head.i)
    for token in doc[start : head.i]:
        if token.tag_ == "POS" or (token.dep_ in INTRODUCING and token.head == head):
            start = token.i + 1
    if counted:
        return start
    while start < head.i and (doc[start].like_num or MEASURE.fullmatch(doc[start].text)):
        start += 1
    return start
