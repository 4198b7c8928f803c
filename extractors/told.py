"""What captures tell without a reader: documents made of fields, and the claims in them."""

from __future__ import annotations

from extractors.documents import Reading
from extractors.topics.finding import bundled_terms, find_topics
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal
from pipeline.document import Document


class Told:
    """Tables and their claims, each once however often it was fetched."""

    def __init__(self) -> None:
        self.tables: dict[str, Document] = {}
        self.deals: dict[str, DealClaim] = {}
        self.refusals: dict[str, Refusal] = {}
        self.figures: dict[str, FigureClaim] = {}

    def add(self, reading: Reading) -> None:
        """Takes what one capture told."""
        self.tables |= {document.id: document for document in reading.tables}
        self.deals |= {deal.id: deal for deal in reading.deals}
        self.refusals |= {refusal.document_id: refusal for refusal in reading.refusals}
        self.figures |= {figure.id: figure for figure in reading.figures}

    def beside(self, extraction: Extraction) -> Extraction:
        """All of it, beside what a reader found in sentences; deals with their topics."""
        topics = tuple(
            topic
            for deal in self.deals.values()
            for topic in find_topics(self.tables[deal.document_id], (deal,), bundled_terms())
        )
        return extraction.model_copy(
            update={
                "documents": (*extraction.documents, *self.tables.values()),
                "deals": (*extraction.deals, *self.deals.values()),
                "refusals": (*extraction.refusals, *self.refusals.values()),
                "topics": (*extraction.topics, *topics),
                "figures": (*extraction.figures, *self.figures.values()),
            }
        )
