"""Units and currencies, from units.yml and currencies.yml."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field

from extractors.knowledge.rows import Row, data_file, read_rows
from extractors.quantity import QuantityKind
from pipeline.errors import BadDataFileError


class Unit(Row):
    """A unit, the factor that turns stated numbers into `unit`, and the forms after the number."""

    kind: QuantityKind
    unit: str
    factor: Decimal = Field(gt=0)
    forms: tuple[str, ...]
    apart: bool = False


class Currency(Row):
    """A currency and how the market writes it around a number.

    `shared` signs and words mean other currencies too; a text means that of the country which it names most
    by one of `lands`, then that of the country where it was published, then the first row's.
    """

    code: str = Field(pattern=r"^[A-Z]{3}$")
    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    shy: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    scales: Mapping[str, Annotated[Decimal, Field(gt=1)]] = {}
    """Words behind an amount that bears the sign which multiply it in its land."""


def read_units(path: Path | None = None) -> tuple[Unit, ...]:
    """units.yml. Raises BadDataFileError where a form belongs to two units."""
    path = path or data_file("units.yml")
    units = read_rows(path, Unit)
    _refuse_doubles(path, [form for unit in units for form in unit.forms])
    return units


def read_currencies(path: Path | None = None) -> tuple[Currency, ...]:
    """currencies.yml. Raises BadDataFileError where a sign or word means two currencies."""
    path = path or data_file("currencies.yml")
    currencies = read_rows(path, Currency)
    for side in ("before", "after", "countries", "cities", "lands"):
        _refuse_doubles(path, [word for currency in currencies for word in getattr(currency, side)])
    return currencies


def _refuse_doubles(path: Path, words: list[str]) -> None:
    doubles = sorted({word for word in words if words.count(word) > 1})
    if doubles:
        raise BadDataFileError(f"{path.name}: given twice: {', '.join(doubles)}")
