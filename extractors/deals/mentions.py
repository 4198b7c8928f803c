"""Decides which triggers tell which deals, and who has which role in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Span

from extractors.deals.arguments import Argument
from extractors.deals.features import Scene, role_features, trigger_features
from extractors.deals.triggers import Trigger
from extractors.scoring import LinearScorer
from pipeline.vocabulary import ROLES, DealType, Role

NONE = "NONE"


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


class MentionReader:
    """Reads the mentions of a scene with two trained scorers; the thresholds are log odds."""

    def __init__(
        self, types: LinearScorer, roles: LinearScorer, *, least_type: float = 0.0, least_role: float = 0.0
    ) -> None:
        self.types, self.roles = types, roles
        self.least_type, self.least_role = least_type, least_role

    def read(self, scene: Scene) -> Iterator[DealMention]:
        """The mentions of a scene, in the order of their triggers."""
        for trigger in scene.triggers:
            chances = self.types.log_chances(trigger_features(scene, trigger), (*trigger.types, NONE))
            best = max(trigger.types, key=lambda name: chances[name])
            odds = chances[best] - chances[NONE]
            if odds > self.least_type:
                deal_type = DealType(best)
                holders = tuple(self._holders(scene, trigger, deal_type))
                if holders:
                    yield DealMention(scene.sentence, trigger, deal_type, holders, odds)

    def _holders(self, scene: Scene, trigger: Trigger, deal_type: DealType) -> Iterator[Holder]:
        best: dict[str, Holder] = {}
        for argument in scene.arguments:
            holder = self._role(scene, trigger, deal_type, argument)
            if holder is not None and (
                argument.key not in best or best[argument.key].odds < holder.odds
            ):
                best[argument.key] = holder
        yield from best.values()

    def _role(
        self, scene: Scene, trigger: Trigger, deal_type: DealType, argument: Argument
    ) -> Holder | None:
        names = tuple(role.value for role in ROLES[deal_type].all)
        chances = self.roles.log_chances(
            role_features(scene, trigger, deal_type.value, argument), (*names, NONE)
        )
        best = max(names, key=lambda name: chances[name])
        odds = chances[best] - chances[NONE]
        return Holder(argument, Role(best), odds) if odds > self.least_role else None


def principals(mention: DealMention) -> Sequence[Holder]:
    """The holders of the roles that identify the deal."""
    return [holder for holder in mention.holders if holder.role in ROLES[mention.type].principal]
