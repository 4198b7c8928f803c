"""Puts two short texts of our own on one page, now and then: most pages hold more than one story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from extractors.training.encoder.example import Example

SHORT = 1000
"""Characters below which a text may share a page."""
APART = "\n\n"


def paired(examples: Iterable[Example], random: Random, share: float) -> Iterator[Example]:
    """The texts, of the short ones of our own about `share` joined two and two."""
    waiting: Example | None = None
    for example in examples:
        if not (example.own and example.names and len(example.text) < SHORT and random.random() < share):
            yield example
        elif waiting is None:
            waiting = example
        else:
            yield joined(waiting, example)
            waiting = None
    if waiting is not None:
        yield waiting


def joined(first: Example, second: Example, between: str = APART) -> Example:
    """One text that states what both state; names that both have are one party's."""
    by, deals = len(first.text) + len(between), len(first.deals)
    sorts = dict.fromkeys((*first.names, *second.names))
    return first._replace(
        id=f"{first.id}+{second.id}",
        text=f"{first.text}{between}{second.text}",
        names={
            sort: tuple(dict.fromkeys((*first.names.get(sort, ()), *second.names.get(sort, ()))))
            for sort in sorts
        },
        deals=(*first.deals, *second.deals),
        figures=(*first.figures, *second.figures),
        quantities=(
            *first.quantities,
            *(q._replace(start=q.start + by, end=q.end + by) for q in second.quantities),
        ),
        sentences=(*first.sentences, *(start + by for start in second.sentences)),
        triggers=(
            *first.triggers,
            *(
                t._replace(start=t.start + by, end=t.end + by, deal=t.deal + deals if t.deal >= 0 else t.deal)
                for t in second.triggers
            ),
        ),
    )
