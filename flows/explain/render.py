"""From what a reader said of a file to one HTML page without scripts, everything inlined. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from flows.explain.marks import deal_marks, figure_marks, refusal_mark
from flows.explain.pieces import Piece, to_pieces
from flows.explain.records import Fact, Record, deal_record, figure_record, refusal_record, topic_facts
from flows.templates import environment
from pipeline.claims import DealClaim, Extraction, FigureClaim, Refusal, Topic
from pipeline.document import Document

MOST_DOCUMENTS = 50
"""Documents of one file (an archive may hold thousands) that a page shows."""


CONTROL_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
"""From U+0000… to the Unicode block "Control Pictures"."""


class Explained(NamedTuple):
    """One document of the page."""

    id: str
    document: Document
    pieces: tuple[Piece, ...]
    topics: tuple[Fact, ...]
    deals: tuple[Record, ...]
    figures: tuple[Record, ...]
    refusals: tuple[Record, ...]


def render_explanation(extraction: Extraction, *, name: str) -> str:
    """The page of a file called `name`; it holds no script and asks the network for nothing."""
    shown = extraction.documents[:MOST_DOCUMENTS]
    made = environment("flows.explain")
    made.filters["visible"] = visible
    return made.get_template("explain.html.j2").render(
        name=name,
        version=extraction.version,
        explained=[explain(d, extraction, page=f"t{i}") for i, d in enumerate(shown, start=1)],
        left_out=len(extraction.documents) - len(shown),
        quarantined=extraction.quarantined,
        style=Markup((Path(__file__).parent / "templates" / "explain.css").read_text(encoding="utf-8")),  # noqa: S704  our own file
    )


def visible(text: str) -> str:
    """Control characters, which a browser drops, as the symbols that stand for them, one for one."""
    return text.translate(CONTROL_PICTURES)


def explain(document: Document, extraction: Extraction, *, page: str) -> Explained:
    """A document's text in marked pieces, and its records in the order of the text."""
    deals = _of(document, extraction.deals, start=lambda deal: deal.evidence[0].start)
    figures = _of(document, extraction.figures, start=lambda figure: figure.start)
    refusals = _of(document, extraction.refusals, start=lambda refusal: refusal.start)
    marks = [
        *(mark for number, deal in deals for mark in deal_marks(number, deal)),
        *(mark for number, figure in figures for mark in figure_marks(number, figure)),
        *(refusal_mark(refusal) for _, refusal in refusals),
    ]
    topics: defaultdict[str | None, list[Topic]] = defaultdict(list)
    for topic in extraction.topics:
        if topic.document_id == document.id:
            topics[topic.deal_claim_id].append(topic)
    return Explained(
        id=page,
        document=document,
        pieces=tuple(to_pieces(document.text, marks, page=page)),
        topics=tuple(topic_facts(topics[None])),
        deals=tuple(deal_record(number, deal, topics[deal.id], page=page) for number, deal in deals),
        figures=tuple(figure_record(number, figure, page=page) for number, figure in figures),
        refusals=tuple(refusal_record(number, refusal, page=page) for number, refusal in refusals),
    )


ClaimT = TypeVar("ClaimT", DealClaim, FigureClaim, Refusal)


def _of(
    document: Document, claims: Iterable[ClaimT], *, start: Callable[[ClaimT], int]
) -> list[tuple[int, ClaimT]]:
    """The document's claims in the order of the text, numbered from 1."""
    own = (claim for claim in claims if claim.document_id == document.id)
    return list(enumerate(sorted(own, key=start), start=1))
