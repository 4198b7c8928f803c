"""Says which currency a sign or word that several share means in a text: "$", "kr", "pesos", "dinars"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractors.grammar.measures import Measure
from extractors.grammar.patterns import any_of
from extractors.knowledge.units import Currency
from extractors.quantity import QuantityKind

DOLLAR = "USD"
BARE = frozenset({"$", "＄", "dollars", "dollar"})
NAMED = re.compile(r"(?:in|are) (?:in )?(\w+(?: \w+)? dollars)\b(?=[ ,.]*(?:unless|\.|\n|\)))")
PLACE = re.compile(r"(?:[^\n]*\n+)?(?P<city>[A-Z][\w. ]{2,20}?)(?:,[^\n]{0,60}?)?(?: [–—-] | ?\()")
"""A dateline at the head of the text or in the line below its title."""
DATELINE = 200
"""How far into a text a dateline is looked for, in characters."""
OFTEN = 4
"""Times that a text names the land whose dollar it means without saying so."""


class Currencies:
    """What shared signs and words of money mean in a text; built once from the currencies."""

    def __init__(self, currencies: Iterable[Currency]) -> None:
        currencies = tuple(currencies)
        self.dollars = Dollars(currencies)
        self.sharers: dict[str, list[Currency]] = {}
        for currency in currencies:
            for word in currency.shared:
                self.sharers.setdefault(word.lower(), []).append(currency)
        self._lands = {
            c.code: re.compile(rf"\b{any_of((c.code, *c.lands, *c.cities))}\b")
            for c in currencies
            if c.shared
        }

    def settle(self, text: str, country: str | None, measures: Iterable[Measure]) -> list[Measure]:
        """The measures, money in the currency that its sign has in this text; `country` published it."""

        @cache
        def meant(sign: str) -> str:
            return self.dollars.of(text, country) if sign in BARE else self._of(sign, text, country)

        return [
            replace(m, unit=meant(m.sign))
            if m.kind is QuantityKind.MONEY
            and (m.sign in self.sharers or (m.sign in BARE and m.unit == DOLLAR))
            else m
            for m in measures
        ]

    def _of(self, sign: str, text: str, country: str | None) -> str:
        """The sharer whose country the text names most, then where it was published, then the first."""
        sharers = self.sharers[sign]
        counts = [sum(1 for _ in self._lands[c.code].finditer(text)) for c in sharers]
        if max(counts):
            return sharers[counts.index(max(counts))].code
        return next((c.code for c in sharers if c.code[:2] == country), sharers[0].code)


class Dollars:
    """What a bare "$" means in a text."""

    def __init__(self, currencies: Sequence[Currency]) -> None:
        with_dollars = [c for c in currencies if not c.shared]
        self.countries = {country: c.code for c in with_dollars for country in c.countries}
        self.cities = {city.lower(): c.code for c in with_dollars for city in c.cities}
        lands = [c for c in with_dollars if c.lands]
        self._lands = {c.code: re.compile(rf"\b{any_of((*c.lands, *c.cities))}(?![\w$])") for c in lands}
        own = {c.code: any_of(sign for sign in c.before if len(sign) > 1) for c in lands}
        self._signs = {code: re.compile(rf"(?<!\w){signs}") for code, signs in own.items()}
        self.named = {word.lower(): c.code for c in currencies for word in c.after if " dollars" in word}

    def of(self, text: str, country: str | None) -> str:
        """ISO 4217 code of a bare "$": as the text says, by its dateline, by where it was published or, where
        nobody knows, by the land that the text names often and most."""
        return next(self._candidates(text, country), DOLLAR)

    def _candidates(self, text: str, country: str | None) -> Iterator[str]:
        said = NAMED.search(text)
        if said and said[1].lower() in self.named:
            yield self.named[said[1].lower()]
        dateline = PLACE.match(text[:DATELINE])
        if dateline and (code := self.cities.get(dateline["city"].lower())):
            yield code
        if country and country in self.countries:
            yield self.countries[country]
        if country is None:
            yield from self._of_land(text)

    def _of_land(self, text: str) -> Iterator[str]:
        counts = {code: sum(1 for _ in lands.finditer(text)) for code, lands in self._lands.items()}
        most = max(counts, key=lambda code: counts[code])
        # Whoever writes "C$" elsewhere means another dollar by a bare one.
        if counts[most] >= OFTEN and counts[most] > counts[DOLLAR] and not self._signs[most].search(text):
            yield most
