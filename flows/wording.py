"""How deals and numbers are worded for people, in mails and on the page; pure functions of models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.deal import Citation, Deal
from pipeline.vocabulary import ROLES, Qualifier

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(1000), "k"))
EVEN = 0.5
"""The confidence below which a claim is more likely wrong than right."""
HEDGES = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.AT_MOST: "up to ",
}


def number_words(number: Decimal) -> str:
    """Three significant digits with the scale's letter: 9000000000 is "9bn", 1275 "1.28k"."""
    for scale, letter in SCALES:
        # 999.95m would round to "1000m", which people write as 1bn.
        if abs(number) >= scale * Decimal("0.9995"):
            return _digits(number / scale) + letter
    return _digits(number)


def _digits(number: Decimal) -> str:
    places = 2 if abs(number) < 10 else 1 if abs(number) < 100 else 0
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_words(number: Decimal | int) -> str:
    """Whole pieces with thousands separators, as chips are counted."""
    return f"{number:,.0f}"


def money_words(number: Decimal, currency: str) -> str:
    """ "$9bn", "€1.2bn", "CNY 1tn"."""
    sign = SIGNS.get(currency)
    return f"{sign}{number_words(number)}" if sign else f"{currency} {number_words(number)}"


def value_words(deal: Deal) -> str:
    """The deal's size as stated, with its hedge: "about $9bn", "$60bn–$65bn"; empty where none is."""
    if deal.value_low is None or deal.currency is None:
        return ""
    high = deal.value_low if deal.value_high is None else deal.value_high
    low_words, high_words = money_words(deal.value_low, deal.currency), money_words(high, deal.currency)
    hedge = HEDGES[deal.qualifier or Qualifier.EXACT]
    return f"{hedge}{low_words}" if low_words == high_words else f"{hedge}{low_words}–{high_words}"


def power_words(capacity_mw: Decimal) -> str:
    """ "1.3 GW" from 1000 MW on, "300 MW" below."""
    if capacity_mw >= 1000:
        return f"{_digits(capacity_mw / 1000)} GW"
    return f"{_digits(capacity_mw)} MW"


def range_words(low: Decimal, high: Decimal, unit: str, qualifier: Qualifier) -> str:
    """A number as stated, with hedge and unit: "$60bn–$65bn", "about 400 MW", "10 %"."""
    words = [_with_unit(number, unit) for number in (low, high)]
    told = words[0] if words[0] == words[1] else "–".join(words)
    return HEDGES[qualifier] + told


def _with_unit(number: Decimal, unit: str) -> str:
    if unit == "MW":
        return power_words(number)
    if unit == "count":
        return count_words(number)
    if unit == "fraction":
        return f"{number_words(number * 100)} %"
    if len(unit) == 3 and unit.isupper():
        return money_words(number, unit)
    return f"{number_words(number)} {unit}"


def size_words(deal: Deal) -> str:
    """Value, power and chips of a deal in one phrase, empty where nothing is stated."""
    parts = [value_words(deal)]
    if deal.capacity_mw is not None:
        parts.append(power_words(deal.capacity_mw))
    if deal.chips is not None:
        parts.append(f"{count_words(deal.chips)} chips")
    return ", ".join(part for part in parts if part)


def chance_words(confidence: float) -> str:
    """ "31 %"."""
    return f"{round(confidence * 100)} %"


def doubt_words(confidence: float | None) -> str:
    """ "unsure (31 %)" of what is more likely wrong than right, else empty."""
    if confidence is None or not is_unsure(confidence):
        return ""
    return f"unsure ({chance_words(confidence)})"


def is_unsure(confidence: float) -> bool:
    """Whether a claim is more likely wrong than right."""
    return confidence < EVEN


def telling(deal: Deal) -> Citation | None:
    """The sentence to quote for a deal: the first that carries its value, else the most believed."""
    if deal.value_low is not None and deal.currency is not None:
        value = f"{deal.currency} {deal.value_low.normalize():f}"
        for citation in deal.citations:
            if value in citation.fact:
                return citation
    return deal.citations[0] if deal.citations else None


def plain(word: str) -> str:
    """A vocabulary word for people: "equity_investment" is "equity investment"."""
    return word.replace("_", " ")


def names(parties: Iterable[str]) -> str:
    """Names joined; from four on, the first two and how many more."""
    listed = list(parties)
    if len(listed) > 3:
        return f"{listed[0]}, {listed[1]} and {len(listed) - 2} more"
    return " + ".join(listed)


def between(deal: Deal) -> str:
    """The principal parties, "CoreWeave – Core Scientific"; those of the first role stand first."""
    roles = ROLES[deal.type].principal
    sides = [names(party.name for party in deal.parties if party.role is role) for role in roles]
    told = [side for side in sides if side]
    return " – ".join(told) if told else names(party.name for party in deal.parties)


def headline(deal: Deal) -> str:
    """One line that tells a deal: type, parties, size."""
    size = size_words(deal)
    who = between(deal) or "undisclosed parties"
    return f"{plain(deal.type)}: {who}" + (f", {size}" if size else "")


def day(moment: date | None) -> str:
    """An ISO date, or a dash."""
    return moment.isoformat()[:10] if moment else "–"
