"""Labelled documents: our own texts, and folders of <id>.txt beside <id>.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors.training.labelled import LabelledText, read_texts


def labelled_texts(folders: Iterable[Path], left_out: str | None = None) -> Iterator[LabelledText]:
    """Our own texts, then those of each folder, without the ids that the regular expression matches."""
    for found in (read_texts(), *map(read_folder, folders)):
        yield from kept(found, left_out)


def kept(texts: Iterable[LabelledText], left_out: str | None = None) -> Iterator[LabelledText]:
    """The texts as documents hold them, without the ids that the regular expression matches."""
    for text in texts:
        if not (left_out and re.search(left_out, text.id)):
            yield text._replace(text=as_text(text.text))


def read_folder(folder: Path) -> Iterator[LabelledText]:
    """The labelled documents of a folder, by name."""
    for path in sorted(folder.glob("*.txt")):
        labels = path.with_suffix(".json")
        if labels.exists():
            said = json.loads(labels.read_text(encoding="utf-8"))
            yield LabelledText(path.stem, path.read_text(encoding="utf-8"), said)


def as_text(raw: str) -> str:
    """A labelled text as documents hold it: the title as a line of its own, then an empty line."""
    title, _, rest = raw.strip().partition("\n")
    return f"{title.strip()}\n\n{rest.strip()}"
