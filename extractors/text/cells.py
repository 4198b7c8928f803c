"""A table's row on one line, as a reader would say it."""

from __future__ import annotations

import re

CELL = " | "

_BULLET = re.compile(r"^(?:[•·●○▪■◦§o*–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])$")
_NUMBER = re.compile(r"^[$€£¥(]*\s*[\d,.]*\d[\d,.]*\s*[)%]*$|^[—–-]$")
_APART = re.compile(r"([$€£¥]) (?=\d)")
_OPENERS = frozenset({"$", "€", "£", "¥", "(", "($", "US$", "-$"})
_CLOSERS = frozenset({")", "%", ")%", "%)"})


def joined_cells(cells: list[str], *, is_laid_out: bool) -> str:
    """Cells with " | " between; "$" and "(" stand with their number, a bullet with its text.

    `is_laid_out` is for markup that abuses tables: there two cells without a number in the second are
    a label and its text, and no bar comes between.
    """
    glued: list[str] = []
    for cell in (_APART.sub(r"\1", cell) for cell in cells):
        if glued and (cell in _CLOSERS or glued[-1] in _OPENERS):
            glued[-1] += cell
        else:
            glued.append(cell)
    if len(glued) > 1 and _BULLET.match(glued[0]):
        return f"{glued[0]} {CELL.join(glued[1:])}"
    if is_laid_out and len(glued) == 2 and not _NUMBER.match(glued[1]):
        return " ".join(glued)
    return CELL.join(glued)
