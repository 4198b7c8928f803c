"""Tells deals apart that one word tells of several parties: "Adler supplies 200 MW and Brandt 176 MW".

The encoder reads the first of such deals off the word; the others stand in the same list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Span

from extractors.deals.arguments import Argument
from extractors.deals.attaching import ATTACHABLE, Attachment
from extractors.deals.listed import Place, listed_pairs
from extractors.deals.mentions import Holder, Telling
from extractors.encoder.scope import Mention
from pipeline.vocabulary import AmountKind, DealType, Role

ONE_DEAL = re.compile(
    r"\b(?:joint(?:ly)?|together|consorti(?:um|a)|of\swhich|one\s(?:agreement|contract|deal|order))\b", re.I
)
"""Words of a sentence that rather lists the parts of one deal."""
APART = frozenset({Role.SUPPLIER, Role.CUSTOMER})
"""Roles whose holders, where each has a number, have a contract each; lenders and investors share one."""
FEWEST, MOST = 2, 20
"""Parties of a list; a longer one is a table in one sentence, and each of its words would tell all of it."""
LESS_SURE = 1.0
"""Log odds by which a party is less sure that only stands in the list of one that was read."""
STATED = 1.0
"""Log odds of a number of such a list belonging to its party."""


class Told(NamedTuple):
    """A party of a list, and the number told of it."""

    argument: Argument
    number: Span


class Lists:
    """The lists of a doc's parties with a number each, by sentence."""

    def __init__(self, arguments: Mapping[Mention, Argument], numbers: Mapping[Mention, Span]) -> None:
        self._arguments, self._spans = arguments, numbers
        self._parties = sorted(mention for mention, own in arguments.items() if own.form == "name")
        self._numbers = sorted(mention for mention, span in numbers.items() if _is_stated(span))
        self._found: dict[int, Sequence[Sequence[Told]]] = {}

    def of(self, sentence: Span) -> Sequence[Sequence[Told]]:
        """The lists of a sentence, looked for once."""
        if sentence.start not in self._found:
            self._found[sentence.start] = list(self._look(sentence))
        return self._found[sentence.start]

    def _look(self, sentence: Span) -> Iterator[Sequence[Told]]:
        offset = sentence.start_char
        parties, numbers = _within(self._parties, sentence), _within(self._numbers, sentence)
        if ONE_DEAL.search(sentence.text):
            return
        units = Counter(self._spans[number]._.quantity.unit for number in numbers)
        for unit, count in units.items():
            own = [number for number in numbers if self._spans[number]._.quantity.unit == unit]
            if min(count, len(parties)) < FEWEST:
                continue
            for run in listed_pairs(sentence.text, _places(parties, offset), _places(own, offset)):
                yield [Told(self._arguments[parties[p]], self._spans[own[n]]) for p, n in run]


def _is_stated(span: Span) -> bool:
    return span._.quantity.kind in ATTACHABLE and not span._.quantity.vague


def _within(mentions: Sequence[Mention], sentence: Span) -> Sequence[Mention]:
    first = bisect_left(mentions, (sentence.start_char,))
    last = bisect_left(mentions, (sentence.end_char,))
    return [mention for mention in mentions[first:last] if mention.end <= sentence.end_char]


def _places(mentions: Iterable[Mention], offset: int) -> list[Place]:
    return [Place(mention.start - offset, mention.end - offset) for mention in mentions]


def all_apart(tellings: Sequence[Telling], lists: Lists) -> Iterator[Telling]:
    """The tellings, of those of one type in a sentence the surest one told apart: each word of a sentence may
    tell all of its list, and once is enough."""
    surest: dict[tuple[int, DealType], float] = {}
    apart: list[Sequence[Telling]] = []
    for telling in tellings:
        mention = telling.mention
        found = told_apart(telling, lists.of(mention.sentence))
        apart.append(found)
        if len(found) > 1:
            at = mention.sentence.start, mention.type
            surest[at] = max(mention.odds, surest.get(at, mention.odds))
    for telling, found in zip(tellings, apart, strict=True):
        mention = telling.mention
        at = mention.sentence.start, mention.type
        if len(found) > 1 and surest.get(at) == mention.odds:
            yield from found
            del surest[at]
        else:
            yield telling


def told_apart(telling: Telling, lists: Iterable[Sequence[Told]]) -> Sequence[Telling]:
    """One telling for each party of the first list that holds a party of the telling in a role with a
    contract each; the telling alone where there is none."""
    for told in lists:
        keys = {each.argument.key for each in told}
        held = [
            holder for holder in telling.mention.holders if holder.argument.key in keys and holder.odds > 0
        ]
        roles = {holder.role for holder in held}
        if len(keys) == len(told) <= MOST and len(roles) == 1 and roles <= APART:
            return list(_each(telling, told, held))
    return [telling]


def _each(telling: Telling, told: Sequence[Told], held: Sequence[Holder]) -> Iterator[Telling]:
    known = {holder.argument.key: holder for holder in held}
    role, surest = held[0].role, max(holder.odds for holder in held)
    keys = {argument.key for argument, _ in told}
    others = [h for h in telling.mention.holders if h.role != role and h.argument.key not in keys]
    stated = {number.span.start: number for number in telling.numbers}
    listed = {each.number.start for each in told}
    free = [number for at, number in stated.items() if at not in listed]
    kind = telling.numbers[0].amount if telling.numbers else AmountKind.VALUE
    for place, (argument, span) in enumerate(told):
        holder = known.get(argument.key) or Holder(argument, role, surest - LESS_SURE)
        number = stated.get(span.start) or Attachment(span, STATED, kind)
        mention = telling.mention._replace(holders=(*others, holder), apart=role)
        # What is told of none of them stays with the first.
        yield telling._replace(mention=mention, numbers=(number, *free) if place == 0 else (number,))
