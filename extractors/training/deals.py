"""Turns labelled documents into examples: which trigger tells which deal, and who and what belongs to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from extractors.deals.attaching import ATTACHED, NumberPool, number_features
from extractors.deals.features import Scene, role_features, trigger_features
from extractors.deals.mentions import NONE, DealMention, roles_open_to
from extractors.deals.triggers import Trigger
from extractors.training.alignment import LabelledDeal, roles_of, told_in
from extractors.training.logistic import Example
from pipeline.vocabulary import DealType


class Examples(NamedTuple):
    """Examples for the scorers of types, of roles and of numbers."""

    types: list[Example]
    roles: list[Example]
    numbers: list[Example]


def document_examples(doc: Doc, scenes: Sequence[Scene], deals: Sequence[LabelledDeal]) -> Examples:
    """All examples of one document."""
    types: list[Example] = []
    roles: list[Example] = []
    told: list[tuple[DealMention, LabelledDeal]] = []
    for scene in scenes:
        more_types, more_roles = scene_examples(scene, deals)
        types += more_types
        roles += more_roles
        told += told_by(scene, deals)
    return Examples(types, roles, number_examples(doc, NumberPool(doc), told))


def scene_examples(scene: Scene, deals: Sequence[LabelledDeal]) -> tuple[list[Example], list[Example]]:
    """Examples of types and of roles from one scene."""
    types: list[Example] = []
    roles: list[Example] = []
    for trigger in scene.triggers:
        deal = _deal_of(scene, trigger, deals)
        if deal is not None:
            types.append(Example(trigger_features(scene, trigger), deal.type))
            roles += _role_examples(scene, trigger, deal)
        elif not _maybe_told(scene, trigger, deals):
            types.append(Example(trigger_features(scene, trigger), NONE))
    return types, roles


def number_examples(
    doc: Doc, pool: NumberPool, told: Sequence[tuple[DealMention, LabelledDeal]]
) -> list[Example]:
    """Examples of numbers that belong, or do not, to tellings whose labelled deal is known."""
    mentions = [mention for mention, _ in told]
    found = []
    for mention, deal in told:
        for offset, span in pool.within_reach(mention):
            features = number_features(doc, mention, span, offset, mentions)
            found.append(Example(features, ATTACHED if _has_number(deal, span) else NONE))
    return found


def _has_number(deal: LabelledDeal, span: Span) -> bool:
    quantity = span._.quantity
    return any(
        unit == quantity.unit
        and math.isclose(low, quantity.low, rel_tol=0.011)
        and math.isclose(high, quantity.high, rel_tol=0.011)
        for unit, low, high in deal.numbers
    )


def told_by(scene: Scene, deals: Sequence[LabelledDeal]) -> Iterator[tuple[DealMention, LabelledDeal]]:
    """The triggers of a scene as mentions of the labelled deals they tell."""
    for trigger in scene.triggers:
        deal = _deal_of(scene, trigger, deals)
        if deal is not None:
            yield DealMention(scene.sentence, trigger, DealType(deal.type), (), 0.0), deal


def _deal_of(scene: Scene, trigger: Trigger, deals: Iterable[LabelledDeal]) -> LabelledDeal | None:
    """The labelled deal whose evidence holds the trigger and that has most parties near it."""
    at = scene.doc[trigger.index].idx
    fitting = [
        deal
        for deal in deals
        if (deal.start <= at < deal.end or _told_by_parties(scene, deal)) and _may_tell(scene, trigger, deal)
    ]
    return max(fitting, key=lambda deal: _nearness(scene, trigger, deal), default=None)


def _may_tell(scene: Scene, trigger: Trigger, deal: LabelledDeal) -> bool:
    """Whether a trigger is listed for the deal's type, or none is in the evidence and any may tell it."""
    if deal.type in trigger.types:
        return True
    return told_in(deal, scene) and not any(
        deal.type in other.types and deal.start <= scene.doc[other.index].idx < deal.end
        for other in scene.triggers
    )


def _told_by_parties(scene: Scene, deal: LabelledDeal) -> bool:
    own = [a for a in scene.arguments if a.form == "name"]
    named = {own[number].key for number in roles_of(deal, own)}
    return len(named) >= 2 or (told_in(deal, scene) and len(named) >= 1)


def _nearness(scene: Scene, trigger: Trigger, deal: LabelledDeal) -> float:
    own = [a for a in scene.arguments if not a.form.startswith("context")]
    near = sum(1 / (1 + abs(own[n].start - trigger.index)) for n in roles_of(deal, own))
    at = scene.doc[trigger.index].idx
    return near + (0.5 if deal.start <= at < deal.end else 0.0)


def _maybe_told(scene: Scene, trigger: Trigger, deals: Iterable[LabelledDeal]) -> bool:
    """Whether a sentence beside the evidence names a party of such a deal: too unsure to teach."""
    own = [a for a in scene.arguments if a.form == "name"]
    return any(deal.type in trigger.types and roles_of(deal, own) for deal in deals)


def _role_examples(scene: Scene, trigger: Trigger, deal: LabelledDeal) -> list[Example]:
    deal_type = DealType(deal.type)
    roles = roles_of(deal, scene.arguments)
    filled = {role for _, role in deal.parties}
    found = []
    for number, argument in enumerate(scene.arguments):
        open_roles = roles_open_to(argument, deal_type)
        allowed = (*(role.value for role in open_roles), NONE)
        label = roles.get(number, NONE)
        # Where no target is labelled, the labeller may have left out one that has no name.
        unsure = argument.form == "thing" and not filled.intersection(open_roles)
        if open_roles and label in allowed and not unsure:
            features = role_features(scene, trigger, deal.type, argument)
            found.append(Example(features, label, allowed))
    return found
