"""The words of a doc that stand for one of its parties and name nobody: "we", "the company", "TPB"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.deals.arguments import Argument
from extractors.reference.defined import Named
from extractors.reference.finding import ReferenceFinder, one_party

OFFICE = "GOV"


class Reference(NamedTuple):
    """Characters `start`..`end` stand for the party that `argument` names elsewhere."""

    start: int
    end: int
    argument: Argument


def referring(
    doc: Doc, found: Sequence[Argument], finder: ReferenceFinder
) -> tuple[list[Argument], list[Reference]]:
    """The named parties of a doc, those that it says to be one under one key, and the references to them."""
    text = doc.text
    named = sorted(_named(doc, argument) for argument in found)
    defined = finder.terms(text, named)
    owners = one_party(text, named, defined)
    arguments = sorted(
        (replace(argument, key=owners.get(argument.key, argument.key)) for argument in found),
        key=lambda argument: argument.start,
    )
    by_key: dict[str, list[Argument]] = {}
    for argument in arguments:
        by_key.setdefault(argument.key, []).append(argument)
    places = finder.references(
        text,
        [sentence.start_char for sentence in doc.sents],
        [_named(doc, argument) for argument in arguments],
        [term._replace(key=owners.get(term.key, term.key)) for term in defined],
        {argument.key for argument in arguments if argument.label == OFFICE},
    )
    return arguments, [
        Reference(place.start, place.end, _naming(doc, by_key[place.key], place)) for place in places
    ]


def _named(doc: Doc, argument: Argument) -> Named:
    span = doc[argument.start : argument.end]
    return Named(span.start_char, span.end_char, argument.key)


def _naming(doc: Doc, forms: Sequence[Argument], place: Named) -> Argument:
    """The last of the forms of a party, given in order, before a place, or else the first."""
    before = bisect_left(forms, place.start, key=lambda form: doc[form.start].idx)
    return replace(forms[max(before - 1, 0)], form="reference")
