"""Decides which numbers belong to which telling of a deal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from extractors.deals.mentions import NONE, DealMention
from extractors.extensions import QUANTITIES
from extractors.quantity import Quantity, QuantityKind
from extractors.scoring import LinearScorer

ATTACHED = "ATTACHED"
ATTACHABLE = frozenset({QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.CHIPS})
REACH = 2
"""How many sentences after its own a telling may go on to state numbers."""


class Attachment(NamedTuple):
    """A number that belongs to a telling, with the log odds of belonging."""

    span: Span
    odds: float


class NumberPool:
    """The attachable numbers of a doc by sentence."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.sentences = list(doc.sents)
        self._number = {sentence.start: index for index, sentence in enumerate(self.sentences)}
        self._spans: dict[int, list[Span]] = {}
        for span in doc.spans.get(QUANTITIES, ()):
            quantity: Quantity = span._.quantity
            if quantity.kind in ATTACHABLE and not quantity.vague:
                self._spans.setdefault(self.index(span), []).append(span)

    def index(self, span: Span) -> int:
        """Number of the sentence that holds the start of a span."""
        return self._number[self.doc[span.start].sent.start]

    def within_reach(self, mention: DealMention) -> Iterator[tuple[int, Span]]:
        """The numbers of the mention's sentence and of those that may go on about it, with the distance."""
        own = self._number[mention.sentence.start]
        for offset in range(REACH + 1):
            if offset and own + offset < len(self.sentences) and self._breaks(own + offset):
                return
            for span in self._spans.get(own + offset, ()):
                yield offset, span

    def _breaks(self, number: int) -> bool:
        """Whether a blank line stands before a sentence of the body: another paragraph."""
        before = self.doc[max(self.sentences[number].start - 1, 0)]
        return before.is_space and before.text.count("\n") > 1 and number > 1


def number_features(
    doc: Doc, mention: DealMention, span: Span, offset: int, mentions: Sequence[DealMention]
) -> list[str]:
    """Features for whether a number belongs to a telling, beside the other `mentions` of its sentence.

    Mentions of other sentences may be given too; they change nothing.
    """
    quantity: Quantity = span._.quantity
    kind = f"{mention.type}|{quantity.kind}"
    found = {"bias", kind, f"{kind}|offset={offset}", f"{kind}|per={quantity.per}", f"per={quantity.per}"}
    found.update(_words_around(doc, span, str(quantity.kind)))
    found.update(_rivals(mention, span, offset, mentions, kind))
    gap = span.start - mention.trigger.index
    side = "right" if gap > 0 else "left"
    size = 0 if abs(gap) < 4 else 1 if abs(gap) < 9 else 2 if abs(gap) < 18 else 3
    found.add(f"{quantity.kind}|{side}{size}|offset={min(offset, 1)}")
    found.add(f"{mention.trigger.lemma}|{quantity.kind}|{side}")
    if not offset:
        low, high = sorted((span.start, mention.trigger.index))
        words = {token.lower_ for token in doc[low:high]}
        found.update(f"between={word}" for word in words & SIGNS)
    return sorted(found)


SIGNS = frozenset(
    [
        "worth",
        "for",
        "of",
        "at",
        "valued",
        "valuation",
        "valuing",
        ",",
        ";",
        "(",
        "and",
        "or",
        "from",
        "to",
        "after",
        "which",
        "that",
        "while",
        "versus",
        "than",
        "revenue",
        "year",
        "annual",
        "total",
        "including",
        "backed",
    ]
)


def _words_around(doc: Doc, span: Span, kind: str) -> Iterable[str]:
    sentence = doc[span.start].sent
    for offset in (1, 2, 3):
        if span.start - offset >= sentence.start:
            yield f"{kind}|before{offset}={doc[span.start - offset].lemma_.lower()}"
        if span.end + offset - 1 < sentence.end:
            yield f"{kind}|after{offset}={doc[span.end + offset - 1].lemma_.lower()}"
    window = doc[max(span.start - 6, sentence.start) : min(span.end + 6, sentence.end)]
    for token in window:
        if token.is_alpha and not token.is_stop:
            yield f"{kind}|near={token.lemma_.lower()}"
    head = doc[min(span.end, len(doc) - 1) - 1].head
    yield f"{kind}|governor={head.lemma_.lower()}"


def _rivals(
    mention: DealMention, span: Span, offset: int, mentions: Sequence[DealMention], kind: str
) -> Iterable[str]:
    here = [m for m in mentions if m.sentence.start <= span.start < m.sentence.end]
    others = [m for m in here if m.trigger.index != mention.trigger.index]
    yield f"rivals={min(len(others), 3)}|offset={min(offset, 1)}"
    gap = abs(span.start - mention.trigger.index)
    nearer = sum(abs(span.start - m.trigger.index) < gap for m in others)
    yield f"nearer={min(nearer, 3)}|offset={min(offset, 1)}"
    yield f"{kind}|nearer={min(nearer, 2)}"
    for other in others:
        yield f"rival={other.type}|{kind}"
    if offset and any(m.type == mention.type for m in here):
        yield "same-type-here"


def attach(
    pool: NumberPool, mentions: Sequence[DealMention], scorer: LinearScorer, least: float
) -> list[list[Attachment]]:
    """The numbers of each mention; a number may go to several, as merging sorts out doubles."""
    found = []
    told: dict[int, list[DealMention]] = {}
    for mention in mentions:
        told.setdefault(mention.sentence.start, []).append(mention)
    for mention in mentions:
        own = []
        for offset, span in pool.within_reach(mention):
            here = told.get(pool.sentences[pool.index(span)].start, ())
            chances = scorer.log_chances(number_features(pool.doc, mention, span, offset, here))
            odds = chances[ATTACHED] - chances[NONE]
            if odds > least:
                own.append(Attachment(span, odds))
        found.append(own)
    return found
