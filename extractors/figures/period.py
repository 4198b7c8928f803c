"""Reads the period a figure speaks about: "2026", "FY2027", "Q3 2025", "by 2030", "2025-2029"."""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d{2}"
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
PERIOD = re.compile(
    rf"""(?P<span>(?:from\s|between\s)?(?P<from>{YEAR})\s?(?:–|-|to|and|through)\s?(?P<to>{YEAR}))
    |\b(?P<ordinal>first|second|third|fourth)[\s-](?:fiscal\s)?quarter(?:\sof)?(?:\s(?P<ofyear>(?:fiscal\s)?{YEAR}))?
    |\bQ(?P<quarter>[1-4])\s?(?P<qyear>{YEAR})?
    |\b(?:FY|fiscal\s(?:year\s)?)\s?'?(?P<fiscal>{YEAR}|\d{{2}})\b
    |\b(?P<by>by(?:\sthe\send\sof)?|end\sof|end-|through|until)\s?(?P<byyear>{YEAR})
    |(?<![\d,.$€£-])(?P<year>{YEAR})(?![\d,]*\d)(?!\s(?:GPU|chip|MW))""",
    re.IGNORECASE | re.VERBOSE,
)


def find_period(text: str, start: int, end: int) -> str | None:
    """The period named nearest to `text[start:end]`, in the notation of the figures."""
    best, nearest = None, len(text) + 1
    for match in PERIOD.finditer(text):
        if match.start() < end and start < match.end():
            continue
        distance = match.start() - end if match.start() >= end else start - match.end()
        if distance < nearest:
            best, nearest = _normal(match), distance
    return best


def _normal(match: re.Match[str]) -> str:
    if match["span"]:
        return f"{match['from']}-{match['to']}"
    if match["ordinal"]:
        return _quarter(QUARTERS[match["ordinal"].lower()], match["ofyear"])
    if match["quarter"]:
        return _quarter(int(match["quarter"]), match["qyear"])
    if match["fiscal"]:
        year = match["fiscal"]
        return f"FY{year if len(year) > 2 else '20' + year}"
    if match["byyear"]:
        word = match["by"].lower()
        return f"{'end of' if 'end' in word and not word.startswith('by') else 'by'} {match['byyear']}"
    return str(match["year"])


def _quarter(number: int, year: str | None) -> str:
    return f"Q{number} {year}" if year else f"Q{number}"
