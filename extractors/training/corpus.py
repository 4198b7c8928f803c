"""Labelled documents as parsed docs: <id>.txt (first line = title) beside <id>.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from extractors.components.organisations import Organisations, read_name_knowledge
from extractors.components.quantities import QuantitiesComponent, read_quantity_grammar
from extractors.deals.arguments import Parties
from extractors.deals.features import Scene
from extractors.deals.scenes import scenes
from extractors.deals.triggers import TriggerFinder
from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.frames import read_frames
from extractors.knowledge.name_words import read_name_words
from extractors.nlp import build_nlp
from extractors.training.alignment import LabelledDeal, labelled_deals
from pipeline.settings import read_settings

STOCK = ("paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


def read_corpus(folder: Path, left_out: str | None = None) -> Iterator[tuple[Doc, dict[str, object]]]:
    """Each document, parsed by the sourced components only, with its labels."""
    nlp = build_nlp(read_settings().model)
    for path in sorted(folder.glob("*.txt")):
        labels = path.with_suffix(".json")
        if not labels.exists() or (left_out and path.stem.endswith(left_out)):
            continue
        with nlp.select_pipes(enable=list(STOCK)):
            yield (
                nlp(as_text(path.read_text(encoding="utf-8"))),
                json.loads(labels.read_text(encoding="utf-8")),
            )


def corpus_scenes(
    folder: Path, left_out: str | None = None
) -> Iterator[tuple[Doc, list[Scene], list[LabelledDeal]]]:
    """Each document with its scenes and its labelled deals."""
    organisations, quantities = Organisations(), QuantitiesComponent()
    organisations.initialize(knowledge=read_name_knowledge())
    quantities.initialize(grammar=read_quantity_grammar())
    kinds = {party.id: party.kind for party in read_aliases().parties.values()}
    words, finder = read_name_words(), TriggerFinder(read_frames())
    for doc, labels in read_corpus(folder, left_out):
        organisations(quantities(doc))
        parties = Parties(doc, words, kinds)
        yield doc, list(scenes(doc, parties, finder)), labelled_deals(doc.text, labels)


def as_text(raw: str) -> str:
    """A labelled text as documents hold it: the title as a line of its own, then an empty line."""
    title, _, rest = raw.strip().partition("\n")
    return f"{title.strip()}\n\n{rest.strip()}"
