"""Decides which triggers tell which deals, and who has which role in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Span

from extractors.deals.arguments import Argument
from extractors.deals.features import Scene, role_features, trigger_features
from extractors.deals.triggers import Trigger
from extractors.scoring import LinearScorer
from pipeline.vocabulary import ROLES, DealType, Role

NONE = "NONE"
FORMS = {"place": frozenset({Role.GRANTOR}), "thing": frozenset({Role.TARGET})}
"""Roles by the form of an argument that is no party."""


class Holder(NamedTuple):
    """An argument in a role, with the log odds of that role against none."""

    argument: Argument
    role: Role
    odds: float


class DealMention(NamedTuple):
    """One telling of a deal in one sentence; `odds` against the trigger telling none."""

    sentence: Span
    trigger: Trigger
    type: DealType
    holders: tuple[Holder, ...]
    odds: float


def roles_open_to(argument: Argument, deal_type: DealType) -> tuple[Role, ...]:
    """The roles an argument may have: a place only grants, a described asset is only bought."""
    only = FORMS.get(argument.form)
    return tuple(role for role in ROLES[deal_type].all if only is None or role in only)


class MentionReader:
    """Reads the mentions of a scene with two trained scorers; the thresholds are log odds."""

    def __init__(
        self,
        types: LinearScorer,
        roles: LinearScorer,
        *,
        least_type: float = 0.0,
        least_role: float = 0.0,
        least_filler: float = -2.0,
    ) -> None:
        self.types, self.roles = types, roles
        self.least_type, self.least_role, self.least_filler = least_type, least_role, least_filler

    def read(self, scene: Scene) -> list[DealMention]:
        """The mentions of a scene, surest first; a sentence's root only tells what no listed word tells."""
        found = sorted(self._all(scene), key=lambda m: (m.trigger.pos == "root", -m.odds))
        kept: list[DealMention] = []
        for mention in found:
            if mention.trigger.pos != "root" or mention.type not in {other.type for other in kept}:
                kept.append(mention)
        return kept

    def _all(self, scene: Scene) -> Iterator[DealMention]:
        for trigger in scene.triggers:
            chances = self.types.log_chances(trigger_features(scene, trigger))
            best = max((name for name in chances if name != NONE), key=lambda name: chances[name])
            odds = chances[best] - chances[NONE]
            if odds > self.least_type:
                deal_type = DealType(best)
                holders = tuple(self._holders(scene, trigger, deal_type))
                if holders:
                    yield DealMention(scene.sentence, trigger, deal_type, holders, odds)

    def _holders(self, scene: Scene, trigger: Trigger, deal_type: DealType) -> Iterator[Holder]:
        """Each party in its likeliest role, and the likeliest party for every identifying role left empty."""
        rated = [
            holder
            for argument in scene.arguments
            for holder in self._rate(scene, trigger, deal_type, argument)
        ]
        best: dict[str, Holder] = {}
        for holder in rated:
            key = holder.argument.key
            if holder.odds > self.least_role and (key not in best or best[key].odds < holder.odds):
                best[key] = holder
        for role in ROLES[deal_type].principal:
            if role not in {holder.role for holder in best.values()}:
                free = [h for h in rated if h.role == role and h.argument.key not in best]
                likeliest = max(free, key=lambda holder: holder.odds, default=None)
                if likeliest is not None and likeliest.odds > self.least_filler:
                    best[likeliest.argument.key] = likeliest
        yield from best.values()

    def _rate(self, scene: Scene, trigger: Trigger, deal_type: DealType, argument: Argument) -> list[Holder]:
        names = tuple(role.value for role in roles_open_to(argument, deal_type))
        if not names:
            return []
        chances = self.roles.log_chances(
            role_features(scene, trigger, deal_type.value, argument), (*names, NONE)
        )
        return [Holder(argument, Role(name), chances[name] - chances[NONE]) for name in names]
