"""Labelled documents as parsed docs: our own texts, and folders of <id>.txt beside <id>.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from extractors.components.organisations import Organisations, read_name_knowledge
from extractors.components.quantities import QuantitiesComponent, read_quantity_grammar
from extractors.deals.arguments import Parties
from extractors.deals.features import Scene
from extractors.deals.scenes import scenes
from extractors.deals.triggers import TriggerFinder
from extractors.extensions import QUANTITIES
from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.frames import read_frames
from extractors.knowledge.name_words import read_name_words
from extractors.nlp import build_nlp
from extractors.training.alignment import LabelledDeal, labelled_deals
from extractors.training.labelled import LabelledText, read_texts
from extractors.training.lessons import told_lessons
from pipeline.settings import read_settings

STOCK = ("paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


def labelled_texts(folders: Iterable[Path], left_out: str | None = None) -> Iterator[LabelledText]:
    """Our own texts, then those of each folder, without the ids that the regular expression matches."""
    for found in (read_texts(), *map(_read_folder, folders)):
        for text in found:
            if not (left_out and re.search(left_out, text.id)):
                yield text._replace(text=as_text(text.text))


def _read_folder(folder: Path) -> Iterator[LabelledText]:
    for path in sorted(folder.glob("*.txt")):
        labels = path.with_suffix(".json")
        if labels.exists():
            said = json.loads(labels.read_text(encoding="utf-8"))
            yield LabelledText(path.stem, path.read_text(encoding="utf-8"), said)


def read_corpus(
    folders: Iterable[Path], left_out: str | None = None
) -> Iterator[tuple[Doc, dict[str, object]]]:
    """Each text, parsed by the sourced components only, with its labels."""
    nlp = build_nlp(read_settings().model)
    for text in labelled_texts(folders, left_out):
        with nlp.select_pipes(enable=list(STOCK)):
            yield nlp(text.text), text.labels


def corpus_scenes(
    folders: Iterable[Path], left_out: str | None = None
) -> Iterator[tuple[Doc, list[Scene], list[LabelledDeal]]]:
    """Each document with its scenes and its labelled deals."""
    stage = Stage()
    for doc, labels in read_corpus(folders, left_out):
        yield doc, stage.scenes(doc), labelled_deals(doc.text, labels)


def lesson_scenes() -> Iterator[tuple[Doc, list[Scene], list[LabelledDeal]]]:
    """The same for each sentence of lessons.yml; all its numbers belong to its deal."""
    stage = Stage()
    nlp = build_nlp(read_settings().model)
    for text, deals in told_lessons():
        with nlp.select_pipes(enable=list(STOCK)):
            doc = nlp(text)
        found = stage.scenes(doc)
        yield doc, found, [deal._replace(numbers=_all_numbers(doc)) for deal in deals]


def _all_numbers(doc: Doc) -> tuple[tuple[str, float, float], ...]:
    quantities = [span._.quantity for span in doc.spans[QUANTITIES]]
    return tuple((q.unit, float(q.low), float(q.high)) for q in quantities)


class Stage:
    """Finds quantities, names and scenes in parsed docs, as the pipeline does."""

    def __init__(self) -> None:
        self._organisations, self._quantities = Organisations(), QuantitiesComponent()
        self._organisations.initialize(knowledge=read_name_knowledge())
        self._quantities.initialize(grammar=read_quantity_grammar())
        self._kinds = {party.id: party.kind for party in read_aliases().parties.values()}
        self._words, self._finder = read_name_words(), TriggerFinder(read_frames())

    def scenes(self, doc: Doc) -> list[Scene]:
        """The scenes of a doc."""
        self._organisations(self._quantities(doc))
        return list(scenes(doc, Parties(doc, self._words, self._kinds), self._finder))


def as_text(raw: str) -> str:
    """A labelled text as documents hold it: the title as a line of its own, then an empty line."""
    title, _, rest = raw.strip().partition("\n")
    return f"{title.strip()}\n\n{rest.strip()}"
