"""Teaches a network: one step of the optimiser for each group of texts, the rate rising, then falling."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from extractors.training.encoder.batches import Pass, passes, steps
from extractors.training.encoder.example import Example
from extractors.training.encoder.losses import Tally, window_loss
from extractors.training.encoder.network import Network
from extractors.training.encoder.targets import Lesson
from extractors.training.encoder.windows import UNTAUGHT

NAMES = 0.25
"""What the names of a window count beside its deals and figures."""
SCALE = 1 / 12
"""Of a step's sum of losses."""
STEEPEST = 8.0
"""Norm that the gradient of a step is cut to."""
DECAY = 0.01
WARMING, LEAST = 0.05, 0.02
"""Share of the steps over which the rate rises, and the share of it that is left at the end."""
SPARE = 1.01
"""Groups differ in number between epochs, as the order of the texts does."""
HEADS_DROP = 0.12
HALVES = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
"""Whether the processor multiplies numbers of sixteen bits; one that only imitates it takes twice as long."""

Teach = Callable[[Example], Lesson]
log = logging.getLogger(__name__)


class Course(NamedTuple):
    """How long and how fast is taught."""

    epochs: int = 18
    rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 800
    """Word pieces of one step, more or less."""
    swap: float = 0.45
    """Of the parties of a text, the share that gets other names."""
    again: float = 0.5
    """Of the texts that are not our own, the share that an epoch teaches twice."""
    join: float = 0.2
    """Of our own short texts, the share that is taught two on a page."""
    chain: float = 0.3
    """Of all texts, the share of which sentences are taught in one with those of others."""
    drop: float = 0.1
    mask: float = 0.08
    """Share of the pieces that are hidden."""
    seed: int = 0


class Trainer:
    """Teaches a network; `teach` makes the lesson of an example anew each time, as names are exchanged."""

    def __init__(self, network: Network, teach: Teach, course: Course, *, mask_id: int) -> None:
        self.network, self.course = network, course
        self._teach, self._mask_id = teach, mask_id
        self._random = Random(course.seed)  # noqa: S311 -- chooses what is taught, keeps no secret
        network.dropping(body=course.drop, heads=HEADS_DROP)
        # Rare words keep their place beside the common ones; the texts are too few to move all.
        network.enc.embeddings.word_embeddings.weight.requires_grad_(False)
        self._trained = [p for p in network.parameters() if p.requires_grad]
        body = [p for p in network.enc.parameters() if p.requires_grad]
        heads = [p for name, p in network.named_parameters() if not name.startswith("enc.")]
        self._optimiser = torch.optim.AdamW(
            [{"params": body, "lr": course.rate}, {"params": heads, "lr": course.head_rate}],
            weight_decay=DECAY,
            fused=True,
        )

    def epochs(self, examples: Sequence[Example]) -> Iterator[int]:
        """Teach all examples; yields the number of each epoch when it is over."""
        planned = int(self.course.epochs * len(self._groups(examples)) * SPARE)
        schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, lambda step: pace(step, planned))
        log.info("%d texts, %d steps", len(examples), planned)
        for epoch in range(1, self.course.epochs + 1):
            self.network.train()
            begun, tally = time.monotonic(), Tally()
            for group in self._groups(examples):
                self.step(map(self._teach, group), tally)
                schedule.step()
            log.info("epoch %d, %d s: %s", epoch, time.monotonic() - begun, tally)
            yield epoch

    def _groups(self, examples: Sequence[Example]) -> list[list[Example]]:
        course = self.course
        return list(
            steps(
                examples,
                self._random,
                pieces=course.budget,
                again=course.again,
                join=course.join,
                chain=course.chain,
            )
        )

    def step(self, lessons: Iterable[Lesson], tally: Tally) -> float:
        """Teach some lessons at once; returns their loss before it."""
        total = 0.0
        for some in passes(lessons):
            loss = self._loss(some, tally) * SCALE
            loss.backward()
            total += float(loss.detach())
        tally.add("gradient", nn.utils.clip_grad_norm_(self._trained, STEEPEST), 1)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return total

    def _loss(self, some: Pass, tally: Tally) -> Tensor:
        hidden = (torch.rand(some.ids.shape) < self.course.mask) & (some.mask > 0)
        ids = some.ids.masked_fill(hidden, self._mask_id)
        with torch.autocast("cpu", torch.bfloat16, enabled=HALVES):
            found = self.network(ids, some.case, some.breaks, some.mask)
        states = found.float()
        loss = self._name_loss(states, some.tags, tally)
        for row, (held, lesson) in enumerate(some.windows):
            loss = loss + window_loss(self.network, states[row], held, lesson, tally)
        return loss

    def _name_loss(self, states: Tensor, tags: Tensor, tally: Tally) -> Tensor:
        if not bool((tags >= 0).any()):
            return states.new_zeros(())
        scores = self.network.names(states).transpose(1, 2)
        found = functional.cross_entropy(scores, tags, ignore_index=UNTAUGHT, reduction="sum")
        tally.add("names", found.detach(), int((tags > 0).sum()))
        return NAMES * found


def pace(step: int, planned: int) -> float:
    """Share of the rate at a step."""
    return min((step + 1) / max(1.0, planned * WARMING), max(LEAST, (planned - step) / planned))
