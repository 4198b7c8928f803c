"""The text layer of a PDF."""

from __future__ import annotations

import pypdfium2

from extractors.text.plain import unwrap
from extractors.text.unreadable import UnreadableError
from pipeline.vocabulary import QuarantineReason

_PAGE_END = "\n<PAGE>\n"


def to_pdf_text(body: bytes) -> str:
    """Normalised text of a PDF's pages, lines joined to paragraphs.

    Raises UnreadableError: UNREADABLE for a damaged or locked file, EMPTY for one of pictures only.
    """
    try:
        with pypdfium2.PdfDocument(body) as pdf:
            pages = [page.get_textpage().get_text_bounded() for page in pdf]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(QuarantineReason.UNREADABLE, f"PDF: {error}") from error
    text = unwrap(_PAGE_END.join(page.replace("\r\n", "\n") for page in pages))
    if not text:
        raise UnreadableError(QuarantineReason.EMPTY, "the PDF has no text layer")
    return text
