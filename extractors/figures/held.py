"""What numbers the deals of a doc hold already, looked up instead of compared one by one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractors.quantity import Quantity
from pipeline.claims import Amount, Range, Stated


class Places:
    """The characters that some stretches of a text cover."""

    def __init__(self, stretches: Iterable[Stated | Quantity] = ()) -> None:
        self._covered: set[int] = set()
        for stretch in stretches:
            self.add(stretch)

    def add(self, stretch: Stated | Quantity) -> None:
        """Cover one more stretch."""
        self._covered.update(range(stretch.start, stretch.end))

    def touch(self, stretch: Stated | Quantity) -> bool:
        """Whether a stretch overlaps one of them."""
        return not self._covered.isdisjoint(range(stretch.start, stretch.end))


class HeldNumbers:
    """Numbers that deals hold: where they stand, and their values."""

    def __init__(self, facts: Iterable[Range] = ()) -> None:
        self._places = Places()
        self._values: set[tuple[Decimal, Decimal, str | None]] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Range) -> None:
        """Hold one more number."""
        self._places.add(fact)
        self._values.add((fact.low, fact.high, fact.currency if isinstance(fact, Amount) else None))

    def stands_at(self, quantity: Quantity) -> bool:
        """Whether a number is held that stands where the quantity does."""
        return self._places.touch(quantity)

    def same_value(self, quantity: Quantity) -> bool:
        """Whether a number of the same value is held, of money in the same currency."""
        low, high = quantity.low, quantity.high
        return (low, high, quantity.unit) in self._values or (low, high, None) in self._values
