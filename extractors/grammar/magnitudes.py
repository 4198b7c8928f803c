"""Finds bare numbers with their scale words: "60", "1.2 lakh crore", "half a billion"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grammar.patterns import BLANK, BREAK, any_of, plain
from extractors.knowledge.numbers import NumberWords
from pipeline.claims import LARGEST_NUMBER

# At most 12 groups: no number that is read has more, and a page full of groups must not cost its square.
GROUPED_BY_DOTS = r"\d{1,3}(?:\.\d{3}){2,12}(?:,\d+)?|\d{1,3}(?:\.\d{3}){1,12},\d+"
GROUPED_BY_COMMAS = r"\d{1,3}(?:,\d{2,3}){0,12},\d{3}(?:\.\d+)?"
GROUPED_BY_BLANKS = (
    r"\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,12}(?:[.,]\d{1,2})?"
    r"|(?:\d{2,3}|(?<!\w[ ])\d|(?<=\b[A-Z]{3}[ ])\d|(?<=\b(?:of|to)[ ])\d(?=[ ]\d{3}[ ][A-Za-z]{3})"
    r"|(?<![a-z][ ])\d(?=[ ]\d{3}[ ]\d{3}))(?:[ ]\d{3}){1,12}(?!\d|[ -]\d)"
)
DECIMAL_COMMA = r"\d+,\d{1,2}"
PLAIN = r"\d+(?:\.\d+)?|(?<![A-Za-z])\.\d+"
DIGITS = "|".join((GROUPED_BY_DOTS, GROUPED_BY_COMMAS, GROUPED_BY_BLANKS, DECIMAL_COMMA, PLAIN))
NUMERAL = rf"(?:{DIGITS})(?!\d|[.,]\d)"
ONE_GROUP = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""Digits with one dot: a decimal in English, thousands on the Continent."""
MEASURED = (
    r"\s?(?:%|€|[MGT]W|bn\b|m\b|k?m²|per\s?cent|[mb]illi|mrd|mio|milj|mld|trilli|gigawatt|megawatt|euro"
    r"|dollar)"
)
"""What stands behind a decimal that shows how a text writes decimals."""
CONTINENTAL = re.compile(rf"(?<![\d.,])\d{{1,3}},\d{{1,2}}(?![\d.,]){MEASURED}", re.IGNORECASE)
ENGLISH = re.compile(rf"(?<![\d,])\d{{1,3}}\.\d{{1,2}}(?![\d.,]){MEASURED}", re.IGNORECASE)
GAP = rf"(?:{BLANK}?-?{BLANK}?|{BREAK})"
OR_MORE = r"(?:\+|[ -]?plus|[ -]odd)"
"""What may stand between digits and their scale: "$100+ million", "$60-odd million"."""
AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))[ ]and[ ]"
"""What joins number words to one number: "two hundred and six" is one, "one and two gigawatts" are two."""
WITH_PART = r"(?:[ -]and[ -](?:a[ -]|one[ -])(?:half|quarter)(?:[ ](?=[a-z]))?)"
NO_PRICE = (
    r"(?<!\d[ ])(?<!illion[ ])(?<!ousand[ ])(?<!dollars[ ])(?<!euros[ ])(?<!pounds[ ])(?<!cents[ ])"
    r"(?<!bn[ ])(?<!\dm[ ])(?<!\dk[ ])"
)
"""What stands behind a price: "$40bn a gigawatt" states no power."""
HUNDRED = Decimal(100)
LARGEST = LARGEST_NUMBER
"""Beyond it, in whatever unit, a number is a slip or a trick: no claim can use it."""
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}


