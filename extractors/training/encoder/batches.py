"""What is taught at once: texts for one step, and within it windows of about one length for one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

import torch
from torch import Tensor

from extractors.training.encoder.chaining import chained
from extractors.training.encoder.example import Example
from extractors.training.encoder.joining import paired
from extractors.training.encoder.targets import Lesson
from extractors.training.encoder.windows import UNTAUGHT, HeldWindow

CHARACTERS_A_PIECE = 4.2
MOST_PIECES = 1100
"""Word pieces of one pass, padding included."""
PADDING = 0
"""Id of pieces that the mask hides."""

Taught = tuple[HeldWindow, Lesson]


class Pass(NamedTuple):
    """Windows (w) padded to n pieces; all arrays are (w, n)."""

    windows: Sequence[Taught]
    ids: Tensor
    case: Tensor
    breaks: Tensor
    mask: Tensor
    tags: Tensor


def steps(
    examples: Sequence[Example],
    random: Random,
    *,
    pieces: int,
    again: float,
    join: float = 0.0,
    chain: float = 0.0,
) -> Iterator[list[Example]]:
    """All texts in a new order, in groups of about so many pieces.

    `again`: of the texts that are not our own, the share that is taught twice; `join`: of our own short
    ones, the share that is taught two on a page; `chain`: of all, the share that is
    asked for a link of a chain.
    """
    order = [*examples, *(e for e in examples if not e.own and random.random() < again)]
    order += chained(examples, random, chain)
    random.shuffle(order)
    batch: list[Example] = []
    held = 0.0
    for example in paired(order, random, join):
        size = len(example.text) / CHARACTERS_A_PIECE
        if batch and held + size > pieces:
            yield batch
            batch, held = [], 0.0
        batch.append(example)
        held += size
    if batch:
        yield batch


def passes(lessons: Iterable[Lesson]) -> Iterator[Pass]:
    """The windows of some texts, the shortest first, as many at once as fit."""
    windows = [(held, lesson) for lesson in lessons for held in lesson.windows]
    windows.sort(key=lambda taught: _size(taught))
    start = 0
    for end in range(1, len(windows) + 1):
        if end == len(windows) or _size(windows[end]) * (end + 1 - start) > MOST_PIECES:
            yield _padded(windows[start:end])
            start = end


def _size(taught: Taught) -> int:
    return len(taught[0].window.ids)


def _padded(windows: Sequence[Taught]) -> Pass:
    shape = (len(windows), max(map(_size, windows)))
    ids, tags = torch.full(shape, PADDING), torch.full(shape, UNTAUGHT)
    case, breaks, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, (held, _) in enumerate(windows):
        size = len(held.window.ids)
        ids[row, :size] = torch.from_numpy(held.window.ids)
        case[row, :size] = torch.from_numpy(held.window.case)
        breaks[row, :size] = torch.from_numpy(held.window.breaks)
        tags[row, :size] = torch.from_numpy(held.tags)
        mask[row, :size] = 1
    return Pass(windows, ids, case, breaks, mask, tags)
