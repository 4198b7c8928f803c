"""How numbers are written: number words, scale words, hedges and rates, from numbers.yml and its siblings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pydantic import Field

from extractors.knowledge.rows import Row, data_file, read_record, read_rows
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Qualifier


class Scale(Row):
    """A word that multiplies: "million", or in short "m"."""

    value: Decimal = Field(gt=1)
    words: tuple[str, ...]
    short: tuple[str, ...]


class Fraction(Row):
    """Words that take a part of the scale after them: "half a billion"."""

    value: Decimal = Field(gt=0, lt=1)
    words: tuple[str, ...]


class Vague(Row):
    """Words that give an order of magnitude only: "tens of billions"."""

    low: Decimal
    high: Decimal
    words: tuple[str, ...]


class NumberWords(Row):
    """The whole of numbers.yml."""

    units: dict[str, int]
    scales: tuple[Scale, ...]
    dotted: tuple[str, ...]
    coded: tuple[str, ...]
    fractions: tuple[Fraction, ...]
    wholes: tuple[str, ...]
    pairs: tuple[str, ...]
    ones: tuple[str, ...]
    labels: tuple[str, ...]
    vague: tuple[Vague, ...]


class Hedge(Row):
    """Words before or after a number that hedge it."""

    qualifier: Qualifier
    before: tuple[str, ...]
    after: tuple[str, ...]


class Rate(Row):
    """What a number is a rate of, and the words that say so."""

    per: str
    words: tuple[str, ...]
    alone: tuple[str, ...]


def read_numbers(path: Path | None = None) -> NumberWords:
    """numbers.yml. Raises BadDataFileError where a scale word has two values."""
    path = path or data_file("numbers.yml")
    numbers = read_record(path, NumberWords)
    _refuse_doubles(path, [word for scale in numbers.scales for word in (*scale.words, *scale.short)])
    return numbers


def read_hedges(path: Path | None = None) -> tuple[Hedge, ...]:
    """hedges.yml. Raises BadDataFileError where a word hedges in two ways."""
    path = path or data_file("hedges.yml")
    hedges = read_rows(path, Hedge)
    for side in ("before", "after"):
        _refuse_doubles(path, [word for hedge in hedges for word in getattr(hedge, side)])
    return hedges


def read_rates(path: Path | None = None) -> tuple[Rate, ...]:
    """rates.yml. Raises BadDataFileError where a word is a rate of two things."""
    path = path or data_file("rates.yml")
    rates = read_rows(path, Rate)
    _refuse_doubles(path, [word for rate in rates for word in (*rate.words, *rate.alone)])
    return rates


def _refuse_doubles(path: Path, words: list[str]) -> None:
    doubles = sorted({word for word in words if words.count(word) > 1})
    if doubles:
        raise BadDataFileError(f"{path.name}: given twice: {', '.join(doubles)}")
