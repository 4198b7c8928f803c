"""The names of a text as what may take part in its deals; the forms of one name are one party."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractors.extensions import ORGANISATIONS, PLACES

DASHES = ("-", "–", "—")


@dataclass(frozen=True)
class Argument:
    """Words `start`..`end` of the doc that name the party `key`."""

    start: int
    end: int
    key: str
    label: str
    name: str
    entity_id: str | None = None
    form: str = "name"
    """name; description of what is bought without one; reference where a word of the telling stands for the
    party and names nobody; context where the sentence of a telling holds none of these; place for a country
    or town, which may stand for its government."""


def arguments(doc: Doc, legal: frozenset[str]) -> list[Argument]:
    """The named parties of a doc; `legal`: words of legal forms, which tell no party apart."""
    spans = [span for span in doc.spans[ORGANISATIONS] if not _is_agency(span)]
    keys = cluster([span._.name for span in spans], legal)
    return [
        Argument(
            span.start, span.end, span._.entity_id or keys[span._.name], span.label_, span._.name,
            span._.entity_id,
        )
        for span in spans
    ]  # fmt: skip


def places(doc: Doc) -> list[Argument]:
    """The places of a doc."""
    return [_place(span) for span in doc.spans.get(PLACES, ())]


def _place(span: Span) -> Argument:
    text = " ".join(span.text.split())
    return Argument(span.start, span.end, text.lower(), "PLACE", text, form="place")


def _is_agency(span: Span) -> bool:
    """Whether a name is the news agency of a dateline: "LONDON, July 7 (Newswire) - "."""
    doc = span.doc
    if not span.start > 0 or span.end + 1 >= len(doc):
        return False
    bracketed = doc[span.start - 1].text == "(" and doc[span.end].text == ")"
    return bracketed and doc[span.end + 1].text[:1] in DASHES


def cluster(names: Sequence[str], legal: frozenset[str]) -> Mapping[str, str]:
    """Name -> key shared by the forms of one party in a doc: "Norvane" and "Norvane Data Centers plc".

    A name with its legal form is whole: "Norvane Funding IV, LLC" is not "Norvane, Inc.", and "Norvane" is
    the latter.
    """
    tokens = {name: _telling(name, legal) for name in names}
    whole = {own for name, own in tokens.items() if len(own) < len(_words(name))}
    longest = sorted(set(tokens.values()), key=lambda form: (-len(form), form))
    begun: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for form in longest:
        for size in range(len(form) + 1):
            begun.setdefault(form[:size], []).append(form)
    keys = {}
    for name, own in tokens.items():
        fits = begun[own]
        closed = [form for form in fits if form in whole]
        best = own
        if own not in whole and fits and (len(own) > 1 or len({form[:1] for form in fits}) == 1):
            best = closed[-1] if closed else fits[0]
        keys[name] = " ".join(best)
    return keys


def _telling(name: str, legal: frozenset[str]) -> tuple[str, ...]:
    parts = _words(name)
    while len(parts) > 1 and parts[-1] in legal:
        parts.pop()
    return tuple(parts)


def _words(name: str) -> list[str]:
    return [part for part in re.findall(r"[\w&']+", name.lower()) if part != "the"]
