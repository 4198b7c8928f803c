"""The words of a labelled text that stand for its parties, beside the names, as the reader finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.reference.defined import Named
from extractors.reference.finding import ReferenceFinder, one_party
from extractors.training.encoder.entities import Entity

OFFICE, PLACE = "GOV", "PLACE"


def referred(
    text: str, sentences: Sequence[int], parties: Sequence[Entity], finder: ReferenceFinder
) -> list[Entity]:
    """The parties of a text with what refers to them among their mentions; those that the text says to be
    one are one."""
    places = [party for party in parties if party.kind == PLACE]
    others = {str(number): party for number, party in enumerate(parties) if party.kind != PLACE}
    named = _named(others)
    defined = finder.terms(text, named)
    for key, owner in one_party(text, named, defined).items():
        if key in others and owner in others and key != owner:
            others[owner] = _joined(others[owner], others.pop(key))
    named = _named(others)
    known = [term for term in defined if term.key in others]
    offices = {key for key, party in others.items() if party.kind == OFFICE}
    found: dict[str, list[tuple[int, int]]] = {key: list(party.mentions) for key, party in others.items()}
    for place in finder.references(text, sentences, named, known, offices):
        found[place.key].append((place.start, place.end))
    return [*(others[key]._replace(mentions=tuple(sorted(found[key]))) for key in others), *places]


def _named(parties: dict[str, Entity]) -> list[Named]:
    return sorted(_mentions(parties))


def _mentions(parties: dict[str, Entity]) -> Iterable[Named]:
    for key, party in parties.items():
        for start, end in party.mentions:
            yield Named(start, end, key)


def _joined(party: Entity, other: Entity) -> Entity:
    return party._replace(
        names=(*party.names, *other.names), mentions=tuple(sorted((*party.mentions, *other.mentions)))
    )
