"""Ids from content: the same content has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib

ID_DIGITS = 16
"""Hex digits of an id: 64 bits, so a billion documents collide with a chance below 3 %."""

_SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: str) -> str:
    """`prefix_` and a hash of the parts; borders of parts count: ("ab", "c") is not ("a", "bc")."""
    digest = hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}_{digest.hexdigest()[:ID_DIGITS]}"


def document_id(url: str, text: str) -> str:
    """The id of one text at one address: a story edited in place is a new document."""
    return content_id("doc", url, text)
