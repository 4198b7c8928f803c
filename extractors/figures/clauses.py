"""Climbs from a number to the clause it stands in, and to the words that are its subject."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
VERBS = frozenset({"VERB", "AUX"})
LONGEST = 14
"""Words of a subject beyond which it is cut to its core."""
DETERMINERS = frozenset({"det", "poss", "predet"})


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
