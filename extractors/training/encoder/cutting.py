"""Cuts stretches out of labelled texts: what is learnt of a text as a whole is to hold of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from extractors.training.encoder.example import Example, Figure, Trigger
from extractors.training.labelled import says

LEAST = 3
"""Sentences of the shortest text that is cut, and of which a stretch keeps two or more."""
LEAST_KEPT = 1 / 3
"""Share of the sentences that a stretch keeps."""


def stretched(examples: Sequence[Example], random: Random, share: float) -> list[Example]:
    """The texts, of about `share` of them only a stretch of sentences."""
    return [stretch(each, random) if random.random() < share else each for each in examples]


def stretch(example: Example, random: Random) -> Example:
    """A run of the sentences of an example, or all where they are few."""
    count = len(example.sentences)
    if count < LEAST:
        return example
    kept = random.randint(max(2, round(count * LEAST_KEPT)), count)
    first = random.randint(0, count - kept)
    ends = (*example.sentences[1:], len(example.text))
    return cut(example, example.sentences[first], ends[first + kept - 1])


def cut(example: Example, start: int, end: int) -> Example:
    """Characters `start`..`end` of an example as a text of its own; whole sentences, but for a last stop."""
    text = example.text[start:end].rstrip()
    end = start + len(text)
    within = [t for t in example.triggers if start <= t.start and t.end <= end]
    told = sorted({trigger.deal for trigger in within if trigger.deal >= 0})
    numbers = {deal: number for number, deal in enumerate(told)}
    names = {sort: tuple(form for form in forms if says(text, form)) for sort, forms in example.names.items()}
    return example._replace(
        id=f"{example.id}@{start}",
        text=text,
        names=names,
        deals=tuple(example.deals[deal] for deal in told),
        figures=tuple(_said_of(figure, text) for figure in example.figures),
        quantities=tuple(
            q._replace(start=q.start - start, end=q.end - start)
            for q in example.quantities
            if start <= q.start and q.end <= end
        ),
        sentences=tuple(place - start for place in example.sentences if start <= place < end),
        triggers=tuple(_moved(t, -start, numbers.get(t.deal, t.deal)) for t in within),
    )


def _moved(trigger: Trigger, by: int, deal: int) -> Trigger:
    return trigger._replace(start=trigger.start + by, end=trigger.end + by, deal=deal)


def _said_of(figure: Figure, text: str) -> Figure:
    """The figure without the subjects that the text does not name."""
    named = all(says(text, subject) for subject in figure.subjects)
    return figure if named else figure._replace(subjects=())
