"""Numbers written in each notation come back as the value they were written from."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities

SCALES = {
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "B": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
PREFIXES = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "A$": "AUD",
    "NT$": "TWD",
    "SEK ": "SEK",
    "AED ": "AED",
    "RM": "MYR",
}
SUFFIXES = {
    " dollars": "USD",
    " euros": "EUR",
    " yuan": "CNY",
    " kronor": "SEK",
    " rupees": "INR",
    " baht": "THB",
}
mantissas = st.decimals(min_value="0.1", max_value="999", places=1)
whole_numbers = st.integers(min_value=1000, max_value=10**12)


@cache
def grammar() -> Quantities:
    return read_quantity_grammar()


@given(
    mantissas,
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(sorted(PREFIXES)),
    st.sampled_from(["", " ", "-"]),
)
def test_scaled_money_with_a_sign_before(number: Decimal, scale: str, prefix: str, gap: str) -> None:
    written = f"{prefix}{number}{gap}{scale}"
    (quantity,) = grammar().find(f"It said it would pay {written} in cash.")
    assert (quantity.low, quantity.unit, quantity.as_written) == (
        number * SCALES[scale],
        PREFIXES[prefix],
        written,
    )


@given(mantissas, st.sampled_from(["million", "billion", "trillion"]), st.sampled_from(sorted(SUFFIXES)))
def test_scaled_money_with_a_word_behind(number: Decimal, scale: str, suffix: str) -> None:
    (quantity,) = grammar().find(f"It would pay {number} {scale}{suffix}.")
    assert (quantity.low, quantity.unit) == (number * SCALES[scale], SUFFIXES[suffix])


@given(whole_numbers)
def test_grouped_digits(number: int) -> None:
    (quantity,) = grammar().find(f"a price of ${number:,}, net")
    assert quantity.low == number


@given(st.integers(min_value=10**6, max_value=10**11))
def test_grouped_digits_as_in_germany(number: int) -> None:
    grouped = f"{number:,}".replace(",", ".")
    (quantity,) = grammar().find(f"a price of €{grouped},50 net")
    assert quantity.low == number + Decimal("0.5")


@given(mantissas, mantissas, st.sampled_from(["–", "-", " to "]), st.sampled_from(["million", "bn"]))
def test_ranges(one: Decimal, other: Decimal, joint: str, scale: str) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    (quantity,) = grammar().find(f"a budget of ${low}{joint}{high} {scale}")
    assert (quantity.low, quantity.high) == (low * SCALES[scale], high * SCALES[scale])


@given(mantissas, st.sampled_from([("MW", 1), ("GW", 1000), ("gigawatts", 1000), ("-megawatt", 1)]))
def test_power(number: Decimal, unit: tuple[str, int]) -> None:
    (quantity,) = grammar().find(f"a site of {number}{' ' if unit[0][0] != '-' else ''}{unit[0]} in Ohio")
    assert (quantity.low, quantity.unit) == (number * unit[1], "MW")


@given(st.text(alphabet="0123456789.,$€% bnMWGPUto–-()\n", max_size=60))
def test_spans_are_the_text_whatever_it_is(text: str) -> None:
    for quantity in grammar().find(text):
        assert text[quantity.start : quantity.end] == quantity.as_written
        assert quantity.low <= quantity.high
