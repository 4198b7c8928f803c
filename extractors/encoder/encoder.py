"""Runs the encoder over texts: one vector for every word piece, in its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors.encoder.pieces import Pieces, Window
from pipeline.errors import BadDataFileError

MODEL, VOCABULARY, HEADS = "encoder.onnx", "vocabulary.json", "heads.npz"
MOST_THREADS = 4

Floats = NDArray[np.float32]


class Encoded(NamedTuple):
    """A window of `n` pieces with its vectors, (n, width)."""

    window: Window
    states: Floats


class Encoder:
    """The model of a folder. Raises BadDataFileError where a file of it is missing or broken."""

    def __init__(self, folder: Path) -> None:
        self.pieces = Pieces(folder / VOCABULARY)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(len(os.sched_getaffinity(0)), MOST_THREADS)
        options.inter_op_num_threads = 1
        # Threads that wait busily slow whatever else runs, such as a second reader.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library's own errors share no base
            raise BadDataFileError(f"{MODEL}: no model: {error}") from error

    def encode(self, text: str) -> list[Encoded]:
        """The windows of a text, each run by itself.

        The weights are integers, and what they are multiplied with is scaled by its largest value: run
        together, a text would mean something else in other company. Nor would padding make it faster.
        """
        return [Encoded(window, self._run(window)) for window in self.pieces.windows(text)]

    def _run(self, window: Window) -> Floats:
        feed = {
            "ids": window.ids,
            "case": window.case,
            "breaks": window.breaks,
            "mask": np.ones_like(window.ids),
        }
        found: Floats = self._session.run(None, {name: row[None] for name, row in feed.items()})[0][0]
        return found
