"""Which claims of the reader labelled documents bear out, by the rules of the labels' own scorer, plainly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from extractors.knowledge.aliases import Aliases
from extractors.knowledge.calibration import NO_FACTS
from extractors.training.alignment import same_name
from pipeline.claims import DealClaim, FigureClaim, Party
from pipeline.vocabulary import ROLES, FigureKind

TOLERANCE = 0.01
"""Within which the labels' own scorer takes two numbers for one."""
VAGUE = frozenset({"a", "and", "for", "in", "of", "the", "ai", "global", "market", "spending", "total"})
"""Words that the subjects of two different figures may share."""

Label = Mapping[str, Any]
ClaimT = TypeVar("ClaimT", DealClaim, FigureClaim)


class Judged(NamedTuple):
    """A claim's raw score (log odds), its deal type or figure kind, whether it is right, and what else
    speaks for it."""

    odds: float
    sort: str
    right: bool
    facts: Mapping[str, float] = NO_FACTS


class Judge:
    """Compares claims with labels; an alias and its party's name are one."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases

    def deals(self, claims: Sequence[DealClaim], labels: Sequence[Label]) -> Iterator[Judged]:
        """Each deal claim of a document; of several that tell one labelled deal the surest is right."""
        right = _paired(claims, labels, self._same_deal)
        return (Judged(_odds(c), c.type, n in right) for n, c in enumerate(claims))

    def figures(self, claims: Sequence[FigureClaim], labels: Sequence[Label]) -> Iterator[Judged]:
        """Each figure claim of a document, but those that only a label of the kind `other` states."""
        other = [label for label in labels if label["kind"] == FigureKind.OTHER]
        right = _paired(claims, labels, self._same_figure)
        for number, claim in enumerate(claims):
            if number in right or not any(same_value(claim, label) for label in other):
                yield Judged(_odds(claim), claim.kind, number in right)

    def _same_deal(self, claim: DealClaim, label: Label) -> int:
        """0 for another deal, else 1 and the number of parties in common.

        The same deal is of the same type and has a party in common in each principal role that the
        label fills; where it fills none, in any role.
        """
        if claim.type != label["type"]:
            return 0
        common = [p for p in label["parties"] if any(self._same_party(own, p) for own in claim.parties)]
        principal = {role.value for role in ROLES[claim.type].principal}
        needed = {p["role"] for p in label["parties"]} & principal
        held = {p["role"] for p in common}
        return 1 + len(common) if (needed <= held if needed else held) else 0

    def _same_party(self, party: Party, label: Label) -> bool:
        return party.role == label["role"] and self._same_name(party.name, party.entity_id, label["name"])

    def _same_name(self, name: str, entity_id: str | None, labelled: str) -> bool:
        known = self._aliases.find(labelled)
        return (known is not None and known.id == entity_id) or same_name(labelled, name)

    def _same_figure(self, claim: FigureClaim, label: Label) -> int:
        """Same kind, value and subject; a label without a subject takes any."""
        if claim.kind != label["kind"] or not same_value(claim, label):
            return 0
        entities = [name for name in (label.get("entity") or "").split(" + ") if name]
        ids = dict(zip(claim.entities, claim.entity_ids, strict=False))
        named = any(self._same_name(own, ids.get(own), name) for own in claim.entities for name in entities)
        told = _telling([*entities, label.get("segment") or ""])
        own = _telling([*claim.entities, claim.segment or ""])
        return int(named or bool(told & own) or not told)


def _paired(
    claims: Sequence[ClaimT], labels: Sequence[Label], same: Callable[[ClaimT, Label], int]
) -> frozenset[int]:
    """Numbers of the claims that a label of their own bears out; the surest choose first."""
    free = list(labels)
    right = set()
    for number in sorted(range(len(claims)), key=lambda n: -(claims[n].confidence or 0.0)):
        best = max(free, key=lambda label: same(claims[number], label), default=None)
        if best is not None and same(claims[number], best):
            free.remove(best)
            right.add(number)
    return frozenset(right)


def _odds(claim: DealClaim | FigureClaim) -> float:
    """The score of a claim that an uncalibrated reader made."""
    chance = claim.confidence
    assert chance is not None
    return math.log(chance / (1 - chance)) if 0 < chance < 1 else math.copysign(40.0, chance - 0.5)


def same_value(claim: FigureClaim, label: Label) -> bool:
    """Whether a claim and a label state the same number of the same unit."""
    if claim.unit != label["unit"]:
        return False
    bounds = [label.get("low"), label.get("high")]
    stated = [float(bound) for bound in bounds if bound is not None]
    if not stated:
        return False
    return math.isclose(float(claim.low), min(stated), rel_tol=TOLERANCE) and math.isclose(
        float(claim.high), max(stated), rel_tol=TOLERANCE
    )


def _telling(subjects: Iterable[str]) -> frozenset[str]:
    words = re.findall(r"\w+", " ".join(subjects).casefold())
    return frozenset(word.removesuffix("s") for word in words) - VAGUE
