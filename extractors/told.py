"""What captures tell without a reader: tables, and the figures in them."""

from __future__ import annotations

from extractors.documents import Reading
from pipeline.claims import Extraction, FigureClaim
from pipeline.document import Document


class Told:
    """Tables and their figures, each once however often it was fetched."""

    def __init__(self) -> None:
        self.tables: dict[str, Document] = {}
        self.figures: dict[str, FigureClaim] = {}

    def add(self, reading: Reading) -> None:
        """Takes what one capture told."""
        self.tables |= {document.id: document for document in reading.tables}
        self.figures |= {figure.id: figure for figure in reading.figures}

    def beside(self, extraction: Extraction) -> Extraction:
        """All of it, beside what a reader found in sentences."""
        return extraction.model_copy(
            update={
                "documents": (*extraction.documents, *self.tables.values()),
                "figures": (*extraction.figures, *self.figures.values()),
            }
        )
