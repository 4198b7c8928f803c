"""Recognises what stands behind a count: chips and facilities, also with words in between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractors.grammar.patterns import BLANK, BREAK, any_of
from extractors.knowledge.chips import Chips
from extractors.knowledge.units import Unit
from extractors.quantity import QuantityKind

MOST_WORDS = 6
STOP = re.compile(
    r"""(?:an?|in|on|at|to|for|from|by|with|into|onto|over|under|through|across|between|as|per|than|that|which|who
    |is|are|was|were|be|been|will|would|can|could|has|have|had|do|does|did|it|its|they|their|he|she|we|our
    |while|when|where|after|before|if|or|but|not|no|now|more|less|each)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that end the search for the thing counted."""
ABOUT = re.compile(r"(?:\sor\s(?:so|more)|-odd|-plus|\+)(?:\sof(?=\sthe\b))?")
"""Hedges between a number and the thing counted."""
MEMORY = re.compile(rf"-?\d{{1,4}}{BLANK}?-?(?:GB|GiB|TB|G)\b(?!{BLANK}of\b)")
"""A product's memory, no count: "992 80GB A100 GPUs", "256 H100 80 GB GPUs"."""
ASIDE = re.compile(r"\([\w -]{1,20}\)(?=\s)")
"""A word in brackets before the thing: "352 H100 (Hopper) GPUs"."""
PIECES = re.compile(
    r"(?:pieces|pcs|pcs\.|units|sets|modules|cards|boards|nos?\.)(?:\s+of)?\b|(?:more|further|additional)\b",
    re.IGNORECASE,
)
"""Counting words before the thing: "20,000 pieces of accelerator cards", "4,000 more L40S"."""
GAP = re.compile(rf"(?:{BLANK}|-|{BREAK}){{1,2}}[\"'‘“]?")
OF_MAKER = re.compile(r"[A-Z]\w+-(?=[A-Z])")
"""A maker's name tied to the chip: "100,000 Nvidia-GPUs"."""
NUMBERED = r"[A-Z][a-z]+ \d{3,4}[A-Z]?s\b"
"""A maker's product named by a number alone, counted: "40,000 Cambricon 590s"."""
UNLISTED = re.compile(r"(?:[A-Z]{2,4}-?\d{2,4}|[A-Z]-?\d{3,4})[A-Z]{0,2}(?![\w-])")
"""What a product of a maker not listed looks like in the singular: "12,000 pieces of MLU590"."""
LEAST_UNLISTED = 100
"""Fewer things with a name of that shape are as often turbines or standards."""
MODEL = re.compile(r"\d{1,4}[A-Z]?")
MEMORY_OF = re.compile(rf"{BLANK}?(?:GB|GiB|TB)\b")
"""What makes the number itself a product's memory."""
PASSED = re.compile("its|their|our|or", re.IGNORECASE)
"""Stop words that do not end it after a first word: "200,000 of its chips"."""
ENDED = re.compile(
    r"\s*(?:[.,;:)]|$|\n)|/(?=[A-Z])|\s+(?:and|in|at|by|for|from|to|with|on|over|as|will|would|is|are)\b"
)
"""What may follow a chip named in the singular."""
WORD = re.compile(r"[A-Za-z](?:[\w'’&/-]|\.(?=\w))*[®™]?|,(?= [a-z-]+ )")


@dataclass(frozen=True)
class CountedThing:
    """What is counted, and where its words end."""

    end: int
    kind: QuantityKind
    unit: str
    product: str | None = None


