"""How far the heads are from what they are to say of one window of a text.

Shapes: m mentions and k triggers of the window, e entities of the text, p triggers that tell a known deal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from extractors.training.encoder.example import TOLD_NONE, UNSURE
from extractors.training.encoder.labels import ATTACHED, LABELS
from extractors.training.encoder.network import Network
from extractors.training.encoder.targets import DealTarget, FigureTarget, Lesson
from extractors.training.encoder.tensors import HeldTensors, as_tensors
from extractors.training.encoder.windows import HeldWindow

OUTSIDE = 0.6
"""What a trigger outside the evidence of its deal counts: it is told by its parties alone."""
STATUS, ROLE, NUMBER, AMOUNT, SAME, FIGURE, SUBJECT = 0.3, 0.7, 0.5, 0.2, 0.15, 0.7, 0.5
"""What each task counts beside the types of triggers."""
NOTHING, BARRED = -30.0, -1e4
"""Scores of what does not stand in the window, and of what cannot be."""
NO_ROLE = len(LABELS.roles)


class Tally:
    """Sums of losses and of hits by name, each with how many were counted."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])

    def add(self, name: str, value: Tensor | float, count: int) -> None:
        """Add a sum over some counted things."""
        self._sums[name][0] += float(value)
        self._sums[name][1] += count

    def __str__(self) -> str:
        """The means."""
        return " ".join(f"{name} {total / max(count, 1):.3f}" for name, (total, count) in self._sums.items())


class View(NamedTuple):
    """A window's mentions as the heads see them, and which entities (e,) they name."""

    network: Network
    held: HeldTensors
    lesson: Lesson
    mentions: Tensor
    """(m, z)"""
    present: Tensor
    parties: Tensor

    def pooled(self, scores: Tensor) -> Tensor:
        """The highest score over the mentions of each entity: (p, m, classes) -> (p, e, classes)."""
        p, m, classes = scores.shape
        owners = self.held.owners[None, :, None].expand(p, m, classes)
        empty = torch.full((p, len(self.lesson.entities), classes), NOTHING, dtype=scores.dtype)
        return empty.scatter_reduce(1, owners, scores, "amax", include_self=True)


class Told(NamedTuple):
    """The triggers (p) of a window that tell a deal of a known type."""

    rows: Tensor
    deals: Sequence[int]
    targets: Sequence[DealTarget]
    types: Tensor
    weights: Tensor


def window_loss(network: Network, states: Tensor, held: HeldWindow, lesson: Lesson, tally: Tally) -> Tensor:
    """The loss of one window from its vectors (n, size), but that of its names."""
    tensors = as_tensors(held)
    loss = states.new_zeros(())
    view = _view(network, states, tensors, lesson) if len(tensors.owners) else None
    if len(tensors.triggers):
        triggers = network.triggers(states, tensors)
        weights = _weights(tensors, lesson)
        loss = loss + _type_loss(network, triggers, tensors, lesson, weights, tally)
        told = _told(tensors, lesson, weights)
        if told is not None:
            loss = loss + _status_loss(network, triggers, told)
            if view is not None:
                loss = loss + _pair_loss(view, triggers, told, tally)
            loss = loss + _same_loss(network, triggers, tensors, told, tally)
    if view is not None:
        loss = loss + _figure_loss(view, tally)
    return loss


def _view(network: Network, states: Tensor, held: HeldTensors, lesson: Lesson) -> View:
    present = torch.zeros(len(lesson.entities), dtype=torch.bool)
    present[held.owners] = True
    parties = torch.tensor([entity.is_party for entity in lesson.entities])
    return View(network, held, lesson, network.mentions(states, held), present, parties)


def _weights(held: HeldTensors, lesson: Lesson) -> Tensor:
    """What each trigger counts: (k,)."""
    triggers = [lesson.triggers[number] for number in held.triggers.tolist()]
    return torch.tensor([1.0 if t.deal < 0 or t.quoted else OUTSIDE for t in triggers])


def _type_loss(
    network: Network, triggers: Tensor, held: HeldTensors, lesson: Lesson, weights: Tensor, tally: Tally
) -> Tensor:
    none = len(LABELS.types)
    special = {UNSURE: -1, TOLD_NONE: none}
    deals = [lesson.triggers[number].deal for number in held.triggers.tolist()]
    right = torch.tensor([special[d] if d in special else lesson.deals[d].type for d in deals])
    scores = network.ttype(triggers)
    taught, known = right >= 0, (right >= 0) & (right < none)
    found = functional.cross_entropy(scores, right.clamp(min=0), reduction="none") * weights * taught
    tally.add("type", found.sum().detach(), int(taught.sum()))
    tally.add("type right", ((scores.argmax(1) == right) & known).sum(), int(known.sum()))
    return found.sum()


def _told(held: HeldTensors, lesson: Lesson, weights: Tensor) -> Told | None:
    deals = [lesson.triggers[number].deal for number in held.triggers.tolist()]
    rows = [row for row, deal in enumerate(deals) if deal >= 0 and lesson.deals[deal].type >= 0]
    if not rows:
        return None
    targets = [lesson.deals[deals[row]] for row in rows]
    places = torch.tensor(rows)
    types = torch.tensor([target.type for target in targets])
    return Told(places, [deals[row] for row in rows], targets, types, weights[places])


def _status_loss(network: Network, triggers: Tensor, told: Told) -> Tensor:
    right = torch.tensor([target.status for target in told.targets])
    known = right >= 0
    scores = network.tstat(triggers[told.rows][known])
    return STATUS * functional.cross_entropy(scores, right[known], reduction="sum")


