"""Where a text speaks with its own voice: what stands in quotation marks speaks for somebody else."""

from __future__ import annotations

import re

PARAGRAPH = re.compile(r"[^\n]+")
MARK = re.compile(r"[\"“”]")


def quoted(text: str) -> bytearray:
    """For each character, 1 where it stands in quotation marks.

    A curly mark that is never closed ends with its paragraph; a straight one may be an inch, and opens
    nothing.
    """
    inside = bytearray(len(text))
    for paragraph in PARAGRAPH.finditer(text):
        begun: int | None = None
        for mark in MARK.finditer(text, *paragraph.span()):
            if begun is None and mark[0] != "”":
                begun = mark.start()
            elif begun is not None and mark[0] != "“":
                inside[begun : mark.start()] = b"\1" * (mark.start() - begun)
                begun = None
        if begun is not None and text[begun] == "“":
            inside[begun : paragraph.end()] = b"\1" * (paragraph.end() - begun)
    return inside
