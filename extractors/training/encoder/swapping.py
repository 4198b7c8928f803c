"""Exchanges the names of a text for those of others, so that it is not learnt who deals with whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from extractors.encoder.names import NamedText
from extractors.training.encoder.entities import Entity, SameParty, name_spans, parties
from extractors.training.encoder.example import Deal, Example, Figure, Trigger

EXCHANGED = frozenset({"ORG", "FUND", "SITE", "PROJECT"})
"""Sorts of names; public bodies and places are few, and worth knowing by name."""
UNTOUCHED = 0.3
"""Share of the texts that stay as they are."""

FIRST_WORD = re.compile(r"\w*|.")

Forms = tuple[str, ...]


class Swapper:
    """Exchanges parties for parties of other texts of the same sort, named in as many forms.

    `share`: of the parties of a text, how many are exchanged.
    """

    def __init__(self, examples: Iterable[Example], same: SameParty, share: float) -> None:
        self._same, self._share = same, share
        self._donors: dict[tuple[str, int], list[Forms]] = {}
        for example in examples:
            for party in self._exchangeable(example, name_spans(example)):
                forms = _forms(example.text, party)
                self._donors.setdefault((party.kind, len(forms)), []).append(forms)

    def swapped(self, example: Example, random: Random) -> Example:
        """The example, or one with other names in which every label is as true of the text."""
        if not self._share or not example.names or random.random() < UNTOUCHED:
            return example
        spans = name_spans(example)
        new: dict[str, str] = {}
        for party in self._exchangeable(example, spans):
            if random.random() < self._share:
                new.update(self._exchange(example, party, new, random))
        return renamed(example, spans, new) if new else example

    def _exchangeable(self, example: Example, spans: Sequence[NamedText]) -> list[Entity]:
        if not example.names:
            return []
        found = parties(example.text, spans, self._same)
        return [party for party in found if party.kind in EXCHANGED]

    def _exchange(
        self, example: Example, party: Entity, taken: Mapping[str, str], random: Random
    ) -> Mapping[str, str]:
        """Form -> form of another party; empty where there is none, or the one chosen will not do."""
        forms = _forms(example.text, party)
        donors = self._donors.get((party.kind, len(forms)))
        if not donors or not _may_go(example, party, forms):
            return {}
        chosen = random.choice(donors)
        # A name that the text has already would make two parties one.
        if any(form in example.text or form in taken.values() for form in chosen):
            return {}
        return dict(zip(forms, chosen, strict=True))


def _forms(text: str, party: Entity) -> Forms:
    """The names of a party, the longest first."""
    found = {text[start:end] for start, end in party.mentions}
    return tuple(sorted(sorted(found), key=len, reverse=True))


def _may_go(example: Example, party: Entity, forms: Forms) -> bool:
    """Whether no label names the party by words within its names or around them, and they hold no number."""
    labelled = {name for deal in example.deals for name, _ in deal.parties}
    labelled.update(name for figure in example.figures for name in figure.subjects)
    others = labelled - set(forms)
    hidden = any(name in form or form in name for name in others for form in forms)
    hidden = hidden or any(name in form for name in labelled for form in forms if name != form)
    return not hidden and not any(
        stated.start < end and start < stated.end
        for stated in example.quantities
        for start, end in party.mentions
    )


def renamed(example: Example, spans: Sequence[NamedText], new: Mapping[str, str]) -> Example:
    """The example with some names (as they stand in the text) exchanged.

    A trigger that is a name is the new one, one that is its first word, such as the first of a sentence, that
    of the new one; any other within a name is gone.
    """
    text, last = [], 0
    ends: list[int] = []
    moved = [0]
    gone: list[tuple[int, int]] = []
    firsts: dict[int, int] = {}
    lasts: set[int] = set()
    for start, end, _ in spans:
        name = new.get(example.text[start:end])
        if name is not None:
            text += [example.text[last:start], name]
            last = end
            ends.append(end)
            moved.append(moved[-1] + len(name) - (end - start))
            gone.append((start, end))
            lasts.add(end)
            firsts[start] = len(FIRST_WORD.match(name)[0])  # type: ignore[index]  # matches any text

    def at(place: int) -> int:
        return place + moved[bisect_right(ends, place)]

    def trigger(old: Trigger) -> Trigger:
        start, whole = at(old.start), not old.types and old.end in lasts
        first_only = old.start in firsts and not whole
        return old._replace(start=start, end=start + firsts[old.start] if first_only else at(old.end))

    return example._replace(
        text="".join([*text, example.text[last:]]),
        names={sort: tuple(new.get(f, f) for f in forms) for sort, forms in example.names.items()},
        deals=tuple(_renamed_deal(deal, new) for deal in example.deals),
        figures=tuple(_renamed_figure(figure, new) for figure in example.figures),
        quantities=tuple(q._replace(start=at(q.start), end=at(q.end)) for q in example.quantities),
        sentences=tuple(map(at, example.sentences)),
        triggers=tuple(
            trigger(t)
            for t in example.triggers
            if t.start in firsts or not any(start < t.end and t.start < end for start, end in gone)
        ),
    )


def _renamed_deal(deal: Deal, new: Mapping[str, str]) -> Deal:
    return deal._replace(parties=tuple((new.get(name, name), role) for name, role in deal.parties))


def _renamed_figure(figure: Figure, new: Mapping[str, str]) -> Figure:
    return figure._replace(subjects=tuple(new.get(name, name) for name in figure.subjects))
