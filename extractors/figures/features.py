"""Describes a number by the words around it, for the linear model that says what it measures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from extractors.extensions import ORGANISATIONS, PLACES, QUANTITIES
from extractors.figures.kinds import FigureKinds, Sentence
from extractors.quantity import Quantity, QuantityKind
from pipeline.vocabulary import FigureKind

NEAR, FAR = 3, 8
"""Words that count as beside the number, and as in its neighbourhood."""
CLEAR_STRENGTH = 5.0
CUE_STEPS = (2.0, 4.0, 5.5)
NUMBERS = frozenset(f"<{kind}>" for kind in QuantityKind)


class Surroundings:
    """The words of one document with every name, place, year and quantity as one symbol each."""

    def __init__(self, doc: Doc, kinds: FigureKinds) -> None:
        self.doc = doc
        self.kinds = kinds
        self._symbol: dict[int, str] = {}
        self._skip: set[int] = set()
        for span in self._names():
            self._mark(span, "<org>")
        for span in doc.spans.get(PLACES, ()):
            self._mark(span, "<place>")
        for span in doc.spans[QUANTITIES]:
            self._mark(span, f"<{span._.quantity.kind}>")

    def _names(self) -> Iterator[Span]:
        if ORGANISATIONS in self.doc.spans:
            yield from self.doc.spans[ORGANISATIONS]
        else:
            yield from (ent for ent in self.doc.ents if ent.label_ == "ORG")

    def _mark(self, span: Span, symbol: str) -> None:
        self._symbol[span.start] = symbol
        self._skip.discard(span.start)
        for place in range(span.start + 1, span.end):
            self._skip.add(place)
            self._symbol.pop(place, None)

    @cached_property
    def quantities(self) -> dict[int, list[Quantity]]:
        """The quantities of the document by the first word of their sentence."""
        found: dict[int, list[Quantity]] = {}
        for span in self.doc.spans[QUANTITIES]:
            found.setdefault(span.sent.start, []).append(span._.quantity)
        return found

    def words(self, start: int, end: int) -> list[str]:
        """The words of tokens `start:end`, in lower case, names and numbers as symbols."""
        found = []
        for place in range(max(0, start), min(end, len(self.doc))):
            token = self.doc[place]
            if place in self._skip or token.is_space:
                continue
            found.append(self._symbol.get(place) or _word(token))
        return found

    def features(self, span: Span, before: str | None) -> list[str]:
        """What is known about one quantity; `before` is the class of the one before it in its sentence."""
        quantity, sentence = span._.quantity, span.sent
        left = self.words(sentence.start, span.start)[::-1]
        right = self.words(span.end, sentence.end)
        found = [
            "bias",
            f"size={len(str(int(quantity.high)))}",
            f"per={quantity.per}",
            f"hedge={quantity.qualifier}",
            f"before={before}",
            f"unit={quantity.unit}",
            f"title={sentence.start == 0}",
            f"range={quantity.low != quantity.high}",
        ]
        found += _window("L", left) + _window("R", right)
        found += [f"S={word}" for word in {*left, *right}]
        found += [f"joint={before}:{' '.join(self._between(span))}"] if before else []
        found += [f"P={word}" for word in set(self.words(sentence.start - 30, sentence.start))]
        found += self._cues(quantity, sentence)
        return [f"{quantity.kind}:{feature}" for feature in found]

    def _between(self, span: Span) -> list[str]:
        """The words since the last quantity, if they are few."""
        words = self.words(max(span.sent.start, span.start - FAR), span.start)
        last = max((place for place, word in enumerate(words) if word in NUMBERS), default=-1)
        return words[last + 1 :] if last >= 0 else ["far"]

    def clear_cue(self, span: Span) -> FigureKind | None:
        """The figure that words right beside a number name: "$315 billion in capital spending"."""
        told = Sentence(span.sent.text, span.sent.start_char)
        strengths = self.kinds.strengths(span._.quantity, told, self.quantities[span.sent.start])
        best = max(strengths, key=lambda figure: strengths[figure], default=None)
        return best if best is not None and strengths[best] > CLEAR_STRENGTH else None

    def _cues(self, quantity: Quantity, sentence: Span) -> list[str]:
        told = Sentence(sentence.text, sentence.start_char)
        strengths = self.kinds.strengths(quantity, told, self.quantities[sentence.start])
        ranked = sorted(strengths, key=lambda figure: -strengths[figure])
        found = [f"best={ranked[0] if ranked else 'no cue'}", f"order={' '.join(map(str, ranked[:2]))}"]
        for figure, score in strengths.items():
            found.append(f"cue={figure}")
            found += [f"cue={figure} > {step}" for step in CUE_STEPS if score > step]
        return found


def _window(side: str, words: list[str]) -> list[str]:
    found = [f"{side}0={words[0]}" if words else f"{side}0=none"]
    found += [f"{side}n={word}" for word in words[:NEAR]]
    found += [f"{side}f={word}" for word in words[:FAR]]
    found += [f"{side}2={one}_{two}" for one, two in pairwise(words[:FAR])]
    return found


def _word(token: Token) -> str:
    text = token.lower_
    if len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"):
        return "<year>"
    return "<digits>" if text[:1].isdigit() else text
