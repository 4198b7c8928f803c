"""Signs documents, so that the warehouse finds the copies of one text without comparing all with all."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from extractors.signatures.boilerplate import bundled_cues, news_of
from extractors.signatures.minhash import SCHEME, minhash, runs_of, words_of
from pipeline.claims import Extraction
from pipeline.document import Document, Signature

_TRACKER = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid)=[^&]*")


def with_signatures(extraction: Extraction) -> Extraction:
    """The extraction with the signature of each document that has a word."""
    signed = (sign(document) for document in extraction.documents)
    return extraction.model_copy(update={"signatures": tuple(filter(None, signed))})


def sign(document: Document) -> Signature | None:
    """The signature of a document's news, boilerplate left out; None for a text without words."""
    words = words_of(news_of(document.text, bundled_cues()))
    if not words:
        return None
    runs = runs_of(words)
    return Signature(
        document_id=document.id,
        scheme=SCHEME,
        address=address_of(document),
        text_hash=hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        runs=len(runs),
        minima=minhash(runs),
    )


def address_of(document: Document) -> str:
    """What the document's address is once all that may differ between links to one page is gone.

    The page's own word for it (`canonical_url`) goes first. A part of a filing keeps its whole address.
    """
    if document.accession:
        return document.url
    try:
        parts = urlsplit(document.canonical_url or document.url)
    except ValueError:
        return document.url
    host = (parts.hostname or "").removeprefix("www.")
    query = _TRACKER.sub("", parts.query).lstrip("&")
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"
