"""Climbs from a number to the clause it stands in, and to the words that are its subject.

Only the sentences of figures are parsed: parsing whole texts would cost as much as reading their deals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

VERB = re.compile(r"VB|MD")
"""Tags of verbs begin so."""
SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
LONGEST = 14
"""Words of a subject beyond which it is cut to its core."""
LONGEST_PARSED = 150
"""Words of a sentence beyond which it is a list or a table, whose clauses a parser would only guess."""
MERE_NAME = 2
"""Words a subject holds beside a name before they say more than the name."""
VOID = re.compile(
    r"this|that|these|those|what|which|who|all|some|both|there|he|she|i|you|we|it|they|one|two|more|most",
    re.IGNORECASE,
)
"""Subjects that say nothing of what is measured."""


class Clauses:
    """The subjects of clauses of one text; `stages` tag and parse a doc of one sentence."""

    def __init__(self, stages: Sequence[Callable[[Doc], Doc]]) -> None:
        self._stages = stages
        self._parsed: dict[int, Doc] = {}

    def subject_words(self, span: Span, name: str | None) -> str | None:
        """The words of the subject of a number's clause where they say more than `name`, whom it is about."""
        sentence = span.sent
        if len(sentence) > LONGEST_PARSED:
            return None
        subject = subject_of(
            self._sentence(sentence)[span.start - sentence.start : span.end - sentence.start]
        )
        if subject is None or VOID.fullmatch(subject.text):
            return None
        if name is not None and name in subject.text and len(subject) <= len(name.split()) + MERE_NAME:
            return None
        return subject.text

    def _sentence(self, sentence: Span) -> Doc:
        if sentence.start not in self._parsed:
            doc = sentence.as_doc()
            for stage in self._stages:
                doc = stage(doc)
            self._parsed[sentence.start] = doc
        return self._parsed[sentence.start]


def heads(token: Token) -> Iterator[Token]:
    """The token and all heads above it."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def subject_of(span: Span) -> Span | None:
    """The subject of the innermost clause around the number that has one before it, in a parsed sentence."""
    for token in heads(span.root):
        if not VERB.match(token.tag_):
            continue
        for child in token.children:
            if child.dep_ in SUBJECT and child.i < span.start:
                return _phrase(child)
    return None


def _phrase(head: Token) -> Span:
    left, right = head.left_edge.i, head.right_edge.i + 1
    if right - left > LONGEST:
        right = head.i + 1
        for child in head.children:
            if child.dep_ == "prep" and child.right_edge.i + 1 - left <= LONGEST:
                right = child.right_edge.i + 1
                break
    return head.doc[left:right]
