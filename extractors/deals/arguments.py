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
    """name; context where the sentence of a telling does not hold it; place for a country or town, which may
    stand for its government."""


def arguments(doc: Doc, legal: frozenset[str]) -> list[Argument]:
    """The named parties of a doc and its places; `legal`: words of legal forms, which tell no party apart."""
    spans = [span for span in doc.spans[ORGANISATIONS] if not _is_agency(span)]
    keys = cluster([span._.name for span in spans], legal)
    named = [
        Argument(
            span.start, span.end, span._.entity_id or keys[span._.name], span.label_, span._.name,
            span._.entity_id,
        )
        for span in spans
    ]  # fmt: skip
    return [*named, *map(_place, doc.spans.get(PLACES, ()))]


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
    """Name -> key shared by the forms of one party in a doc: "Norvane" and "Norvane Data Centers plc"."""
    tokens = {name: _telling(name, legal) for name in names}
    longest = sorted(set(tokens.values()), key=lambda form: (-len(form), form))
    begun: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for form in longest:
        for size in range(len(form) + 1):
            begun.setdefault(form[:size], []).append(form)
    keys = {}
    for name, own in tokens.items():
        fits = begun[own]
        best = fits[0] if fits and (len(own) > 1 or len({f[:1] for f in fits}) == 1) else own
        keys[name] = " ".join(best)
    return keys


def _telling(name: str, legal: frozenset[str]) -> tuple[str, ...]:
    parts = [part for part in re.findall(r"[\w&']+", name.lower()) if part != "the"]
    while len(parts) > 1 and parts[-1] in legal:
        parts.pop()
    return tuple(parts)
