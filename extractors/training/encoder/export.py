"""Writes a trained network as the files of extractors/data/encoder.

Usage: python -m extractors.training.encoder.export WEIGHTS --base FOLDER --into FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from extractors.components.encoder import FOLDER
from extractors.encoder.encoder import HEADS, MODEL, VOCABULARY
from extractors.knowledge.rows import data_file
from extractors.training.encoder.labels import LABELS
from extractors.training.encoder.network import BODY, Network

OPSET = 17
SAMPLE = (2, 64)
"""Windows and pieces of what the network is traced with."""
INPUTS, OUTPUT = ["ids", "case", "breaks", "mask"], "states"


def export(network: Network, into: Path) -> None:
    """Write the three files."""
    into.mkdir(parents=True, exist_ok=True)
    write_model(network, into / MODEL)
    write_heads(network, into / HEADS)
    vocabulary = data_file(FOLDER) / VOCABULARY
    if vocabulary.resolve() != (into / VOCABULARY).resolve():
        shutil.copy(vocabulary, into / VOCABULARY)


def write_model(network: Network, path: Path) -> None:
    """Write the encoder without its heads, its weights as whole numbers of eight bits."""
    network.eval()
    network.enc.set_attn_implementation("eager")  # the form that can be traced
    ids = torch.ones(SAMPLE, dtype=torch.long)
    plain, mask = torch.zeros_like(ids), torch.ones_like(ids)
    mask[1, SAMPLE[1] // 2 :] = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / MODEL
        torch.onnx.export(
            network,
            (ids, plain, plain, mask),
            str(whole),
            input_names=INPUTS,
            output_names=[OUTPUT],
            dynamic_axes={name: {0: "windows", 1: "pieces"} for name in (*INPUTS, OUTPUT)},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


def write_heads(network: Network, path: Path) -> None:
    """Write the heads in floating-point numbers of sixteen bits, with their labels."""
    heads = {
        name: weights.numpy().astype(np.float16)
        for name, weights in network.state_dict().items()
        if not name.startswith(BODY)
    }
    np.savez_compressed(path, labels=np.array(json.dumps(LABELS._asdict())), **heads)


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description="Write trained weights as the files the reader reads.")
    parser.add_argument("weights", type=Path, help="weights.pt, as the training wrote it")
    parser.add_argument("--base", type=Path, required=True, metavar="FOLDER", help="what they began as")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where the files go")
    given = parser.parse_args()
    network = Network(given.base)
    network.load_state_dict(torch.load(given.weights))
    export(network, given.into)


if __name__ == "__main__":
    main()
