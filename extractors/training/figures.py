"""Reads labelled texts and says which claimed figure bears out which label, to train on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc

from extractors.reader import Reader
from extractors.training.calibration import as_document
from extractors.training.corpus import kept, labelled_texts, read_folder
from extractors.training.judging import same_value
from pipeline.claims import FigureClaim

HELD_OUT = r"^(t\d+7|w\d+-\d*7)$"
"""Texts that are kept aside to measure on."""


class LabelledFigure(NamedTuple):
    """A claim and the label of its kind and value."""

    claim: FigureClaim
    label: Mapping[str, Any]


class ReadText(NamedTuple):
    """A text as read, its figures that labels bear out, and whether it is of a folder rather than our own."""

    doc: Doc
    figures: Sequence[LabelledFigure]
    of_folder: bool


def read_labelled(reader: Reader, folders: Iterable[Path], left_out: str = HELD_OUT) -> Iterator[ReadText]:
    """Our own texts and those of folders, without the ids that the regular expression matches."""
    for text, of_folder in chain(
        zip(labelled_texts((), left_out), repeat(False)),
        ((text, True) for folder in folders for text in kept(read_folder(folder), left_out)),
    ):
        doc = reader.nlp.make_doc(text.text)
        doc._.document = as_document(text)
        doc = reader.nlp(doc)
        yield ReadText(doc, labelled_figures(doc, text.labels["figures"]), of_folder)


def labelled_figures(doc: Doc, labels: Iterable[Mapping[str, Any]]) -> list[LabelledFigure]:
    """Each claimed figure with the first label of its kind and value that no other has."""
    free, found = list(labels), []
    for claim in doc._.figures:
        label = next((each for each in free if each["kind"] == claim.kind and same_value(claim, each)), None)
        if label is not None:
            free.remove(label)
            found.append(LabelledFigure(claim, label))
    return found
