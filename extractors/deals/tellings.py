"""Reads the tellings of deals off the encoder: what each word may tell, of whom, and with which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span

from extractors.deals.arguments import Argument, arguments, places
from extractors.deals.attaching import ATTACHABLE, Attachment
from extractors.deals.clauses import Clauses
from extractors.deals.described import AssetFinder
from extractors.deals.mentions import DealMention, Holder, Telling, roles_open_to
from extractors.deals.referring import referring
from extractors.deals.triggers import Trigger, TriggerFinder, by_sentence
from extractors.encoder.scope import Highest, Mention, Word, role_chances
from extractors.encoder.text import EncodedText
from extractors.extensions import QUANTITIES
from extractors.quantity import Quantity
from extractors.reference.finding import ReferenceFinder
from pipeline.vocabulary import ROLES, AmountKind, DealType, Role

NAMED = "name"
SAID = frozenset({NAMED, "reference"})
"""Forms of arguments that stand in a sentence."""
AS_ONE = 12.0
"""Log odds that words of acting together add to two tellings of a clause being of one deal."""
DESCRIBED = 1.0
"""Log odds of a description's being what is bought: the words around it say so."""
MOST_TYPES = 2
"""Deals of different types that one word may tell."""


class Thresholds(NamedTuple):
    """Log odds from which a word tells something, a party holds a role or fills an identifying one that is
    empty, a number belongs to a telling, and two tellings are of one deal; `asset`, to which a named target
    gives way to one that is only described."""

    type: float
    role: float
    filler: float
    number: float
    same: float
    asset: float


