"""Every row of the tables behind the grammar is read back in use; a broken row is named by file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities
from extractors.knowledge.chips import read_chips
from extractors.knowledge.numbers import read_hedges, read_numbers, read_rates
from extractors.knowledge.quantity_words import read_quantity_words
from extractors.knowledge.units import read_currencies, read_units
from extractors.quantity import Quantity
from pipeline.errors import BadDataFileError


@pytest.fixture(scope="module")
def grammar() -> Quantities:
    return read_quantity_grammar()


def only(grammar: Quantities, text: str) -> Quantity:
    found = grammar.find(text)
    assert len(found) == 1, (text, found)
    return found[0]


def test_every_sign_and_word_of_a_currency_is_read(grammar: Quantities) -> None:
    for currency in read_currencies():
        for sign in currency.before:
            gap = " " if sign[-1].isalpha() else ""
            assert only(grammar, f"worth {sign}{gap}5 billion in all").unit == currency.code, sign
        for word in currency.after:
            gap = "" if word in "€£$₽" else " "
            assert only(grammar, f"worth 5 billion{gap}{word} in all").unit == currency.code, word


def test_every_shared_word_means_the_currency_of_the_land_named(grammar: Quantities) -> None:
    for currency in read_currencies():
        for word in currency.shared:
            before, after = f"worth {word} 5 billion in all", f"worth 5 billion {word} in all"
            for land in currency.lands:
                assert only(grammar, f"In {land} {after}").unit == currency.code, (land, word)
            assert grammar.find(after, currency.code[:2])[0].unit in {currency.code, "XOF", "XAF"}, word
            land = currency.lands[0]
            assert {q.unit for q in grammar.find(f"In {land} {before}")} == {currency.code}, (land, word)


@pytest.mark.parametrize("blank", ["-", "\n", "\u00a0"])
def test_words_with_another_blank_are_read_or_left(grammar: Quantities, blank: str) -> None:
    """Patterns let a hyphen or line break stand for the blank of a listed word; what they match is known."""
    signs = {word for c in read_currencies() for word in (*c.before, *c.after, *c.shared) if " " in word}
    scales = {word for scale in read_numbers().scales for word in scale.words if " " in word}
    for word in sorted(signs):
        written = word.replace(" ", blank)
        for text in (f"{written}5 million", f"5 million {written}", f"X ({written}) | Y\nZ | 5"):
            assert all(quantity.as_written in text for quantity in grammar.find(text)), text
    for word in sorted(scales):
        written = word.replace(" ", blank)
        assert all(
            q.low > 0 for q in grammar.find(f"tens{blank}of millions, three-quarters{blank}of a {written}")
        )
        assert grammar.find(f"half a {written} euros")[0].unit == "EUR"
        if blank != "\n":  # behind which the next line need not go on
            assert only(grammar, f"EUR 5 {written}").low == only(grammar, f"EUR 5 {word}").low


def test_every_country_and_city_of_a_dollar_is_read(grammar: Quantities) -> None:
    for currency in read_currencies():
        assert all(grammar.find("$5bn", country)[0].unit == currency.code for country in currency.countries)
        for city in currency.cities:
            assert only(grammar, f"{city.upper()} - It paid $5bn.").unit == currency.code, city


def test_every_form_of_a_unit_is_read(grammar: Quantities) -> None:
    for unit in read_units():
        for form in unit.forms:
            found = only(grammar, f"some 12 {form}, he said")
            assert (found.kind, found.unit, found.low) == (unit.kind, unit.unit, 12 * unit.factor), form


def test_every_scale_is_read(grammar: Quantities) -> None:
    for scale in read_numbers().scales:
        for word in (*scale.words, *scale.short):
            assert only(grammar, f"worth €3 {word} in all").low == 3 * scale.value, word


def test_every_hedge_is_read(grammar: Quantities) -> None:
    for hedge in read_hedges():
        for word in hedge.before:
            assert only(grammar, f"a sum {word} €5bn in all").qualifier == hedge.qualifier, word
        for word in hedge.after:
            gap = "" if word[0] in "+-" else " "
            assert only(grammar, f"a sum of €5bn{gap}{word}, he said").qualifier == hedge.qualifier, word


def test_every_rate_is_read(grammar: Quantities) -> None:
    for rate in read_rates():
        for word in rate.words:
            assert only(grammar, f"it costs €5 per {word} now").per == rate.per, word
        for word in rate.alone:
            assert only(grammar, f"it costs €5 {word} now").per == rate.per, word


def test_every_chip_is_counted(grammar: Quantities) -> None:
    chips = read_chips()
    for name in (*chips.nouns, *(name for family in chips.products for name in family.names)):
        assert only(grammar, f"It bought 5,000 {name}s.").unit == "chip", name
    for holder in chips.holders:
        found = grammar.find(f"It bought 5,000 GPU {holder}.")
        assert all(quantity.unit != "chip" for quantity in found), holder
    for machine in chips.machines:
        assert not grammar.find(f"It bought 140 {machine} A100s."), machine
    for whole in chips.wholes:
        assert only(grammar, f"a 5,000-GPU {whole} of its own").unit == "chip", whole


def test_every_family_of_chips_and_every_label_is_read(grammar: Quantities) -> None:
    chips, numbers = read_chips(), read_numbers()
    for family in chips.families:
        assert only(grammar, f"It bought 5,000 {family} 970 outright.").unit == "chip", family
    for name in (*chips.families, *chips.series):
        assert not grammar.find(f"It likes GPUs, the {name} 5060."), name
    for label in numbers.labels:
        assert not grammar.find(f"It likes GPUs, {label} 5,000."), label
    for whole in numbers.wholes:
        assert only(grammar, f"It has a {whole}.").low == only(grammar, f"It has 1 {whole}.").low, whole
    for one in numbers.ones:
        assert only(grammar, f"It has {one} gigawatt.").low == 1000, one
    for pair in numbers.pairs:
        assert only(grammar, f"It runs {pair} sites.").low == 2, pair


def spelt(word: str) -> str:
    """One of the spellings that a starred word stands for."""
    return f"abc{word[1:]}" if word.startswith("*") else word.replace("*", "")


def test_every_word_around_a_bare_count_is_read(grammar: Quantities) -> None:
    words = read_quantity_words()
    for hedge in words.hedges:
        assert len(grammar.find(f"It has 300 MW, against {hedge} 200.")) == 2, hedge
    for before in (*words.refers, *words.against):
        assert len(grammar.find(f"It has 300 MW {spelt(before)} 200.")) == 2, before
    for behind in words.of_them:
        assert len(grammar.find(f"It has 300 MW; 20 {behind}.")) == 2, behind
    for piece in words.pieces:
        assert len(grammar.find(f"It likes GPUs. 2,000 {piece} go.")) == 1, piece
    for part in words.parts:
        assert len(grammar.find(f"It uses 20 of {part} 300 MW.")) == 2, part
    for follow in words.after_counts:
        assert len(grammar.find(f"It has 300 MW, against 200 {spelt(follow)} there.")) == 2, follow


def test_every_word_around_a_bare_amount_is_read(grammar: Quantities) -> None:
    words = read_quantity_words()
    for follow in words.after_amounts:
        assert len(grammar.find(f"It has €3m, €4m, and 5 million {follow} there")) == 3, follow
    for never in words.never_amounts:
        assert len(grammar.find(f"It has €3m, €4m, and 5 million {never} there")) == 2, never
    for cue in words.money_cues:
        assert len(grammar.find(f"It has €3m, and {spelt(cue)} 5 million.")) == 2, cue


def test_every_head_of_another_column_bars_the_caption(grammar: Quantities) -> None:
    for head in read_quantity_words().other_columns:
        found = grammar.find(f"(EUR million)\nCustomer | {head} | Value\nAcme | 12 | 30.5\n")
        assert [float(quantity.low) for quantity in found] == [30.5e6], head


def test_every_head_of_another_row_bars_the_caption(grammar: Quantities) -> None:
    for head in read_quantity_words().other_rows:
        found = grammar.find(f"(EUR million)\nItem | 2025\nSales | 30.5\nBasic {head} | 12\n")
        assert [float(quantity.low) for quantity in found if quantity.unit == "EUR"] == [30.5e6], head


MW = "{kind: power, unit: MW, factor: '1', forms: [MW]}"
MIGHT = "{kind: might, unit: MW, factor: '1', forms: [M]}"
ABOUT = "{qualifier: about, before: [over], after: []}"
LISTS = (
    "refers against of_them pieces parts after_counts after_amounts never_amounts money_cues other_columns "
    "other_rows"
)
ALL_OF = "hedges: [{}]\n" + "\n".join(f"{name}: [word]" for name in LISTS.split())
AT_LEAST = "{qualifier: at_least, before: [over], after: []}"


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_units, f"- {MW}\n- {MW}", "given twice: MW"),
        (read_units, f"- {MW}\n- {MIGHT}", "broken.yml, line 2"),
        (read_currencies, "- {code: usd, before: [$]}", "broken.yml, line 1"),
        (read_currencies, "- {code: USD, before: [$]}\n- {code: CAD, before: [$]}", "given twice: \\$"),
        (read_currencies, "- {code: USD, before: [$], colour: green}", "colour"),
        (read_hedges, f"- {ABOUT}\n- {AT_LEAST}", "given twice: over"),
        (read_rates, "{per: share}", "expected a list"),
        (read_numbers, "- 1", "expected a mapping"),
        (read_quantity_words, "hedges: [about]", "broken.yml, line 1"),
        (read_quantity_words, ALL_OF.format("on, about"), "broken.yml, line 1"),
        (read_quantity_words, ALL_OF.format("up to, up to"), "hedges: given twice or empty: up to"),
        (read_quantity_words, ALL_OF.format(""), "hedges: given twice or empty"),
    ],
)
def test_a_broken_file_is_named(
    tmp_path: Path, read: Callable[[Path], object], text: str, message: str
) -> None:
    path = tmp_path / "broken.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDataFileError, match=message):
        read(path)
