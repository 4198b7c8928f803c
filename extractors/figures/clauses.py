"""Climbs from a number to the clause it stands in, and to the words that are its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from extractors.deals.triggers import VERBS

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
LONGEST = 14
"""Words of a subject beyond which it is cut to its core."""
MERE_NAME = 2
"""Words a subject holds beside a name before they say more than the name."""
VOID = re.compile(
    r"this|that|these|those|what|which|who|all|some|both|there|he|she|i|you|we|it|they|one|two|more|most",
    re.IGNORECASE,
)
"""Subjects that say nothing of what is measured."""


def subject_words(span: Span, name: str | None) -> str | None:
    """The words of the clause's subject where they say more than `name`, whom the number is about."""
    subject = subject_of(span)
    if subject is None or VOID.fullmatch(subject.text):
        return None
    if name is not None and name in subject.text and len(subject) <= len(name.split()) + MERE_NAME:
        return None
    return subject.text


def heads(token: Token) -> Iterator[Token]:
    """The token and all heads above it."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def subject_of(span: Span) -> Span | None:
    """The subject of the innermost clause around the number that has one before it."""
    for token in heads(span.root):
        if token.pos_ not in VERBS:
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
