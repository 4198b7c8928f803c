"""Leaves out of a text what its publisher puts under every text: company profiles, caveats, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from extractors.knowledge.cues import cue_pattern
from extractors.knowledge.rows import Row, data_file, read_rows

MOST_WORDS_OF_HEADING = 10
_ENDS_LIKE_SENTENCE = re.compile(r"[.!?;,…][\"'”’)]*$")


class Boilerplate(Row):
    """One sort of such a part, and how it is known."""

    part: str
    headings: tuple[str, ...] = Field(min_length=1)
    """Words that begin the heading of such a part; a star ends a word openly."""
    says: tuple[str, ...] = ()
    """Words that only such a paragraph has."""


class Cues(NamedTuple):
    """All rows as two patterns."""

    heading: re.Pattern[str]
    says: re.Pattern[str]


def read_boilerplate(path: Path | None = None) -> tuple[Boilerplate, ...]:
    """boilerplate.yml."""
    return read_rows(path or data_file("boilerplate.yml"), Boilerplate)


@cache
def bundled_cues() -> Cues:
    """The patterns of boilerplate.yml."""
    rows = read_boilerplate()
    return Cues(
        cue_pattern(cue for row in rows for cue in row.headings),
        cue_pattern(cue for row in rows for cue in row.says),
    )


def news_of(text: str, cues: Cues) -> str:
    """The lines of a text that are no boilerplate; all of them where nothing else would be left."""
    return "\n".join(_news(text.splitlines(), cues)) or text


def _news(lines: list[str], cues: Cues) -> Iterator[str]:
    inside = False
    for at, line in enumerate(filter(str.strip, lines)):
        if _is_heading(line):
            # The first line is the title, whatever it begins with.
            inside = at > 0 and cues.heading.match(line.strip()) is not None
        if not inside and (at == 0 or not cues.says.search(line)):
            yield line


def _is_heading(line: str) -> bool:
    return len(line.split()) <= MOST_WORDS_OF_HEADING and not _ENDS_LIKE_SENTENCE.search(line.strip())
