"""Numbers and deals in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.wording import (
    SCALES,
    between,
    doubt_words,
    headline,
    number_words,
    power_words,
    size_words,
    telling,
    value_words,
)
from pipeline.deal import DealParty
from pipeline.vocabulary import DealType, Qualifier, Role
from tests.flows.deals import citation, deal


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("9000000000", "9bn"),
        ("1274", "1.27k"),
        ("6300000000", "6.3bn"),
        ("38000000000", "38bn"),
        ("999950000", "1bn"),
        ("1000000000000", "1tn"),
        ("350000", "350k"),
        ("17.5", "17.5"),
        ("0", "0"),
    ],
)
def test_numbers(number: str, words: str) -> None:
    assert number_words(Decimal(number)) == words


@given(st.decimals(min_value=1, max_value=Decimal(10) ** 14, places=2))
def test_words_stay_within_half_a_percent_of_the_number(number: Decimal) -> None:
    words = number_words(number)
    scale = {letter: scale for scale, letter in SCALES}
    letter = next((end for end in scale if words.endswith(end)), "")
    read = Decimal(words.removesuffix(letter)) * scale.get(letter, Decimal(1))
    assert abs(read - number) <= number / 200


@pytest.mark.parametrize(
    ("low", "high", "currency", "qualifier", "words"),
    [
        (9_000_000_000, 9_000_000_000, "USD", Qualifier.ABOUT, "about $9bn"),
        (60_000_000_000, 65_000_000_000, "USD", Qualifier.EXACT, "$60bn–$65bn"),
        (100_000_000_000, 100_000_000_000, "USD", Qualifier.AT_MOST, "up to $100bn"),
        (500_000_000, 500_000_000, "EUR", Qualifier.AT_LEAST, "at least €500m"),
        (1_000_000_000_000, None, "CNY", None, "CNY 1tn"),
        (None, None, None, None, ""),
    ],
)
def test_values_keep_their_hedge(
    low: int | None, high: int | None, currency: str | None, qualifier: Qualifier | None, words: str
) -> None:
    told = deal(
        value_low=None if low is None else Decimal(low),
        value_high=None if high is None else Decimal(high),
        currency=currency,
        qualifier=qualifier,
    )
    assert value_words(told) == words


def test_power_turns_to_gigawatts_at_a_thousand() -> None:
    assert [power_words(Decimal(mw)) for mw in (999, 1000, 1300)] == ["999 MW", "1 GW", "1.3 GW"]


def test_a_deal_in_one_line() -> None:
    assert headline(deal()) == "acquisition: CoreWeave – Core Scientific, about $9bn, 1.3 GW"
    assert size_words(deal(chips=Decimal(350_000))) == "about $9bn, 1.3 GW, 350,000 chips"


def test_many_investors_are_counted_and_a_missing_side_is_left_out() -> None:
    names = ("Alder", "Birch", "Cedar", "Dogwood")
    parties = tuple(DealParty(name=name, role=Role.INVESTOR) for name in names)
    assert between(deal(type=DealType.EQUITY_INVESTMENT, parties=parties)) == "Alder, Birch and 2 more"
    assert headline(deal(parties=(), value_low=None, capacity_mw=None)) == "acquisition: undisclosed parties"


def test_the_quoted_sentence_is_the_one_with_the_value() -> None:
    first = citation("It was a busy day.", fact="announced; acquirer CoreWeave")
    second = citation("The price is about $9 billion.", fact="value USD 9000000000 (about)")
    assert telling(deal(citations=(first, second))) == second
    assert telling(deal(citations=(first,))) == first
    assert telling(deal(citations=())) is None


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(None, ""), (0.5, ""), (0.97, ""), (0.494, "unsure (49 %)"), (0.0, "unsure (0 %)")],
)
def test_only_what_is_likelier_wrong_than_right_is_called_unsure(
    confidence: float | None, words: str
) -> None:
    assert doubt_words(confidence) == words
