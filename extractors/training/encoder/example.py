"""A labelled text as plain data: what stands where, and what it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extractors.training.labelled import SORTS, LabelledText

TOLD_NONE, UNSURE = -1, -2
"""Instead of the number of the deal that a trigger tells; what is unsure is not taught."""


class Stated(NamedTuple):
    """A number of a kind at characters `start`..`end`; unit as in extractors.quantity."""

    start: int
    end: int
    kind: str
    low: float
    high: float
    unit: str


class Trigger(NamedTuple):
    """Characters `start`..`end` of a word that may tell a deal of the types it is listed for."""

    start: int
    end: int
    types: tuple[str, ...]
    deal: int
    """The number of the labelled deal that it tells, TOLD_NONE or UNSURE."""
    quoted: bool
    """Whether it stands in the evidence of that deal."""


class Number(NamedTuple):
    """A labelled amount, chip count or capacity; `unit`: a currency, chips, MW, fraction, or "" for any."""

    low: float
    high: float
    unit: str
    amount: str = ""
    """Of money in a deal: the kind of amount."""


class Deal(NamedTuple):
    """What a label says of a deal; `parties`: (name, role)."""

    type: str
    status: str
    parties: tuple[tuple[str, str], ...]
    numbers: tuple[Number, ...]
    places: tuple[str, ...]


class Figure(NamedTuple):
    """What a label says of a figure, and whom it is about."""

    kind: str
    number: Number
    subjects: tuple[str, ...]


class Example(NamedTuple):
    """A text of `n` characters with its labels and what was found in it."""

    id: str
    own: bool
    """Whether it is one of the bundled texts."""
    text: str
    names: Mapping[str, tuple[str, ...]]
    """Sort -> forms; empty where the names of the text are not labelled."""
    deals: tuple[Deal, ...]
    figures: tuple[Figure, ...]
    quantities: tuple[Stated, ...] = ()
    sentences: tuple[int, ...] = ()
    """Where each begins."""
    triggers: tuple[Trigger, ...] = ()


def read_example(text: LabelledText, *, own: bool) -> Example:
    """The labels of a text; what stands in it is still to be found."""
    said = text.labels
    names = {sort: tuple(forms) for sort, forms in (said.get("names") or {}).items() if sort in SORTS}
    figures = tuple(_figures(said.get("figures") or ()))
    return Example(text.id, own, text.text, names, tuple(map(_deal, said["deals"])), figures)


def _deal(said: Mapping[str, Any]) -> Deal:
    return Deal(
        said["type"],
        said.get("status") or "",
        tuple((party["name"], party["role"]) for party in said.get("parties") or ()),
        tuple(_numbers(said)),
        tuple(said.get("places") or ()),
    )


def _numbers(said: Mapping[str, Any]) -> Iterator[Number]:
    for row in said.get("amounts") or ():
        bounds = _bounds(row, "low", "high")
        if bounds is not None:
            yield Number(*bounds, row["currency"], row.get("kind") or "value")
    for key, unit, low, high in (("chips", "chips", "low", "high"), ("capacity", "MW", "low_mw", "high_mw")):
        for row in said.get(key) or ():
            bounds = _bounds(row, low, high)
            if bounds is not None:
                yield Number(*bounds, unit)


def _figures(rows: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    for row in rows:
        bounds = _bounds(row, "low", "high")
        if bounds is not None:
            unit = row.get("unit") or ""
            if unit == "count":
                unit = "chips" if row["kind"] == "chips" else ""
            subjects = [name for name in re.split(r"\s*\+\s*", row.get("entity") or "") if name]
            yield Figure(row["kind"], Number(*bounds, unit), tuple(subjects))


def _bounds(row: Mapping[str, Any], low: str, high: str) -> tuple[float, float] | None:
    """A missing bound equals the other one."""
    stated = [float(row[key]) for key in (low, high) if row.get(key) is not None]
    return (stated[0], stated[-1]) if stated else None
