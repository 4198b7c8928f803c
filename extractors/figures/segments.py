"""Finds the segment a figure is about: "AI servers" in "spending on AI servers will reach $312bn"."""

from __future__ import annotations

import re

from spacy.tokens import Span

from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import FigureKind

STOP = (
    r"(?=[,.;:()\n]|$|\s(?:in|by|at|to|for|from|last|this|and|as|was|were|is|are|will|would|with|on|during|over"
    r"|that|which|who|before|after|under|could|should|reach|rose|grew|came)\b)"
)
OF_PHRASE = re.compile(
    r"\s(?:of|in|for|on|worth of)\s(?:the\s|its\s|their\s|total\s|all\s)?"
    rf"(?P<words>[A-Za-z][^,.;:()\n]{{2,60}}?){STOP}"
)
MARKET_OF = re.compile(
    r"(?:market|spending|spent|spend|expenditure|demand|outlays|investments?|invested|sales|shipments"
    r"|revenues?|growth|issuance)"
    rf"s?\s(?:for|on|in|of)\s(?:the\s)?(?P<words>[A-Za-z][^,.;:()\n]{{2,60}}?){STOP}",
    re.IGNORECASE,
)
MARKET_AFTER = re.compile(
    r"(?P<words>(?:[\w&/-]+\s){1,5})"
    r"(?:market(?!\sresearch)|spending|industry|capex|sales|revenues?|shipments|demand)\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"^(?:the|a|an|its|their|our|that|this|these|of|in|and|global|worldwide|world|on|for|to|said|says|as|with|while|some"
    r"|about|nearly|over|by|from|than|will|would|is|are|was|or|has|have)\s+",
    re.IGNORECASE,
)
EMPTY = re.compile(
    r"the|a|years?|market|total|what|growth|end|next|last|first|second|third|fourth|fiscal|quarter|month|half|this|that"
    r"|according|to|it|itself|them|those|these|all|more|than|of|q[1-4]|[\d.]+"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
"""Words that name no segment by themselves."""
AFTER = 80
MARKETS = frozenset({FigureKind.MARKET_SIZE, FigureKind.GROWTH, FigureKind.INVESTMENT_TOTAL})


def find_segment(quantity: Quantity, figure: FigureKind, sentence: Span, subject: str | None) -> str | None:
    """The words of the segment, None where there are none; `subject` is the clause's subject if no name."""
    place = quantity.end - sentence.start_char
    behind = sentence.text_with_ws[place : place + AFTER][: max(0, sentence.end_char - quantity.end)]
    subject = _trim(subject) if subject else None
    if figure in MARKETS:
        return _market(sentence.text) or subject or _of(behind)
    if figure is FigureKind.MARKET_SHARE:
        return _joined(subject, _of(behind) or _market(sentence.text))
    if quantity.kind is QuantityKind.FACILITIES:
        counted = re.sub(r"^[\d.,\s]+|^\w+\s", "", quantity.as_written).strip()
        return _joined(_trim(counted), _of(behind), " in ")
    if figure is FigureKind.POWER_CAPACITY:
        return _joined(subject, _of(behind) or _next_words(behind))
    return subject


def _joined(first: str | None, second: str | None, link: str = ": ") -> str | None:
    return link.join(part for part in (first, second) if part) or None


def _of(behind: str) -> str | None:
    match = OF_PHRASE.match(behind)
    return _trim(match["words"]) if match else None


def _market(sentence: str) -> str | None:
    match = MARKET_OF.search(sentence) or MARKET_AFTER.search(sentence)
    return _trim(match["words"]) if match else None


def _next_words(behind: str) -> str | None:
    match = re.match(r"\s(?P<words>(?:[a-z][\w-]*\s?){1,4})", behind)
    return _trim(match["words"]) if match else None


def _trim(words: str) -> str | None:
    words = f"{words.strip()} "
    while (shorter := LEADING.sub("", words)) != words:
        words = shorter
    told = [word for word in re.findall(r"[\w.]+", words) if not EMPTY.fullmatch(word)]
    return words.strip() if told else None
