"""Finds the segment a figure is about: "AI servers" in "spending on AI servers will reach $312bn"."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import FigureKind

OF_PHRASE = re.compile(r"\s(?:of|in|for)\s(?:the\s|its\s|their\s|total\s|all\s)?(?P<words>[A-Za-z][^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$|\s(?:in|by|at|to|for|from|last|this|and|as|was|is|will|with|on|during|over)\b)")
MARKET = re.compile(
    r"(?:market|spending|expenditure|demand|outlays|investment|sales|shipments|revenue)s?\s(?:for|on|in|of)\s(?:the\s)?(?P<after>[A-Za-z][^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$|\s(?:will|is|was|to|could|would|reach|rose|grew|in|by|at|came|should|are|hit|totall?ed)\b)"
    r"|(?P<before>(?:[\w&/-]+\s){1,5})(?:market|spending|industry|capex|sales)\b",
    re.IGNORECASE,
)
LEADING = re.compile(r"^(?:the|a|an|its|their|that|this|of|in|and|global|worldwide|world|on|for|to|said|says|as|with|while)\s+", re.IGNORECASE)
AFTER = 70


def find_segment(doc: Doc, quantity: Quantity, figure: FigureKind, sentence: Span) -> str | None:
    """The words of the segment, None where the sentence names none."""
    behind = doc.text[quantity.end : min(quantity.end + AFTER, sentence.end_char)]
    if figure in (FigureKind.MARKET_SIZE, FigureKind.GROWTH, FigureKind.INVESTMENT_TOTAL):
        return _market(sentence.text) or _of(behind)
    if figure is FigureKind.MARKET_SHARE:
        return _of(behind) or _market(sentence.text)
    if quantity.kind is QuantityKind.FACILITIES:
        counted = re.sub(r"^[\d.,\s]+|^\w+\s", "", quantity.as_written).strip()
        return _trim(counted + (" in " + place if (place := _of(behind)) else ""))
    if figure is FigureKind.POWER_CAPACITY:
        return _of(behind) or _next_words(behind)
    return None


def _of(behind: str) -> str | None:
    match = OF_PHRASE.match(behind)
    return _trim(match["words"]) if match else None


def _market(sentence: str) -> str | None:
    match = MARKET.search(sentence)
    return _trim(match["after"] or match["before"]) if match else None


def _next_words(behind: str) -> str | None:
    match = re.match(r"\s(?P<words>(?:[a-z][\w-]*\s?){1,4})", behind)
    return _trim(match["words"]) if match else None


def _trim(words: str) -> str | None:
    words = words.strip()
    while (shorter := LEADING.sub("", words)) != words:
        words = shorter
    return words or None
