"""The mentions and triggers of a window as tensors: what the network takes."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from extractors.encoder.heads import PairPlaces
from extractors.training.encoder.windows import HeldWindow


class PlaceTensors(NamedTuple):
    """How mentions (m) lie to each mention or trigger, in buckets: each (m or k, m)."""

    distance: Tensor
    gap: Tensor
    setting: Tensor


class HeldTensors(NamedTuple):
    """The arrays of a HeldWindow of the same names, with their shapes."""

    owners: Tensor
    spans: Tensor
    kinds: Tensor
    beside_mentions: PlaceTensors
    triggers: Tensor
    trigger_spans: Tensor
    listed: Tensor
    beside_triggers: PlaceTensors
    trigger_gaps: Tensor


def as_tensors(held: HeldWindow) -> HeldTensors:
    """The same memory as tensors."""
    return HeldTensors(
        torch.from_numpy(held.owners),
        torch.from_numpy(held.spans),
        torch.from_numpy(held.kinds),
        _places(held.beside_mentions),
        torch.from_numpy(held.triggers),
        torch.from_numpy(held.trigger_spans),
        torch.from_numpy(held.listed),
        _places(held.beside_triggers),
        torch.from_numpy(held.trigger_gaps),
    )


def _places(places: PairPlaces) -> PlaceTensors:
    return PlaceTensors(*map(torch.from_numpy, places))
