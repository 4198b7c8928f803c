"""Makes one sentence of two from different texts, to teach who of four parties deals with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from extractors.training.alignment import same_name
from extractors.training.encoder.example import Deal, Example, Figure, Trigger
from extractors.training.encoder.joining import joined
from extractors.training.labelled import says
from pipeline.vocabulary import ROLES, DealType

SHORTEST, LONGEST = 30, 320
"""Characters of a sentence that is taken."""
LINKS = (
    "; ", "; ", ", while ", ", while ", ", as ", ", and ", " and ", ", whereas ", " – ", ", just as ",
    "; meanwhile, ", ", a week after ", ", days before ", ", even as ", ", but ",
)  # fmt: skip
REFERRING = re.compile(
    r"\b(?:it|its|itself|they|their|them|both|we|our|us|he|his|she|her|this|these|those|former|latter|respectively"
    r"|the\s(?:same|bank|lender|compan(?:y|ies)|firms?|group|pair|two|developer|operator|start-?up|parties|deal|agreement))\b",
    re.IGNORECASE,
)  # fmt: skip
"""Words that may mean somebody whom only the rest of the text names."""
WORD = re.compile(r"\w+")


def chained(examples: Sequence[Example], random: Random, share: float) -> Iterator[Example]:
    """Chains of two sentences of different texts; `share`: of the texts that have such sentences, how many
    give one to a chain."""
    chosen = []
    for example in examples:
        found = list(links(example)) if random.random() < share else []
        if found:
            chosen.append(random.choice(found))
    random.shuffle(chosen)
    for first, second in zip(chosen[::2], chosen[1::2], strict=False):
        if not _forms(first) & _forms(second):
            yield chain(first, second, random.choice(LINKS))


def links(example: Example) -> Iterator[Example]:
    """The sentences that tell deals and name the parties of these, each as an example of its own."""
    ends = (*example.sentences[1:], len(example.text))
    for start, end in zip(example.sentences, ends, strict=True):
        text = example.text[start:end].rstrip()
        if example.names and SHORTEST <= len(text) <= LONGEST and _stands_alone(text):
            cut = _cut(example, start, text.removesuffix("."))
            if cut.deals and all(_names(cut, deal) for deal in cut.deals):
                yield cut


def _stands_alone(text: str) -> bool:
    """Whether a sentence on one line leaves no quotation or bracket open and refers to nobody."""
    closed = all(text.count(one) == text.count(other) for one, other in ("“”", "()", "[]"))
    whole = closed and text.count('"') % 2 == 0 and text[-1] not in "?!:,;"
    return whole and "\n" not in text and not REFERRING.search(text)


def _cut(example: Example, start: int, text: str) -> Example:
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
        sentences=(0,),
        triggers=tuple(_moved(t, -start, numbers.get(t.deal, t.deal)) for t in within),
    )


def chain(first: Example, second: Example, link: str) -> Example:
    """One sentence that states what both state."""
    whole = joined(first, second._replace(text=_continued(second)), link)
    return whole._replace(own=first.own and second.own, text=f"{whole.text}.", sentences=(0,))


def _continued(example: Example) -> str:
    """Its text, in small letters at first unless a name begins it."""
    word = WORD.match(example.text)
    named = any(example.text.startswith(form) for form in _forms(example))
    plain = word is not None and not named and (word[0] == "A" or word[0][1:].islower())
    return example.text[0].lower() + example.text[1:] if plain else example.text


def _moved(trigger: Trigger, by: int, deal: int) -> Trigger:
    return trigger._replace(start=trigger.start + by, end=trigger.end + by, deal=deal)


def _said_of(figure: Figure, text: str) -> Figure:
    """The figure without the subjects that the text does not name."""
    named = all(says(text, subject) for subject in figure.subjects)
    return figure if named else figure._replace(subjects=())


def _names(link: Example, deal: Deal) -> bool:
    """Whether a sentence itself names a party in each identifying role that the deal's label fills."""
    forms = _forms(link)
    named = {role for name, role in deal.parties if any(same_name(name, form) for form in forms)}
    filled = {role for _, role in deal.parties}
    return all(role in named for role in ROLES[DealType(deal.type)].principal if role in filled)


def _forms(example: Example) -> frozenset[str]:
    return frozenset(form for forms in example.names.values() for form in forms)
