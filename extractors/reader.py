"""Reads documents: the border where spaCy's objects stop and claims begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

from spacy.language import Language
from spacy.tokens import Doc

from extractors.nlp import build_nlp
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal
from pipeline.document import Document
from pipeline.settings import Settings

VERSION_DIGITS = 8


class Reader:
    """A loaded pipeline; building one takes about a second, so share it."""

    def __init__(self, settings: Settings) -> None:
        self.nlp: Language = build_nlp(settings.model)
        self.version: str = extractor_version(self.nlp)

    def read(self, documents: Iterable[Document]) -> Extraction:
        """What the documents say. Claims keep the order of the documents."""
        read: list[Document] = []
        deals: list[DealClaim] = []
        figures: list[FigureClaim] = []
        refusals: list[Refusal] = []
        for doc in self.nlp.pipe(self._docs(documents)):
            read.append(doc._.document)
            deals += doc._.deals
            figures += doc._.figures
            refusals += doc._.refusals
        return Extraction(
            version=self.version,
            documents=tuple(read),
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
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry)
        elif entry.is_file():
            yield entry