def _pair_loss(view: View, triggers: Tensor, told: Told, tally: Tally) -> Tensor:
    pairs = view.network.pairs(triggers[told.rows], told.types, view.mentions, view.held, told.rows)
    return _role_loss(view, pairs, told, tally) + _number_loss(view, pairs, told, tally)


def _role_loss(view: View, pairs: Tensor, told: Told, tally: Tally) -> Tensor:
    """Over the parties in the window: its role among those of the deal's type, or none."""
    p, e = len(told.rows), len(view.lesson.entities)
    scores = torch.cat([view.pooled(view.network.role(pairs)), torch.zeros(p, e, 1)], 2)
    scores = scores.masked_fill(~_open_roles()[told.types][:, None], BARRED)
    right = torch.full((p, e), NO_ROLE)
    for row, target in enumerate(told.targets):
        for entity, role in target.roles.items():
            right[row, entity] = role
    taught = (view.parties & view.present)[None].expand(p, e)
    found = functional.cross_entropy(scores.flatten(0, 1), right.flatten(), reduction="none").view(p, e)
    found = found * told.weights[:, None] * taught
    held = taught & (right < NO_ROLE)
    tally.add("role", found.sum().detach(), p)
    tally.add("role right", ((scores.argmax(2) == right) & held).sum(), int(held.sum()))
    return ROLE * found.sum()


def _open_roles() -> Tensor:
    """Which roles each type has, none being open to all: (types, roles + 1)."""
    rows = [[kind == own for own, _ in LABELS.roles] + [True] for kind in LABELS.types]
    return torch.tensor(rows)


def _number_loss(view: View, pairs: Tensor, told: Told, tally: Tally) -> Tensor:
    """Over the numbers in the window: whether each belongs to the deal, and as which kind of amount."""
    entities = view.lesson.entities
    wanted = torch.tensor([entity.kind in ATTACHED for entity in entities]) & view.present
    columns = wanted.nonzero()[:, 0].tolist()
    if not columns:
        return pairs.new_zeros(())
    scores = view.pooled(view.network.num(pairs))[:, wanted]
    right = torch.tensor([[target.numbers.get(c, -1) for c in columns] for target in told.targets])
    belongs = right >= 0
    found = functional.binary_cross_entropy_with_logits(
        scores[..., 0], belongs.to(scores.dtype), reduction="none"
    )
    found = found * told.weights[:, None]
    tally.add("number", found.sum().detach(), len(told.rows))
    money = belongs & torch.tensor([[entities[c].kind == "money" for c in columns]])
    amounts = functional.cross_entropy(scores[..., 1:][money], right[money], reduction="sum")
    return NUMBER * found.sum() + AMOUNT * amounts


def _same_loss(network: Network, triggers: Tensor, held: HeldTensors, told: Told, tally: Tally) -> Tensor:
    pairs = list(_pairs_of_one_type(told))
    if not pairs:
        return triggers.new_zeros(())
    rows = told.rows[torch.tensor(pairs)]
    types = told.types[torch.tensor([one for one, _ in pairs])]
    right = torch.tensor([float(told.deals[one] == told.deals[other]) for one, other in pairs])
    one, other = rows[:, 0], rows[:, 1]
    scores = network.twins(triggers[one], triggers[other], types, held.trigger_gaps[one, other])
    found = functional.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    tally.add("same", found.detach(), len(pairs))
    return SAME * found


def _pairs_of_one_type(told: Told) -> Iterator[tuple[int, int]]:
    for second, target in enumerate(told.targets):
        for first in range(second):
            if told.targets[first].type == target.type:
                yield first, second


def _figure_loss(view: View, tally: Tally) -> Tensor:
    """Over the numbers in the window: the kind of figure that each is, or none, and whom it is about."""
    owners = view.held.owners.tolist()
    rows = [row for row, owner in enumerate(owners) if not view.lesson.entities[owner].is_party]
    if not rows:
        return view.mentions.new_zeros(())
    figures = [view.lesson.figures.get(owners[row]) for row in rows]
    none = len(LABELS.figures)
    right = torch.tensor([none if figure is None else figure.kind for figure in figures])
    scores = view.network.fig(view.mentions[torch.tensor(rows)])
    found = functional.cross_entropy(scores, right, reduction="sum")
    tally.add("figure", found.detach(), len(rows))
    tally.add("figure right", ((scores.argmax(1) == right) & (right < none)).sum(), int((right < none).sum()))
    about = [
        (row, figure)
        for row, figure in zip(rows, figures, strict=True)
        if figure is not None and (figure.subjects or not figure.named)
    ]
    return FIGURE * found + (_subject_loss(view, about, tally) if about else 0.0)


def _subject_loss(view: View, about: Sequence[tuple[int, FigureTarget]], tally: Tally) -> Tensor:
    """Any of several subjects will do; nobody is right where the label names none."""
    rows = torch.tensor([row for row, _ in about])
    kinds = torch.tensor([figure.kind for _, figure in about])
    scores = view.network.subjects(view.mentions, kinds, view.held, rows)
    pooled = view.pooled(scores[..., None])[..., 0].masked_fill(~view.parties, NOTHING)
    chances = torch.cat([pooled, torch.zeros(len(about), 1)], 1).log_softmax(1)
    right = [list(figure.subjects) or [len(view.lesson.entities)] for _, figure in about]
    found = -torch.stack([chances[row, places].logsumexp(0) for row, places in enumerate(right)]).sum()
    tally.add("subject", found.detach(), len(about))
    return SUBJECT * found
