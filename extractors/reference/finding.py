"""Finds the words of a text that stand for a party without naming it, and the names that are one party's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from extractors.knowledge.reference_words import ReferenceWords
from extractors.reference.defined import Defined, Named, defined_terms
from extractors.reference.salience import Salience
from extractors.reference.voices import quoted

LEAST_SPOKEN = 2
"""A single "we" may be a columnist's, or a reader's."""
MOST_CALLED = 200
"""Nouns looked into: what each calls depends on all names of the text."""


class ReferenceFinder:
    """Finds references by the words of a file."""

    def __init__(self, words: ReferenceWords) -> None:
        self._terms = words.terms
        speakers = "|".join(sorted(re.escape(word) for word in words.speakers if word != "us"))
        self._speaks = re.compile(rf"(?<![\w’'])(?i:{speakers})(?![\w’'])|(?<![\w’'])us(?![\w’'])")
        nouns = "|".join(sorted((re.escape(word) for word in words.nouns), key=len, reverse=True))
        self._calls = re.compile(rf"(?<!\w)[Tt]he\s(?:[A-Za-z]+-based\s)?(?i:{nouns})(?![\w-])(?!\sof\s)")

    def terms(self, text: str, named: Sequence[Named]) -> list[Defined]:
        """The terms that a text defines for its parties, given in order."""
        return list(defined_terms(text, named, self._terms))

    def references(
        self,
        text: str,
        sentences: Sequence[int],
        named: Sequence[Named],
        defined: Iterable[Defined],
        offices: Collection[str],
    ) -> list[Named]:
        """Where a text stands for one of its parties, `named` in order, by a defined term, by a first person
        or by a noun, in order and apart from the names; `sentences` say where each begins, `offices` are the
        keys of authorities."""
        found = list(_stated(text, defined))
        salience = Salience(text, sentences, named, offices)
        inside = quoted(text)
        spoken = [place for place in self._speaks.finditer(text) if not inside[place.start()]]
        speaker = salience.speaker()
        if speaker is not None and len(spoken) >= LEAST_SPOKEN:
            found += [Named(*place.span(), speaker) for place in spoken]
        called = [place for place in self._calls.finditer(text) if not inside[place.start()]]
        for place in called[:MOST_CALLED]:
            key = salience.called(place.start())
            if key is not None:
                found.append(Named(*place.span(), key))
        return _apart(found, named)


def one_party(text: str, named: Iterable[Named], defined: Iterable[Defined]) -> Mapping[str, str]:
    """Key -> key of the party that a text says it is: "TPB" behind "Teluk Power Berhad (TPB)"."""
    owners = {term.term: term.key for term in defined}
    found: dict[str, str] = {}
    for name in named:
        owner = owners.get(text[name.start : name.end])
        if owner is not None and owner != name.key and found.get(owner) != name.key:
            found[name.key] = owner
    return found


def _stated(text: str, defined: Iterable[Defined]) -> Iterator[Named]:
    """Where terms stand for their parties: each until the text defines it anew."""
    ends: dict[str, int] = {}
    for term in reversed(list(defined)):
        end = ends.get(term.term, len(text))
        for place in re.compile(rf"(?<!\w){re.escape(term.term)}(?!\w)").finditer(text, term.start, end):
            yield Named(*place.span(), term.key)
        ends[term.term] = term.brackets


def _apart(places: Iterable[Named], named: Sequence[Named]) -> list[Named]:
    """The places that overlap neither a name nor one given before them."""
    taken = bytearray(max((name.end for name in named), default=0))
    for name in named:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    found = []
    for place in places:
        if place.end > len(taken):
            taken.extend(bytes(place.end - len(taken)))
        if not any(taken[place.start : place.end]):
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
            found.append(place)
    return sorted(found)
