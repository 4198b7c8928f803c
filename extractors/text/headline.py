"""The headline of a press release filed as an exhibit, which comes after addresses and contacts."""

from __future__ import annotations

import re

_FURNITURE = re.compile(
    r"exhibit\b|ex-?\s?99|for (?:immediate )?release|for more information|embargo|not for|page \d"
    r"|(?:media |press |investor )?contacts?\b|investor relations|news release|press release"
    r"|this press release|www\.|https?:|tel\b|phone|fax|e-?mail|source:|\(?nasdaq|\(?nyse|table of contents",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-Z][\w .,'’()/-]{2,60}?(?:--|[–—-]{1,2}\s|\s?/\s?[A-Z ]+/)")
_ADDRESS = re.compile(
    r"^\d+ .*\b(?:drive|street|avenue|road|suite|boulevard|parkway|plaza|lane|way|blvd|ave|st|rd)\b"
    r"|\b(?:tel|fax|phone)\b|\d{3}[-.) ]+\d{3}[-.]\d{4}|see accompanying|\b[A-Z]{2} \d{5}\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"^(?:\w+day,? )?(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+),? \d{4}\.?$")
_LETTER = re.compile(r"(?:dear|gentlemen|ladies|to whom)\b|re:|by:? /s/", re.IGNORECASE)
_LINES = 40
_MIN_WORDS, _MAX_WORDS = 4, 45


def split_headline(text: str) -> tuple[str, str] | None:
    """The headline and the text without that line; None where no line near the top looks like one.

    A headline is the first line of some words that is no address, date, contact or dateline and does
    not end as a sentence does.
    """
    lines = text.split("\n")
    for at, line in enumerate(lines[:_LINES]):
        is_story = _DATELINE.match(line) and len(line.split()) > _MAX_WORDS / 2
        if is_story or _LETTER.match(line):
            return None
        if _is_headline(line):
            rest = "\n".join(lines[:at] + lines[at + 1 :]).strip("\n")
            return (line, rest) if rest else None
    return None


def _is_headline(line: str) -> bool:
    words = line.split()
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or line[-1] in ".:;,":
        return False
    letters = sum(char.isalpha() for char in line)
    if letters < 0.6 * len(line) or "@" in line or " | " in line:
        return False
    return not (_FURNITURE.match(line) or _DATE.match(line) or _ADDRESS.search(line))
