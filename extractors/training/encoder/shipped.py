"""Gives a network the shipped weights back, so that a training can go on from them.

Eight bits a weight is what the reader runs; a training begun from them loses nothing that could be measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, TensorProto, numpy_helper
from torch import Tensor

from extractors.encoder.encoder import HEADS, MODEL
from extractors.training.encoder.network import Network

PARAMETER = re.compile(r"(?P<name>(?:enc|case|brk)\..+?)(?P<table>_quantized)?")
UNUSED = ("enc.pooler.dense.weight", "enc.pooler.dense.bias")
"""What the base has beyond its vectors, and nobody reads."""
PRODUCT = "MatMulInteger"
PRODUCT_PATH = re.compile(r"/(?P<name>enc/.+)/MatMul_quant")


def load_shipped(network: Network, folder: Path) -> None:
    """Put the weights of a folder's files into the network. Raises ValueError where one is missing or has no
    place in it."""
    found = {**dict(_body(onnx.load(str(folder / MODEL)))), **_heads(folder / HEADS)}
    missing = sorted(set(network.state_dict()) - set(found) - set(UNUSED))
    if missing:
        raise ValueError(f"{folder} has no weights of {', '.join(missing)}")
    surplus = sorted(set(found) - set(network.state_dict()))
    if surplus:
        raise ValueError(f"{folder} has weights of {', '.join(surplus)}, which the network lacks")
    network.load_state_dict(found, strict=False)


def _heads(path: Path) -> dict[str, Tensor]:
    with np.load(path) as held:
        return {name: torch.from_numpy(held[name].astype(np.float32)) for name in held if name != "labels"}


def _body(model: ModelProto) -> Iterator[tuple[str, Tensor]]:
    held = {tensor.name: tensor for tensor in model.graph.initializer}
    for name, tensor in held.items():
        parameter = PARAMETER.fullmatch(name)
        if parameter and parameter["table"]:
            yield parameter["name"], _restored(held, name.removesuffix(parameter["table"]))
        elif parameter and not name.endswith(("_scale", "_zero_point")):
            yield parameter["name"], torch.from_numpy(numpy_helper.to_array(tensor).copy())
    for node in model.graph.node:
        path = PRODUCT_PATH.fullmatch(node.name)
        if node.op_type == PRODUCT and path:
            weights = _restored(held, node.input[1].removesuffix("_quantized"))
            yield f"{path['name'].replace('/', '.')}.weight", weights.T.contiguous()


def _restored(held: dict[str, TensorProto], name: str) -> Tensor:
    """Whole numbers times their scale; a matrix has a scale for each column, or one for all."""
    numbers, scale, zero = (
        numpy_helper.to_array(held[f"{name}_{part}"]).astype(np.float32)
        for part in ("quantized", "scale", "zero_point")
    )
    return torch.from_numpy((numbers - zero) * scale)
