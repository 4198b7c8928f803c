"""Amounts as translated and foreign texts leave them: scale words, dots in thousands, codes with a scale."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities
from extractors.knowledge.numbers import read_numbers


@cache
def built() -> Quantities:
    return read_quantity_grammar()


@pytest.fixture
def grammar() -> Quantities:
    return built()


def read(grammar: Quantities, text: str) -> list[tuple[Decimal, str]]:
    return [(quantity.low, quantity.unit) for quantity in grammar.find(text)]


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("worth 3 mld euro", 3e9, "EUR"),
        ("some 2,5 miljard euro", 2.5e9, "EUR"),
        ("1,9 miljarder kronor", 1.9e9, "SEK"),
        ("R$ 5,5 bilhões", 5.5e9, "BRL"),
        ("300 milhões de reais", 3e8, "BRL"),
        ("€ 2,1 miliardi", 2.1e9, "EUR"),
        ("20 milliards d'euros", 2e10, "EUR"),
        ("Rp 5 triliun", 5e12, "IDR"),
        ("12 milyar dolar", 1.2e10, "USD"),
        ("3 billones de pesos in Bogotá", 3e12, "COP"),
        ("600億円", 6e10, "JPY"),
        ("1.2조원", 1.2e12, "KRW"),
        ("an order of 800 MSEK", 8e8, "SEK"),
        ("MEUR 12 of sales", 1.2e7, "EUR"),
        ("SEKm 120 of sales", 1.2e8, "SEK"),
        ("US$bn 3 of notes", 3e9, "USD"),
        ("around NZ$60-odd million", 6e7, "NZD"),
    ],
)
def test_scales_and_currencies_of_other_languages(
    grammar: Quantities, text: str, low: float, unit: str
) -> None:
    assert read(grammar, text) == [(Decimal(str(low)), unit)]


@given(st.integers(min_value=1000, max_value=999_999), st.sampled_from(sorted(read_numbers().dotted)))
def test_dots_group_before_the_scale_words_of_languages_that_group_by_dots(number: int, scale: str) -> None:
    grouped, value = f"{number:,}".replace(",", "."), f"{number}"
    with_dot, plain = (read(built(), f"€{digits} {scale} net") for digits in (grouped, value))
    assert with_dot == plain


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("London leads with 1.190 MW; vacancy is 7,6 percent.", 1190),
        ("The turbine has 1.190 MW.", Decimal("1.190")),
        ("The hall has 1.190 MW, up 7.6 percent, and 3,4 million.", Decimal("1.190")),
    ],
)
def test_a_single_dot_groups_where_the_text_writes_decimals_with_commas(
    grammar: Quantities, text: str, low: Decimal
) -> None:
    assert read(grammar, text)[0] == (low, "MW")


def test_dollars_in_english_keep_three_decimals(grammar: Quantities) -> None:
    assert read(grammar, "$1.625 billion of notes") == [(Decimal("1625000000"), "USD")]


def test_a_dot_between_thousands_counts_once(grammar: Quantities) -> None:
    assert read(grammar, "21.000 accelerators, 3,5 MW") == [(Decimal(21000), "chip"), (Decimal("3.5"), "MW")]


@pytest.mark.parametrize("text", ["EURm 2025", "It costs 22 Arab states dear.", "64 MRAM modules"])
def test_what_only_looks_like_a_scale_is_no_amount(grammar: Quantities, text: str) -> None:
    assert [quantity for quantity in grammar.find(text) if quantity.kind == "money"] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It grows from 42 to 100 MW.", [42, 100]),
        ("Output falls from 1.4 to 1.1 GW.", [1400, 1100]),
        ("The estimates range from 4 to 6 MW.", [4]),
        ("It grows from 900 to 1.2 GW.", [1200]),
        ("It grows from 2024 to 30 MW.", [30]),
        ("It grows from 25 MW to 75.", [25, 75]),
        ("It grows from 25 MW to 75 people.", [25]),
        ("It ran from 25 MW to 2030.", [25]),
    ],
)
def test_both_ends_of_a_change_have_its_unit(grammar: Quantities, text: str, values: list[int]) -> None:
    assert [low for low, unit in read(grammar, text) if unit == "MW"] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Its outlay falls from 13 to 11.4 billion zlotys.", [13e9, 11.4e9]),
        ("It rises from $3 to $5 billion.", [3e9, 5e9]),
        ("The salary rose from $900 to $1.2 million.", [900, 1.2e6]),
        ("The price rose from $2 to $3 an hour.", [2, 3]),
        ("Its orders went to $6.5 billion to $22.4 billion.", [6.5e9, 22.4e9]),
        ("Its plans shift to $50 billion to $120 billion.", [50e9, 120e9]),
        ("It cut the budget by $2 billion to $3 billion.", [2e9, 3e9]),
    ],
)
def test_both_ends_of_a_change_of_money_have_its_scale(
    grammar: Quantities, text: str, values: list[float]
) -> None:
    assert [float(low) for low, _ in read(grammar, text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "It raised its number, to $91 billion to $93 billion from $85 billion",
        "It looks for revenue by the end of the year of $91 billion to $93 billion",
    ],
)
def test_two_amounts_a_change_leads_to_are_a_range(grammar: Quantities, text: str) -> None:
    assert (grammar.find(text)[0].low, grammar.find(text)[0].high) == (91_000_000_000, 93_000_000_000)


def test_scales_of_a_land_count_behind_its_sign_alone(grammar: Quantities) -> None:
    assert read(
        grammar, "It took R$ 350 mi, R$ 1,1 bi, R$ 500 mil and R$ 5 mil milhões, and a road of 30 mi."
    ) == [
        (Decimal(350_000_000), "BRL"),
        (Decimal(1_100_000_000), "BRL"),
        (Decimal(500_000), "BRL"),
        (Decimal(5_000_000_000), "BRL"),
    ]


def test_a_maker_tied_to_its_chips_is_no_obstacle(grammar: Quantities) -> None:
    assert read(grammar, "100 000 Nvidia-GPUs by the end of 2026") == [(Decimal(100_000), "chip")]


LOCAL = (
    "Bell will build in Manitoba. The Winnipeg hall costs $40 million, Ottawa says; Manitoba Hydro agrees."
)


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        (LOCAL, None, "CAD"),
        (LOCAL, "US", "USD"),
        (LOCAL, "AU", "AUD"),
        (f"{LOCAL} The site in Alberta costs C$5 million.", None, "USD"),
        (f"{LOCAL} It also builds in Ohio, Texas, Iowa, Utah and Nevada.", None, "USD"),
        (f"{LOCAL} A chip costs US$40,000.", None, "CAD"),
        ("Winnipeg spends $40 million.", None, "USD"),
    ],
)
def test_a_bare_dollar_of_unknown_origin_is_that_of_the_land_the_text_is_about(
    grammar: Quantities, text: str, country: str | None, code: str
) -> None:
    assert grammar.find(text, country)[0].unit == code
