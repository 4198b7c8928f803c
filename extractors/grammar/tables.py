"""Gives bare numbers in tables the unit of their column, row or caption: "Capacity (MW)", "NZ$ millions"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import any_of, words
from extractors.knowledge.chips import Chips
from extractors.knowledge.numbers import NumberWords
from extractors.knowledge.quantity_words import QuantityWords
from extractors.knowledge.units import Currency, Unit
from extractors.quantity import QuantityKind

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
NO_HEAD = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d|[.,]\d))\d{2}|[.!?]\s+[A-Z]|(?:\S+\s+){6}")
"""What shows that a cell is text: numbers but years, two sentences, many words."""
VALUE = r"(?<!(?:19|20)\d\d[ -])"
"""Right behind it, a unit is that of a value: "2000 MW" is no head, "2025 (MW)" is."""
LONGEST_HEAD = 40
"""Longer cells are text, whose units belong to their own numbers."""
LEAD = re.compile(r"[^A-Za-z]*(?:[A-Za-z]{1,6}[ .]){0,2}[^A-Za-z]*")
"""What may stand before a number in its cell: "about 40", "16–18"."""
MEASURED = frozenset({QuantityKind.POWER, QuantityKind.ENERGY, QuantityKind.AREA, QuantityKind.PERCENT})


@dataclass(frozen=True)
class Stated:
    """The unit that a head or caption states, and what it multiplies the numbers by."""

    kind: QuantityKind
    unit: str
    factor: Decimal = Decimal(1)
    product: str | None = None


@dataclass
class Table:
    """What a table has stated so far: by column, and for the rest of it."""

    columns: list[Stated | None]
    barred: list[bool]
    caption: Stated | None


class Tables:
    """Fills in units of numbers in tables; built once from the units, currencies, chips and scales."""

    def __init__(
        self,
        units: Iterable[Unit],
        currencies: Iterable[Currency],
        chips: Chips,
        numbers: NumberWords,
        listed: QuantityWords,
    ) -> None:
        self._units = {form: u for u in units if u.kind in MEASURED for form in u.forms}
        signs = {w: c.code for c in currencies for w in (*c.shared, c.code, *c.after, *c.before)}
        self._signs = {sign: code for sign, code in signs.items() if len(sign) > 1 or not sign.isalpha()}
        self._scales = {w: s.value for s in numbers.scales for w in (*s.words, *s.short) if s.value >= 1000}
        sign, scale = any_of(self._signs), any_of(self._scales)
        self._unit = re.compile(rf"(?<![\w.]){VALUE}{any_of(self._units)}(?!\w|-?\d)")
        self._money = re.compile(
            rf"(?<!\w){VALUE}(?P<sign>{sign})(?:\s?(?:in\s)?(?P<scale>{scale}))?(?![\w.]|\s?\d)"
            rf"|\b{VALUE}(?P<before>{scale})\s(?:of\s)?(?P<word>{sign})(?!\w|\s?\d)"
        )
        self._chips = re.compile(rf"^\W*(?:AI\s)?(?P<noun>(?i:{any_of(chips.nouns)}))s\b")
        self._other = re.compile(rf"(?<!\w){words(listed.other_columns)}(?!\w)", re.IGNORECASE)

    def fill(self, text: str, measures: Sequence[Measure]) -> list[Measure]:
        """The measures, bare ones in tables with the unit stated for them."""
        if not measures or not SEPARATOR.search(text):
            return list(measures)
        found = list(measures)
        starts = [measure.start for measure in found]
        for start, end, cells, table in self._rows(text):
            row = self._stated(text[start : cells[0]]) if table.caption or len(cells) > 1 else None
            for place in range(bisect_right(starts, start - 1), bisect_right(starts, end - 1)):
                number = bisect_right(cells, found[place].start)
                first = cells[number - 1] if number else start
                if found[place].start - first > LONGEST_HEAD:
                    continue  # text stands before it; to read it for each number would cost its square
                is_dated = DATED.match(text, found[place].start) or DATED.search(
                    text, first, found[place].end + 12
                )
                rest = replace(table, caption=None) if is_dated else table
                lead = text[first : found[place].start]
                if stated := self._for(rest, row if number and not is_dated else None, number, lead):
                    found[place] = _as(found[place], stated)
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
        columns = [self._stated(cell) for cell in cells] if len(cells) > 1 else []
        caption = next((stated for words in reversed(above) if (stated := self._caption(words))), None)
        caption = caption or self._stated(SEPARATOR.split(line)[0])
        return Table(columns, [bool(self._other.search(cell)) for cell in cells], caption)

    def _stated(self, cell: str) -> Stated | None:
        """The unit that a cell of a head states, if it is one."""
        if len(cell) > LONGEST_HEAD or NO_HEAD.search(cell):
            return None
        if chips := self._chips.match(cell):
            return Stated(QuantityKind.CHIPS, "chip", product=chips["noun"])
        if unit := self._unit.search(cell):
            known = self._units[unit[0]]
            return Stated(known.kind, known.unit, known.factor)
        return self._money_of(cell)

    def _money_of(self, words: str) -> Stated | None:
        money = self._money.search(words)
        if money is None:
            return None
        sign, scale = money["sign"] or money["word"], money["scale"] or money["before"]
        return Stated(QuantityKind.MONEY, self._signs[sign], self._scales[scale] if scale else Decimal(1))

    def _caption(self, line: str) -> Stated | None:
        """The unit that a line above a table states for all of it: scaled money, or a unit in brackets."""
        if (money := self._money_of(line)) and money.factor > 1:
            return money
        bracketed = re.search(r"\(([^()]{1,30})\)\s*:?$", line.strip())
        return self._stated(bracketed[1]) if bracketed else None

    def _for(self, table: Table, row: Stated | None, number: int, lead: str) -> Stated | None:
        """The unit of a number that `lead` stands before in cell `number` of a row that states `row`."""
        if not LEAD.fullmatch(lead.lstrip("|\t ")):
            return None
        if number < len(table.columns) and (stated := table.columns[number]):
            return stated
        is_barred = number < len(table.barred) and table.barred[number]
        return row or (table.caption if number and not is_barred else None)


def _as(measure: Measure, stated: Stated) -> Measure:
    """The measure in the stated unit: bare numbers wholly, money without a scale in the stated scale."""
    is_scaled = measure.magnitude.scale > 1
    factor = Decimal(1) if is_scaled and stated.kind is QuantityKind.MONEY else stated.factor
    if measure.kind is QuantityKind.MONEY and stated.kind is QuantityKind.MONEY and not is_scaled:
        return replace(measure, factor=factor)
    if measure.kind is not None or measure.magnitude.vague:
        return measure
    return replace(measure, kind=stated.kind, unit=stated.unit, factor=factor, product=stated.product)