class TellingReader:
    """Reads one doc; `legal` are the words of legal forms."""

    def __init__(
        self,
        doc: Doc,
        legal: frozenset[str],
        finder: TriggerFinder,
        referrer: ReferenceFinder,
        assets: AssetFinder,
        thresholds: Thresholds,
    ) -> None:
        self.doc, self.least, self._assets = doc, thresholds, assets
        self.encoded: EncodedText = doc._.encoded
        self.labels = self.encoded.heads.labels
        self._columns = {
            name: [number for number, (kind, _) in enumerate(self.labels.roles) if kind == name]
            for name in self.labels.types
        }
        self._entities: dict[object, int] = {}
        self._arguments: dict[Mention, Argument] = {}
        self._spans: dict[Mention, Span] = {}
        self._moved_assets: dict[tuple[int, Role], Argument | None] = {}
        named, references = referring(doc, arguments(doc, legal), referrer)
        for argument in [*named, *places(doc)]:
            self._arguments[self._mention(argument)] = argument
        for start, end, argument in references:
            self._arguments[Mention(start, end, argument.label, self._party(argument))] = argument
        for span in doc.spans.get(QUANTITIES, ()):
            quantity: Quantity = span._.quantity
            if quantity.kind in self.labels.kinds:
                key = (quantity.kind, quantity.low, quantity.high, quantity.unit)
                mention = Mention(span.start_char, span.end_char, str(quantity.kind), self._number(key))
                self._spans[mention] = span
        names = [doc[own.start : own.end] for own in self._arguments.values() if own.form == NAMED]
        stated = by_sentence(doc, names)
        self._triggers = [
            (sentence, found)
            for sentence in doc.sents
            for found in finder.find(sentence, stated.get(sentence.start, ()))
        ]
        words = [_word(doc, trigger) for _, trigger in self._triggers]
        mentions = sorted([*self._arguments, *self._spans])
        self.encoded.names = self._arguments
        self.encoded.look(doc.text, [sentence.start_char for sentence in doc.sents], mentions, words)

    def _mention(self, argument: Argument) -> Mention:
        span = self.doc[argument.start : argument.end]
        start = span.start_char + max(span.text.find(argument.name), 0)
        end = min(start + len(argument.name), span.end_char)
        return Mention(start, end, argument.label, self._party(argument))

    def _party(self, argument: Argument) -> int:
        return self._number((argument.form == "place", argument.key))

    def _number(self, key: object) -> int:
        return self._entities.setdefault(key, len(self._entities))

    def read(self) -> list[Telling]:
        """The tellings in the order of the text."""
        found: list[Telling] = []
        for sentence, trigger in self._triggers:
            place = self._place(_word(self.doc, trigger))
            if place is not None:
                found += self._tellings(sentence, trigger, *place)
        return found

    def _place(self, word: Word) -> tuple[int, int] | None:
        """The scope, and the row in it, where a word has most text around it."""
        places = [
            (scope.depth(scope.rows[word]), -number, scope.rows[word])
            for number, scope in enumerate(self.encoded.scopes)
            if word in scope.rows
        ]
        if not places:
            return None
        _, number, row = max(places)
        return -number, row

    def _tellings(self, sentence: Span, trigger: Trigger, number: int, row: int) -> Iterator[Telling]:
        scope = self.encoded.scopes[number]
        odds = scope.types[row, :-1] - scope.types[row, -1]
        for rank, column in enumerate(np.argsort(-odds)[:MOST_TYPES]):
            if odds[column] <= self.least.type:
                return
            deal_type = DealType(self.labels.types[column])
            roles, numbers = scope.told(row, int(column))
            holders = tuple(self._holders(sentence, deal_type, roles))
            if deal_type is DealType.ACQUISITION:
                holders = self._with_asset(holders, sentence, trigger)
            if holders:
                statuses = np.exp(scope.statuses[row])
                own = float(odds[column])
                mention = DealMention(sentence, trigger, deal_type, holders, own, statuses, second=rank > 0)
                yield Telling(mention, tuple(self._numbers(numbers)), number, row)

    def _holders(self, sentence: Span, deal_type: DealType, roles: Highest) -> Iterator[Holder]:
        """Each party in its likeliest role, and the likeliest party for every identifying role left empty."""
        rated = list(self._rated(sentence, deal_type, roles))
        best: dict[str, Holder] = {}
        for holder in rated:
            key = holder.argument.key
            if holder.odds > self.least.role and (key not in best or best[key].odds < holder.odds):
                best[key] = holder
        for role in ROLES[deal_type].principal:
            if role not in {holder.role for holder in best.values()}:
                free = [h for h in rated if h.role == role and h.argument.key not in best]
                likeliest = max(free, key=lambda holder: holder.odds, default=None)
                if likeliest is not None and likeliest.odds > self.least.filler:
                    best[likeliest.argument.key] = likeliest
        yield from best.values()

    def _with_asset(
        self, holders: tuple[Holder, ...], sentence: Span, trigger: Trigger
    ) -> tuple[Holder, ...]:
        """What is bought, where its sentence describes it, in place of some of its words or a guess."""
        others = tuple(holder for holder in holders if holder.role is not Role.TARGET)
        asset = self._assets.find(sentence, trigger.index) or self._beside(sentence, others)
        if asset is None or not others:
            return holders
        named = (holder for holder in holders if holder.role is Role.TARGET)
        if any(holder.odds > self.least.asset and not _part_of(asset, holder.argument) for holder in named):
            return holders
        return (*others, Holder(asset, Role.TARGET, DESCRIBED))

    def _beside(self, sentence: Span, others: Iterable[Holder]) -> Argument | None:
        """What the sentence describes beside the name of a buyer or seller."""
        named = [holder for holder in others if holder.argument.form == NAMED]
        return next((asset for asset in map(partial(self._moved, sentence), named) if asset), None)

    def _moved(self, sentence: Span, holder: Holder) -> Argument | None:
        place = holder.argument.start, holder.role
        if place not in self._moved_assets:  # a list may tell thousands of deals of the same names
            self._moved_assets[place] = self._assets.beside(sentence, holder.argument, holder.role)
        return self._moved_assets[place]

    def _rated(self, sentence: Span, deal_type: DealType, roles: Highest) -> Iterator[Holder]:
        """Every party in every role of a type that may come into question."""
        columns = self._columns[deal_type.value]
        names = [Role(self.labels.roles[column][1]) for column in columns]
        chances = role_chances(roles.scores, columns)
        odds = chances[:, :-1] - chances[:, -1:]
        least = min(self.least.role, self.least.filler)
        for number in map(int, np.flatnonzero((odds > least).any(axis=1))):
            mention = roles.mentions[number]
            argument = self._arguments.get(mention)
            if argument is None:
                continue
            if argument.form in SAID and not sentence.start_char <= mention.start < sentence.end_char:
                argument = replace(argument, form="context")
            open_roles = roles_open_to(argument, deal_type)
            for role, own in zip(names, odds[number], strict=True):
                if role in open_roles and own > least:
                    yield Holder(argument, role, float(own))

    def _numbers(self, numbers: Highest) -> Iterator[Attachment]:
        for number in map(int, np.flatnonzero(numbers.scores[:, 0] > self.least.number)):
            span, scores = self._spans.get(numbers.mentions[number]), numbers.scores[number]
            if span is None or span._.quantity.kind not in ATTACHABLE or span._.quantity.vague:
                continue
            amount = AmountKind(self.labels.amounts[int(scores[1:].argmax())])
            yield Attachment(span, float(scores[0]), amount)

    def same(self, tellings: Sequence[Telling], clauses: Clauses) -> dict[tuple[int, int], float]:
        """Log odds of two tellings of one type, by their numbers, being of one deal; only of one scope."""
        found: dict[tuple[int, int], float] = {}
        sentences = {telling.mention.sentence.start: telling.mention.sentence for telling in tellings}
        joint = {clause for sentence in sentences.values() for clause in clauses.joint(sentence)}
        of = [clauses.of(told.mention.sentence, told.mention.trigger.index) for told in tellings]
        groups: dict[tuple[int, DealType], list[int]] = {}
        for number, telling in enumerate(tellings):
            groups.setdefault((telling.scope, telling.mention.type), []).append(number)
        for (scope, deal_type), numbers in groups.items():
            rows = [tellings[number].row for number in numbers]
            column = self.labels.types.index(deal_type.value)
            odds = self.encoded.scopes[scope].same(rows, column)
            for one, first in enumerate(numbers):
                for other, second in enumerate(numbers):
                    joined = of[first] == of[second] and of[first] in joint
                    found[first, second] = float(odds[one, other]) + joined * AS_ONE
        return found


def _part_of(asset: Argument, name: Argument) -> bool:
    """Whether a name nobody knows begins a description: "Dunmore" in "Dunmore dairy"."""
    return name.entity_id is None and asset.start == name.start and name.end <= asset.end


def _word(doc: Doc, trigger: Trigger) -> Word:
    span = trigger.span(doc)
    return Word(span.start_char, span.end_char, tuple(kind.value for kind in trigger.types))