class Counted:
    """Finds the chip or facility behind a number."""

    def __init__(self, chips: Chips, units: Iterable[Unit]) -> None:
        self.products = tuple(name for family in chips.products for name in family.names)
        names = any_of((*self.products, *chips.nouns))
        # The longer first: "Ascend 960" is no Ascend with a number behind it.
        generation = rf"{any_of(chips.families)}(?:{BLANK}|-)?v?\d{{1,4}}[A-Za-z]{{0,2}}?"
        named = rf"(?:{generation}|{any_of(self.products)})"
        chip = rf"(?:{named}|(?i:{any_of(chips.nouns)}))"
        shape = chips.pattern[:-1]
        self._plural = re.compile(rf"{chip}[sS](?![\w-])|\b{chips.pattern}(?![\w-])|{NUMBERED}")
        self._models = re.compile(rf"\b{any_of((*chips.families, *chips.series))}[ -]v?$")
        self._single = re.compile(rf"{chip}(?![\w])")
        self._own = re.compile(named)
        units_of_product = rf"(?:{named}|{shape}){BLANK}(?i:{any_of(chips.singles)})"
        self._units = re.compile(rf"\b{units_of_product}s?(?![\w-])")
        self._product = re.compile(rf"\b(?:{named}|{chips.pattern})(?:s\b)?(?![\w])")
        self._named = re.compile(rf"(?i:{names})s?")
        self._holder = re.compile(rf"{BLANK}*-?(?:[A-Z][\w]*{BLANK})*(?i:{any_of(chips.holders)})\b")
        self._machine = re.compile(rf"{any_of(chips.machines)}\b")
        self._whole = re.compile(rf"[ -](?:{any_of(chips.wholes)})\b", re.IGNORECASE)
        facilities = [form for unit in units if unit.apart for form in unit.forms]
        self._facility = re.compile(rf"(?i:{any_of(facilities)})(?![\w])(?!{BLANK}GPU)")

    def match(self, text: str, end: int, count: Decimal) -> CountedThing | None:
        """What the number that ends at `end` counts, if that is a chip or a facility."""
        so = ABOUT.match(text, end)
        place, words, near = so.end() if so else end, 0, True
        bare: CountedThing | None = None
        if MEMORY_OF.match(text, end):
            return None
        while words <= MOST_WORDS:
            gap = GAP.match(text, place)
            place = gap.end() if gap else place
            if words == 0 and not gap:
                return None
            if found := self._at(text, place, end, count, near=near):
                return found
            if words == 0 and gap and gap[0] == "-":
                return None
            bare = bare or self._bare(text, place, end)
            if bare is None and near and count >= LEAST_UNLISTED:
                bare = self._unlisted(text, place)
            pieces = PIECES.match(text, place)
            named = self._product.match(text, place) or MEMORY.match(text, place) or ASIDE.match(text, place)
            word = pieces or named or WORD.match(text, place)
            if (
                not word
                or self._machine.match(word[0])
                or (not pieces and STOP.fullmatch(word[0]) and not (words and PASSED.fullmatch(word[0])))
            ):
                return bare
            place, words, near = word.end(), words + 1, bool(pieces) or (near and words > 0)
        return bare

    def product(self, text: str, end: int, count: Decimal) -> CountedThing | None:
        """The chips of a named product right behind a sign of multiplication: "256 × H100"."""
        gap = GAP.match(text, end)
        if not gap or not self._product.match(text, gap.end()):
            return None
        return self.match(text, end, count)

    def _at(self, text: str, place: int, start: int, count: Decimal, *, near: bool) -> CountedThing | None:
        chip = self._units.match(text, place) or self._plural.match(text, place)
        chip = chip or self._one(text, place, near=near) or self._of_maker(text, place)
        # "5,000-GPU systems" hold that many chips together; "5,000 GPU systems" are that many systems.
        joined = chip is not None and text[place - 1] == "-" and self._whole.match(text, chip.end())
        if chip and (joined or not self._holder.match(text, chip.end())):
            end = chip.end()
            return CountedThing(end, QuantityKind.CHIPS, "chip", self._name(text[start:end]))
        facility = self._facility.match(text, place)
        if facility and count == int(count):
            return CountedThing(facility.end(), QuantityKind.FACILITIES, "facility")
        return None

    def _of_maker(self, text: str, place: int) -> re.Match[str] | None:
        maker = OF_MAKER.match(text, place)
        return self._plural.match(text, maker.end()) if maker else None

    def _one(self, text: str, place: int, *, near: bool) -> re.Match[str] | None:
        """A chip word in the singular: the product itself, or before a whole ("a 32,000-GPU cluster")."""
        single = self._single.match(text, place)
        if single is None:
            return None
        rest = text[single.end() :]
        if self._whole.match(rest):
            return single
        return single if ENDED.match(rest) and (near or self._own.fullmatch(single[0])) else None

    def _bare(self, text: str, place: int, start: int) -> CountedThing | None:
        """A product in the singular, whatever follows but a holder: as usual as the plural."""
        single = self._single.match(text, place)
        if single is None or not self._own.fullmatch(single[0]) or self._holder.match(text, single.end()):
            return None
        return CountedThing(single.end(), QuantityKind.CHIPS, "chip", self._name(text[start : single.end()]))

    def _unlisted(self, text: str, place: int) -> CountedThing | None:
        """A product of no known maker, right behind the number or its pieces."""
        shape = UNLISTED.match(text, place)
        if shape is None or self._holder.match(text, shape.end()):
            return None
        return CountedThing(shape.end(), QuantityKind.CHIPS, "chip", shape[0])

    def is_model(self, text: str, start: int, end: int) -> bool:
        """Whether digits go on from the name of a series: "Ascend 950", "RTX 5060"."""
        is_short = MODEL.fullmatch(text, start, end)
        return bool(is_short and self._models.search(text, max(0, start - 16), start))

    def _name(self, words: str) -> str:
        """The product among the words, else the noun, without plural s."""
        product = self._product.search(words)
        noun = product[0] if product else self._last_noun(words)
        return noun[:-1] if noun.endswith("s") and len(noun) > 1 else noun

    def _last_noun(self, words: str) -> str:
        found = [match[0] for match in self._named.finditer(words)]
        return found[-1] if found else words.strip()