@dataclass(frozen=True)
class Magnitude:
    """A number as it stands in the text, before anybody knows its unit.

    `low` and `high` include the scale; they differ only for orders of magnitude ("tens of thousands"),
    which are `vague`, as numbers beyond LARGEST are; those are cut to it. `scale` is 1 where no scale
    word stands.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal = Decimal(1)
    vague: bool = False
    spelled: bool = False
    short: bool = False


class Magnitudes:
    """Finds magnitudes in texts; built once from the number words."""

    def __init__(self, words: NumberWords) -> None:
        self.cardinals = {word: Decimal(value) for word, value in words.units.items()}
        self.scales = {plain(w): s.value for s in words.scales for w in s.words}
        self.short = {w: s.value for s in words.scales for w in s.short}
        self.fractions = {plain(w): f.value for f in words.fractions for w in f.words}
        self.dotted = {plain(word) for word in words.dotted}
        self.vague = {plain(w): (v.low, v.high) for v in words.vague for w in v.words}
        scale_words = [w for s in words.scales for w in s.words]
        scale = any_of(scale_words)
        spelled = any_of((*self.cardinals, *scale_words))
        whole = rf"{any_of(words.wholes)}\b(?!s|-|{BLANK}(?:scale|class|hour))"
        fractions = [w for f in words.fractions for w in f.words]
        vague = [w for v in words.vague for w in v.words]
        words_of_numbers = (
            *self.cardinals,
            *scale_words,
            *fractions,
            *vague,
            *words.pairs,
            *words.ones,
        )
        # Most characters begin no number; a look at one is cheaper than a try of each alternative.
        first = "".join(sorted({"a", *(word[0] for word in words_of_numbers)}))
        self._pattern = re.compile(
            rf"""
            (?=[\d.]|\b[{first}])(?:(?P<vague>\b{any_of(vague)}(?:{BLANK}?{scale}(?:{BLANK}of{BLANK}{scale})?)?)\b
            |\b(?P<fraction>{any_of(fractions)})[ -](?:a|an|one)[ -](?:(?P<whole>{scale})\b|(?={whole}))
            |\b(?P<halved>half)(?=[ -]{whole})
            |\b(?P<pair>{any_of(words.pairs)})\b
            |\b(?=an?[ -]{whole}){NO_PRICE}(?P<one>an?)
            |\b(?P<wording>{any_of(words.ones)})(?=[ -]{whole})
            |(?P<numeral>(?<![\d]){NUMERAL})
                (?P<scales>{OR_MORE}?(?:{GAP}(?:of{BLANK})?(?i:{scale})(?![A-Za-z])){{1,2}}
                |\+?{BLANK}?-?(?:(?-i:[Mk](?={any_of(words.coded)}\b))|{any_of(self.short)}(?![A-Za-z0-9²³])))?
            |\b(?P<spelled>(?:an?[ ](?={scale}\b))?{spelled}
                (?:(?:[ -]|{AND})(?:point[ ])?{spelled}|{WITH_PART}{spelled})*{WITH_PART}?)\b)
            """.replace("[ ", "[\\ "),
            re.VERBOSE | re.IGNORECASE,
        )

    def find(self, text: str) -> Iterator[Magnitude]:
        """All magnitudes from left to right; they never overlap."""
        # Whether digits in threes behind one dot are thousands shows where the text writes decimals.
        dots_group = bool(CONTINENTAL.search(text)) and not ENGLISH.search(text)
        for magnitude in self._find(text, dots_group=dots_group):
            is_absurd = magnitude.high > LARGEST
            yield replace(magnitude, low=LARGEST, high=LARGEST, vague=True) if is_absurd else magnitude

    def _find(self, text: str, *, dots_group: bool) -> Iterator[Magnitude]:
        for match in self._pattern.finditer(text):
            if match["numeral"]:
                yield self._numeral(match, dots_group=dots_group)
            elif match["vague"]:
                yield self._vague(match)
            elif match["fraction"]:
                yield self._fraction(match)
            elif match["pair"]:
                yield Magnitude(match.start(), match.end(), Decimal(2), Decimal(2), spelled=True)
            elif match["halved"]:
                yield Magnitude(match.start(), match.end(), PARTS["half"], PARTS["half"], spelled=True)
            elif match["one"] or match["wording"]:
                yield Magnitude(match.start(), match.end(), Decimal(1), Decimal(1), spelled=True)
            elif spelled := self._spelled(match):
                yield spelled

    def _numeral(self, match: re.Match[str], *, dots_group: bool) -> Magnitude:
        written = (match["scales"] or "").strip(" \t\n+-\u00a0\u2009\u202f")
        end = match.end()
        scale, short = Decimal(1), False
        if written == "K" and "-" in match["scales"]:
            end = match.end("numeral")  # a form of the SEC
        elif written in self.short:
            scale, short = self.short[written], True
        elif plain(written) in self.scales:
            scale = self.scales[plain(written)]
        elif re.search(r"[\s-]", written):
            for word in re.split(r"[\s-]+", written.lower()):
                scale *= self.scales.get(word, Decimal(1))
        elif written:
            # "5 Kn": the short forms are matched without regard to case but mean something only in theirs.
            end = match.end("numeral")
        numeral = match["numeral"]
        if ONE_GROUP.fullmatch(numeral) and (dots_group or plain(written) in self.dotted):
            numeral = numeral.replace(".", "")
        value = to_decimal(numeral) * scale
        return Magnitude(match.start(), end, value, value, scale, short=short)

    def _fraction(self, match: re.Match[str]) -> Magnitude:
        scale = self.scales[plain(match["whole"])] if match["whole"] else Decimal(1)
        value = self.fractions[plain(match["fraction"])] * scale
        return Magnitude(match.start(), match.end(), value, value, scale, spelled=True)

    def _vague(self, match: re.Match[str]) -> Magnitude:
        written = plain(match["vague"])
        head = max((word for word in self.vague if written.startswith(word)), key=len)
        low, high = self.vague[head]
        scale = Decimal(1)
        for word in re.split(r"[\s-]+", written[len(head) :]):
            scale *= self.scales.get(word.strip(), Decimal(1))
        return Magnitude(match.start(), match.end(), low * scale, high * scale, scale, vague=True)

    def _spelled(self, match: re.Match[str]) -> Magnitude | None:
        written = _words(match["spelled"])
        value, scale = self._words_value(written)
        if value is None:
            return None
        return Magnitude(match.start(), match.end(), value, value, scale, spelled=True)

    def _words_value(self, written: str) -> tuple[Decimal | None, Decimal]:
        """The value of number words, and its largest scale: "one hundred forty million"."""
        total, current, largest, began = Decimal(0), Decimal(0), Decimal(1), False
        whole, point, decimals = written.partition(" point ")
        if point:
            return self._decimal_words(whole, decimals)
        for word in re.split(r"[\s-]+", written):
            if word in ("a", "an") and not began:
                current, began = Decimal(1), True
            elif word in PARTS:
                current += PARTS[word]
            elif word in self.cardinals:
                current, began = current + self.cardinals[word], True
            elif word in self.scales and began:
                scale = self.scales[word]
                if scale > max(largest, HUNDRED):  # "four thousand seven hundred million"
                    total, current = (total + current) * scale, Decimal(0)
                elif scale > HUNDRED:
                    total, current = total + current * scale, Decimal(0)
                else:
                    current *= scale
                largest = max(largest, scale)
        return (total + current if began else None), largest

    def _decimal_words(self, whole: str, decimals: str) -> tuple[Decimal | None, Decimal]:
        """The value of a decimal as spoken: "fourteen point two billion"."""
        before, _ = self._words_value(whole)
        digits = [self.cardinals[word] for word in decimals.split() if word in self.cardinals]
        scale = max(
            [self.scales[word] for word in decimals.split() if word in self.scales], default=Decimal(1)
        )
        if before is None or before > LARGEST or any(digit not in range(10) for digit in digits):
            return None, scale
        return Decimal(f"{before}.{''.join(str(digit) for digit in digits) or 0}") * scale, scale


def to_decimal(numeral: str) -> Decimal:
    """The value of digits in any of this market's notations: 1,250.5, 1.250,5, 2,5 and 1 250."""
    plain = re.sub(r"[ \u00a0\u2009\u202f]", "", numeral)
    if re.fullmatch(GROUPED_BY_DOTS, plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(GROUPED_BY_COMMAS, plain):
        return Decimal(plain.replace(",", ""))
    return Decimal(plain.replace(",", "."))


def _words(written: str) -> str:
    return re.sub(r"\s+", " ", written.lower())
