"""Reads documents: the border where spaCy's objects stop and claims begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

from spacy.language import Language
from spacy.tokens import Doc

from extractors.gate import Gate, read_gate, turned_away
from extractors.nlp import build_nlp
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal
from pipeline.document import Document
from pipeline.settings import Settings

VERSION_DIGITS = 8
ASIDE = frozenset({"__pycache__", "training"})
"""Folders that reading does not depend on: what training made of its texts lies in data."""


class Reader:
    """A loaded pipeline; building one takes about a second, so share it."""

    def __init__(self, settings: Settings) -> None:
        self.nlp: Language = build_nlp(settings.model)
        self.gate: Gate = read_gate()
        self.version: str = extractor_version(self.nlp)

    def read(self, documents: Iterable[Document]) -> Extraction:
        """What the documents say, in their order; those the gate turns away give a refusal only."""
        every = tuple(documents)
        passed = {document.id for document in every if self.gate.passes(document.text)}
        deals: list[DealClaim] = []
        figures: list[FigureClaim] = []
        refusals: list[Refusal] = [turned_away(document) for document in every if document.id not in passed]
        for doc in self.nlp.pipe(self._docs(document for document in every if document.id in passed)):
            deals += doc._.deals
            figures += doc._.figures
            refusals += doc._.refusals
        return Extraction(
            version=self.version,
            documents=every,
            deals=tuple(deals),
            figures=tuple(figures),
            refusals=tuple(refusals),
        )

    def _docs(self, documents: Iterable[Document]) -> Iterator[Doc]:
        for document in documents:
            doc = self.nlp.make_doc(document.text)
            doc._.document = document
            yield doc


def extractor_version(nlp: Language) -> str:
    """Package version and a hash of this package's files and the model's name and version.

    A changed rule, alias or model is a new version without anybody having to remember it.
    """
    digest = hashlib.sha256(f"{nlp.meta['lang']} {nlp.meta['name']} {nlp.meta['version']}".encode())
    for file in sorted(_files(resources.files("extractors")), key=lambda file: str(file)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{version('gigawatch')}-{digest.hexdigest()[:VERSION_DIGITS]}"


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in ASIDE:
            yield from _files(entry)
        elif entry.is_file():
            yield entry
