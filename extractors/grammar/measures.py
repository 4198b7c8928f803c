"""Gives bare numbers their unit: the currency before or after, the unit, chip or facility behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grammar.counted import Counted, CountedThing
from extractors.grammar.magnitudes import ONE_GROUP, Magnitude
from extractors.grammar.patterns import BLANK, BREAK, any_of, evened, is_torn, plain
from extractors.knowledge.units import Currency, Unit
from extractors.quantity import QuantityKind

BEFORE = 16
"""Longest currency prefix looked at, in characters."""
AFTER = 90
"""How far behind a number its unit is looked for, in characters."""
LARGE = 1000
"""From here on, a bare number before an everyday word like "won" is taken for money."""
LETTERS_OF_SYMBOL = 3
YEAR = re.compile(r"(?:19\d|20[0-3])\d|204[0-7]")
"""Digits that are a year before a noun ("the 2025 GPU market"), never a count of chips or sites. 2048 is a
power of two, by which chips are bought, sooner than a year."""

NO_STOP = (
    r"(?!(?:mega|giga|kilo|tera|from|with|over|into|than|when|will|have|were|that|this|which|under|until|after"
    r"|before|between|about)\b)"
)
"""No word of these stands between a number and its unit, as "average" does in "180 average megawatts"."""


@dataclass(frozen=True)
class Measure:
    """A magnitude with its unit; `start` and `end` cover both. `unit` is None for a bare number."""

    start: int
    end: int
    magnitude: Magnitude
    kind: QuantityKind | None = None
    unit: str | None = None
    factor: Decimal = Decimal(1)
    product: str | None = None
    prefixed: bool = False
    sign: str = ""
    """Of money: the sign or word that says so, in lower case."""


class Measures:
    """Attaches units to magnitudes; built once from units, currencies, counted things and scales in short."""

    def __init__(
        self,
        units: Iterable[Unit],
        currencies: Iterable[Currency],
        counted: Counted,
        short: Mapping[str, Decimal],
    ) -> None:
        currencies = tuple(currencies)
        self.counted = counted
        shared = {word: c.code for c in reversed(currencies) for word in c.shared}
        self.before = shared | {word: c.code for c in currencies for word in c.before}
        self._codes = {evened(word).strip(): code for word, code in self.before.items()}
        self.after = {word.lower(): code for word, code in shared.items()}
        self.after |= {word.lower(): c.code for c in currencies for word in c.after}
        self.shy = {word.lower() for c in currencies for word in c.shy}
        self.units = {form: unit for unit in units if not unit.apart for form in unit.forms}
        long = {form: unit for form, unit in self.units.items() if len(form) > LETTERS_OF_SYMBOL}
        self._lowered = {form.lower().replace("-", " "): unit for form, unit in long.items()}
        self._short = short
        self._scales = {
            c.code: (re.compile(rf"[\d.,]+{BLANK}?({any_of(c.scales)})\b"), c.scales)
            for c in currencies
            if c.scales
        }
        self._before = re.compile(
            rf"(?<![A-Za-z$€£])(?P<mega>M(?=[A-Z]{{3}}))?(?P<sign>{any_of(self.before)})"
            rf"(?P<scale>{any_of(w for w in short if w.islower())}(?={BLANK}))?{BLANK}?$"
        )
        of = rf"(?:{BLANK}?-?{BLANK}?|{BREAK})(?:(?:of|in|de|di){BLANK}(?:the{BLANK})?|d['’])?"
        after = rf"{of}(?P<word>{any_of(self.after)})(?![A-Za-z0-9]|{BLANK}?\d)"
        self._after = re.compile(after, re.IGNORECASE)
        symbols = any_of(f for f in self.units if len(f) <= LETTERS_OF_SYMBOL)
        words = any_of(self._lowered)
        power = any_of(form for form, unit in self.units.items() if unit.kind is QuantityKind.POWER)
        kind_of = rf"(?:{BLANK}(?:{NO_STOP}[a-z]{{4,}}|IT|AC|DC|net)(?={BLANK}{power}\b|-{power}\b))?"
        self._unit = re.compile(
            rf"(?:-?{BLANK}?(?:odd|plus)|\+|{BLANK}or{BLANK}(?:so|more))?{kind_of}(?:{BLANK}?-?{BLANK}?|{BREAK})(?:of{BLANK})?(?P<form>(?i:{words})|{symbols})(?![A-Za-z0-9])"
        )

    def measure(self, text: str, magnitude: Magnitude) -> Measure | None:
        """The magnitude with its unit, bare where it has none, None where it is part of a name."""
        prefix = self._before.search(text[max(0, magnitude.start - BEFORE) : magnitude.start])
        if prefix and not is_doubtful(prefix["sign"].strip(), magnitude):
            return self._money_before(text, magnitude, prefix)
        if in_a_name(text, magnitude.start):
            return None
        finders: tuple[Callable[[str, Magnitude], Measure | None], ...] = (
            self._money_after,
            self._with_unit,
            self._counted,
        )
        for find in finders:
            found = find(text, magnitude)
            if found and not is_torn(text, magnitude.end, found.end):
                return found
        if self.counted.is_model(text, magnitude.start, magnitude.end):
            return None
        return Measure(magnitude.start, magnitude.end, magnitude)

    def _money_before(self, text: str, magnitude: Magnitude, prefix: re.Match[str]) -> Measure | None:
        sign = prefix["sign"].strip()
        code = self._codes[evened(sign).strip()]
        tail = self._after.match(text, magnitude.end)
        end, meant = magnitude.end, sign.lower()
        if tail and sign in AMBIGUOUS:
            meant = plain(tail["word"])
            code, end = self.after[meant], tail.end()
        start = magnitude.start - len(prefix[0])
        factor = Decimal(1)
        if scale := prefix["mega"] or prefix["scale"]:
            if YEAR.fullmatch(text, magnitude.start, magnitude.end):
                return None  # "EURm 2025" heads a column
            factor = self._short[scale] if magnitude.scale == 1 else factor
        elif code in self._scales:
            pattern, scales = self._scales[code]
            own = pattern.match(text, magnitude.start)
            if own and own.end() >= magnitude.end:
                # "R$ 500 mil" are thousands there, whatever "mil" means elsewhere.
                factor, end = scales[own[1]] / magnitude.scale, own.end()
        return Measure(
            start, end, magnitude, QuantityKind.MONEY, code, factor=factor, prefixed=True, sign=meant
        )

    def _money_after(self, text: str, magnitude: Magnitude) -> Measure | None:
        match = self._after.match(text, magnitude.end)
        if not match:
            return None
        word = plain(match["word"])
        if word in self.shy and magnitude.low < LARGE:
            return None
        code = self.after[word]
        return Measure(magnitude.start, match.end(), magnitude, QuantityKind.MONEY, code, sign=word)

    def _with_unit(self, text: str, magnitude: Magnitude) -> Measure | None:
        match = self._unit.match(text, magnitude.end)
        if not match or (magnitude.short and len(match["form"]) == 1):
            return None
        unit = self.units.get(match["form"]) or self._lowered.get(plain(match["form"]))
        if unit is None:
            return None
        if unit.kind is QuantityKind.MULTIPLE and (
            found := self.counted.product(text, match.end(), magnitude.low)
        ):
            return _count(magnitude, found)
        return Measure(magnitude.start, match.end(), magnitude, unit.kind, unit.unit, unit.factor)

    def _counted(self, text: str, magnitude: Magnitude) -> Measure | None:
        if YEAR.fullmatch(text, magnitude.start, magnitude.end) or self.counted.is_model(
            text, magnitude.start, magnitude.end
        ):
            return None
        if magnitude.low < LARGE and ONE_GROUP.fullmatch(text, magnitude.start, magnitude.end):
            # Nobody counts thousandths of a chip: "1.800 graphics processors".
            value = magnitude.low * 1000
            magnitude = replace(magnitude, low=value, high=value)
        found = self.counted.match(text, magnitude.end, magnitude.low)
        return _count(magnitude, found) if found else None


def _count(magnitude: Magnitude, thing: CountedThing) -> Measure:
    return Measure(magnitude.start, thing.end, magnitude, thing.kind, thing.unit, product=thing.product)


RANGE_DASH = re.compile(r"(?i)\d ?(?:bn|mn|tn|m|b|k|t|gw|mw|million|billion|trillion)-$")
"""A hyphen after letters that still joins two numbers: "$93bn-95bn"."""
AMBIGUOUS = ("$", "¥", "£")
"""Signs that several currencies share, so that a word behind decides: "$5 million Canadian dollars"."""


def is_doubtful(prefix: str, magnitude: Magnitude) -> bool:
    """Whether a prefix of one or two letters before a small bare number is rather part of a name: P4, W3."""
    return (
        prefix.isupper()
        and prefix.isalpha()
        and len(prefix) < LETTERS_OF_SYMBOL
        and magnitude.scale == 1
        and magnitude.low < LARGE
    )


def in_a_name(text: str, start: int) -> bool:
    """Whether the digits at `start` go on from letters or a sign: GB200, GPT-5, H2, #7."""
    if start == 0:
        return False
    last = text[start - 1]
    if last.isalnum() or last in "#_@":
        return True
    hyphened = start > 1 and last == "-" and text[start - 2].isalpha()
    return hyphened and not RANGE_DASH.search(text[max(0, start - 12) : start])
