"""Gives bare numbers in tables the unit of their column, row or caption: "Capacity (MW)", "NZ$ millions"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.grammar.heads import BRACKETED, LONGEST_HEAD, Heads, Stated, as_stated
from extractors.grammar.measures import Measure
from extractors.grammar.patterns import words
from extractors.knowledge.quantity_words import QuantityWords

SEPARATOR = re.compile(r"\||\t| {3,}")
EXACT = re.compile(r"\||\t")
"""Separators that tell columns by number; blanks leave out empty cells."""
MOST_CELLS = 40
"""A line of more cells is no row that anybody reads."""
CAPTION_LINES = 3
"""How many lines above a table may state the unit of all of it."""
LONGEST_CAPTION = 160
DATED = re.compile(r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d)|\d[:/]\d|\d-\d+-\d")
"""A year, date or hour: a cell that a row or caption gives no unit; a column may."""
LEAD = re.compile(r"[^A-Za-z]*(?:[A-Za-z]{1,6}[ .]){0,2}[^A-Za-z]*")
"""What may stand before a number in its cell: "about 40", "16–18"."""
APIECE = re.compile(r"\b(?:per|each)\b|/\s?(?:share|unit)\b", re.IGNORECASE)
"""In the head of a row, says that its numbers are not in what the caption of the table states."""


@dataclass
class Table:
    """What a table has stated so far: by column, and for the rest of it."""

    columns: list[Stated | None]
    barred: list[bool]
    caption: Stated | None


class Tables:
    """Fills in units of numbers in tables; built once."""

    def __init__(self, heads: Heads, listed: QuantityWords) -> None:
        self._heads = heads
        self._other = re.compile(rf"(?<!\w){words(listed.other_columns)}(?!\w)", re.IGNORECASE)
        self._uncaptioned = re.compile(rf"(?<!\w){words(listed.other_rows)}(?!\w)", re.IGNORECASE)

    def fill(self, text: str, measures: Sequence[Measure]) -> list[Measure]:
        """The measures, bare ones in tables with the unit stated for them."""
        if not measures or not SEPARATOR.search(text):
            return list(measures)
        found = list(measures)
        starts = [measure.start for measure in found]
        for start, end, cells, table in self._rows(text):
            head = SEPARATOR.sub("", text[start : cells[0]]).strip()
            is_row = table.caption or len(cells) > 1 or BRACKETED.search(head)
            row = self._heads.stated(head) if is_row else None
            is_apiece = bool(APIECE.search(head) or self._uncaptioned.search(head))
            for place in range(bisect_right(starts, start - 1), bisect_right(starts, end - 1)):
                number = bisect_right(cells, found[place].start)
                first = cells[number - 1] if number else start
                if found[place].start - first > LONGEST_HEAD:
                    continue  # text stands before it; to read it for each number would cost its square
                is_dated = DATED.match(text, found[place].start) or DATED.search(
                    text, first, found[place].end + 12
                )
                rest = replace(table, caption=None) if is_dated or is_apiece else table
                lead = text[first : found[place].start]
                if stated := self._for(rest, row if number and not is_dated else None, number, lead):
                    found[place] = as_stated(found[place], stated)
        return found

    def _rows(self, text: str) -> Iterator[tuple[int, int, list[int], Table]]:
        """Each row below the head of a table: its span, where its cells begin but the first, its table."""
        table: Table | None = None
        above: list[str] = []
        start = 0
        for line in text.splitlines(keepends=True):
            end = start + len(line)
            cells = [start + match.end() for match in SEPARATOR.finditer(line)]
            if not cells or len(cells) > MOST_CELLS:
                table = None
                above = [*above, line[:LONGEST_CAPTION]][-CAPTION_LINES:] if line.strip() else above
            elif table is None:
                table = self._head(line, above)
                yield start, end, cells, replace(table, columns=[])
            else:
                yield start, end, cells, table
            start = end

    def _head(self, line: str, above: list[str]) -> Table:
        """What the first line of a table and the lines above it state."""
        cells = EXACT.split(line)
        columns = [self._heads.stated(cell) for cell in cells] if len(cells) > 1 else []
        caption = next((stated for words in reversed(above) if (stated := self._heads.caption(words))), None)
        if caption is None and not any(columns[1:]):
            caption = self._heads.stated(SEPARATOR.split(line)[0])
        return Table(columns, [bool(self._other.search(cell)) for cell in cells], caption)

    def _for(self, table: Table, row: Stated | None, number: int, lead: str) -> Stated | None:
        """The unit of a number that `lead` stands before in cell `number` of a row that states `row`."""
        if not LEAD.fullmatch(lead.lstrip("|\t ")):
            return None
        if number < len(table.columns) and (stated := table.columns[number]):
            return stated
        is_barred = number < len(table.barred) and table.barred[number]
        return row or (table.caption if number and not is_barred else None)
