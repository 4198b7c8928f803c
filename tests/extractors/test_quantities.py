"""Numbers with units, sentence by sentence, in the notations this market writes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.components.quantities import read_quantity_grammar
from extractors.grammar.find import Quantities
from extractors.quantity import Quantity
from pipeline.vocabulary import Qualifier

OUTSIDE_THE_SET = frozenset({"count", "duration", "facilities", "multiple"})
"""Kinds that the labelled sentences do not score."""


@pytest.fixture(scope="module")
def grammar() -> Quantities:
    return read_quantity_grammar()


def told(quantity: Quantity) -> tuple[str, Decimal, Decimal, str]:
    return quantity.as_written, quantity.low, quantity.high, quantity.unit


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It will spend $60–65 billion.", [("$60–65 billion", 60e9, 65e9, "USD")]),
        ("between $3 billion and $5 billion", [("$3 billion and $5 billion", 3e9, 5e9, "USD")]),
        ("a prior range of $38 billion to $40 billion", [("$38 billion to $40 billion", 38e9, 40e9, "USD")]),
        (
            "Sales rose from $3 billion to $5 billion.",
            [("$3 billion", 3e9, 3e9, "USD"), ("$5 billion", 5e9, 5e9, "USD")],
        ),
        (
            "Shares rose 7.4% to $152.30.",
            [("7.4%", 0.074, 0.074, "fraction"), ("$152.30", 152.3, 152.3, "USD")],
        ),
        ("from 1% to perhaps 4%", [("1%", 0.01, 0.01, "fraction"), ("4%", 0.04, 0.04, "fraction")]),
        ("half a billion dollars", [("half a billion dollars", 5e8, 5e8, "USD")]),
        ("Rs 1.2 lakh crore", [("Rs 1.2 lakh crore", 1.2e12, 1.2e12, "INR")]),
        ("Rs 1,20,000 crore", [("Rs 1,20,000 crore", 1.2e12, 1.2e12, "INR")]),
        ("a 1 trillion-yuan plan", [("1 trillion-yuan", 1e12, 1e12, "CNY")]),
        ("10 billion of US dollars", [("10 billion of US dollars", 10e9, 10e9, "USD")]),
        ("€50 billions", [("€50 billions", 50e9, 50e9, "EUR")]),
        ("a €2,5bn facility", [("€2,5bn", 2.5e9, 2.5e9, "EUR")]),
        ("€1.250.000,50", [("€1.250.000,50", 1250000.5, 1250000.5, "EUR")]),
        ("5,5 Mrd. Euro", [("5,5 Mrd. Euro", 5.5e9, 5.5e9, "EUR")]),
        ("265 mln. Eur", [("265 mln. Eur", 265e6, 265e6, "EUR")]),
        (
            "S$1.3 billion and NT$31.5bn",
            [("S$1.3 billion", 1.3e9, 1.3e9, "SGD"), ("NT$31.5bn", 31.5e9, 31.5e9, "TWD")],
        ),
        (
            "1 trillion yuan (~$138 billion)",
            [("1 trillion yuan", 1e12, 1e12, "CNY"), ("$138 billion", 138e9, 138e9, "USD")],
        ),
        ("$5 million Canadian dollars", [("$5 million Canadian dollars", 5e6, 5e6, "CAD")]),
        ("seven point one billion dollars", [("seven point one billion dollars", 7.1e9, 7.1e9, "USD")]),
        ("One Hundred Forty Million Dollars", [("One Hundred Forty Million Dollars", 140e6, 140e6, "USD")]),
        ("a 1.2-gigawatt campus", [("1.2-gigawatt", 1200, 1200, "MW")]),
        ("sites of 300 and 500 megawatts", [("500 megawatts", 500, 500, "MW")]),
        ("between 300 and 500 megawatts", [("300 and 500 megawatts", 300, 500, "MW")]),
        ("a rack draws 132 kW", [("132 kW", 0.132, 0.132, "MW")]),
        ("300 MW / 1,200 MWh", [("300 MW", 300, 300, "MW"), ("1,200 MWh", 1200, 1200, "MWh")]),
        ("400 MVA of transformers", []),
        ("a 32,000-GPU cluster", [("32,000-GPU", 32000, 32000, "chip")]),
        ("bought 512 H100 cards second-hand", [("512 H100 cards", 512, 512, "chip")]),
        ("128 H100 through a dealer", [("128 H100", 128, 128, "chip")]),
        ("4,000 more L40S for Lille", [("4,000 more L40S", 4000, 4000, "chip")]),
        ("access to 9,200 NVIDIA GB300 units", [("9,200 NVIDIA GB300 units", 9200, 9200, "chip")]),
        ("96 GB200 racks and 12 H100 servers", []),
        (
            "Telia has 2,500 GPUs, Elisa 2,000, and opened on 4 March.",
            [("2,500 GPUs", 2500, 2500, "chip"), ("2,000", 2000, 2000, "chip")],
        ),
        ("2,500 GPUs in 2026, 4,100 people", [("2,500 GPUs", 2500, 2500, "chip")]),
        ("2,500 GPUs.\nIn all 3,100.", [("2,500 GPUs", 2500, 2500, "chip")]),
        ("operates three halls near Oslo", [("three halls", 3, 3, "facility")]),
        ("100,000 of Nvidia's GB300s", [("100,000 of Nvidia's GB300s", 100000, 100000, "chip")]),
        ("25,000–30,000 accelerators", [("25,000–30,000 accelerators", 25000, 30000, "chip")]),
        (
            "20,000 pieces of Ascend 910C accelerator card",
            [("20,000 pieces of Ascend 910C accelerator card", 20000, 20000, "chip")],
        ),
        (
            "8,000 GPUs now, with the potential to rise to 31,000 over time",
            [("8,000 GPUs", 8000, 8000, "chip"), ("31,000", 31000, 31000, "chip")],
        ),
        ("8,000 GPUs now, rising to more in 2027.", [("8,000 GPUs", 8000, 8000, "chip")]),
        ("trained on 992 80GB A100 GPUs", [("992 80GB A100 GPUs", 992, 992, "chip")]),
        ("spread over 512 A100 80 GB GPUs", [("512 A100 80 GB GPUs", 512, 512, "chip")]),
        ("2,048 Nvidia H100 80GB GPUs in all", [("2,048 Nvidia H100 80GB GPUs", 2048, 2048, "chip")]),
        ("cards with 40 GB HBM2 for GPUs", []),
        ("adds 352 H100 (Hopper) GPUs", [("352 H100 (Hopper) GPUs", 352, 352, "chip")]),
        ("GPU cloud (256 × H100, to 2027)", [("256 × H100", 256, 256, "chip")]),
        ("3,900 B300 boards for Pune", [("3,900 B300 boards", 3900, 3900, "chip")]),
        ("12,000 pieces of MLU590 from Cambricon", [("12,000 pieces of MLU590", 12000, 12000, "chip")]),
        ("40,000 Cambricon 590s for next year", [("40,000 Cambricon 590s", 40000, 40000, "chip")]),
        ("10,000 Nvidia RTX Pro 6000 cards", [("10,000 Nvidia RTX Pro 6000 cards", 10000, 10000, "chip")]),
        (
            "2,304 Ascend 960C chips and 8,192 TPU v8t.",
            [("2,304 Ascend 960C chips", 2304, 2304, "chip"), ("8,192 TPU v8t", 8192, 8192, "chip")],
        ),
        ("19,000 language processing units", [("19,000 language processing units", 19000, 19000, "chip")]),
        ('50 million "H100-class" units', [('50 million "H100', 50e6, 50e6, "chip")]),
        ("won a 40,000-card tender", [("40,000-card", 40000, 40000, "chip")]),
        ("room for 100 000 graphics processors", [("100 000 graphics processors", 1e5, 1e5, "chip")]),
        ("some 1.800 graphics processors", [("1.800 graphics processors", 1800, 1800, "chip")]),
        ("a 70-person firm for server chips", []),
        ("an RTX 5060 of its own, and 16-gigabit DDR5 chips", []),
        ("H200s: 4,096", [("4,096", 4096, 4096, "chip")]),
        ("GPUs (some 32,000)", [("32,000", 32000, 32000, "chip")]),
        ("a GPU count of 18,000", [("18,000", 18000, 18000, "chip")]),
        ("Of the chips ordered, 4,096 would follow", [("4,096", 4096, 4096, "chip")]),
        ("It buys accelerators; 1.6 million units went to Meta.", [("1.6 million", 1.6e6, 1.6e6, "chip")]),
        ("It rents GPUs. It employs 1,100, in Suite 400, since 1846.", []),
        ("Racks of GPUs: no; racks, 8,600 in all.", []),
        ("It owns GPUs.\nPopulation: 14,200.", []),
        (
            "3,000 of the 10,000 GPUs there",
            [("3,000", 3000, 3000, "chip"), ("10,000 GPUs", 10000, 10000, "chip")],
        ),
        ("12 of its 50 megawatts", [("12", 12, 12, "MW"), ("50 megawatts", 50, 50, "MW")]),
        (
            "It has 780 megawatts, of which 305 are energized",
            [("780 megawatts", 780, 780, "MW"), ("305", 305, 305, "MW")],
        ),
        (
            "It drew 311 MW, against 274 in June, and a further 90 for rent.",
            [("311 MW", 311, 311, "MW"), ("274", 274, 274, "MW"), ("90", 90, 90, "MW")],
        ),
        ("It drew 311 MW on 4 May and 90 people came.", [("311 MW", 311, 311, "MW")]),
        ("Spain added 61 MW. The vote was 12 to 3, and 90 work there.", [("61 MW", 61, 61, "MW")]),
        ("two of its 50 MW data centers", [("50 MW", 50, 50, "MW")]),
        ("phase 2 of the 400 MW campus", [("400 MW", 400, 400, "MW")]),
        ("a $100+ million contract", [("$100+ million", 100_000_000, 100_000_000, "USD")]),
        ("a $2-plus billion deal", [("$2-plus billion", 2_000_000_000, 2_000_000_000, "USD")]),
        ("$100+M, they said", [("$100+M", 100_000_000, 100_000_000, "USD")]),
        ("six sites, up from two", [("six sites", 6, 6, "facility"), ("two", 2, 2, "facility")]),
        (
            "89 data centres, seven of them in Cork",
            [("89 data centres", 89, 89, "facility"), ("seven", 7, 7, "facility")],
        ),
        ("a pair of sites", [("a pair of sites", 2, 2, "facility")]),
        ("more than a gigawatt", [("a gigawatt", 1000, 1000, "MW")]),
        ("expandable to a full gigawatt", [("a full gigawatt", 1000, 1000, "MW")]),
        (
            "another gigawatt, and the first half gigawatt",
            [("another gigawatt", 1000, 1000, "MW"), ("half gigawatt", 500, 500, "MW")],
        ),
        ("the first gigawatt of it", [("the first gigawatt", 1000, 1000, "MW")]),
        ("the first gigawatt-hour, as each gigawatt comes online", []),
        ("EUR 4 175 000 net", [("EUR 4 175 000", 4175000, 4175000, "EUR")]),
        ("a minimum of 3 072 accelerators", [("3 072 accelerators", 3072, 3072, "chip")]),
        ("phase 2 400 MW", [("400 MW", 400, 400, "MW")]),
        ("CLP 118 mil millones", [("CLP 118 mil millones", 118e9, 118e9, "CLP")]),
        (
            "raised it to a range of $612 million to $624 million",
            [("$612 million to $624 million", 612e6, 624e6, "USD")],
        ),
        ("up from an earlier $16bn to $20bn", [("$16bn to $20bn", 16e9, 20e9, "USD")]),
        ("half a gigawatt", [("half a gigawatt", 500, 500, "MW")]),
        ("two and a half gigawatts", [("two and a half gigawatts", 2500, 2500, "MW")]),
        ("between one and two gigawatts", [("one and two gigawatts", 1000, 2000, "MW")]),
        ("a gigawatt-scale campus of GW class", []),
        ("$40bn a gigawatt", [("$40bn", 40e9, 40e9, "USD")]),
        ("180 average megawatts", [("180 average megawatts", 180, 180, "MW")]),
        ("900-odd megawatts", [("900-odd megawatts", 900, 900, "MW")]),
        ("100+ MW", [("100+ MW", 100, 100, "MW")]),
        ("1,000 MW-hours", [("1,000 MW-hours", 1000, 1000, "MWh")]),
        ("closed at Rs 611", [("Rs 611", 611, 611, "INR")]),
        ("4x more GPUs than before", [("4x", 4, 4, "times")]),
        ("a cluster of 2048 GPUs", [("2048 GPUs", 2048, 2048, "chip")]),
        ("the 2025 GPU cluster market", []),
        ("its 50,000 H100 GPU training cluster", [("50,000 H100 GPU", 50000, 50000, "chip")]),
        ("it sold 400 GPU systems", []),
        ("63,744 Intel® Data Center GPU Max parts", []),
        ("three former chip designers", []),
        ("the P4 and R1 lines", []),
        (
            "four thousand seven hundred fifty million yen",
            [("four thousand seven hundred fifty million yen", 4750e6, 4750e6, "JPY")],
        ),
        (
            "one million two hundred thousand yen",
            [("one million two hundred thousand yen", 1.2e6, 1.2e6, "JPY")],
        ),
        ("Ps. 4,800 million", [("Ps. 4,800 million", 4800e6, 4800e6, "MXN")]),
        (
            "N$180 million, N65bn, S/. 41 million",
            [
                ("N$180 million", 180e6, 180e6, "NAD"),
                ("N65bn", 65e9, 65e9, "NGN"),
                ("S/. 41 million", 41e6, 41e6, "PEN"),
            ],
        ),
        ("revenue of Baht 2,214 million", [("Baht 2,214 million", 2214e6, 2214e6, "THB")]),
        (
            "from Y40.4 bln; T$192.9 bln",
            [("Y40.4 bln", 40.4e9, 40.4e9, "JPY"), ("T$192.9 bln", 192.9e9, 192.9e9, "TWD")],
        ),
        (
            "188 million pula and 9.8 trillion som",
            [("188 million pula", 188e6, 188e6, "BWP"), ("9.8 trillion som", 9.8e12, 9.8e12, "UZS")],
        ),
        ("RM8.1 billion and R5bn", [("RM8.1 billion", 8.1e9, 8.1e9, "MYR"), ("R5bn", 5e9, 5e9, "ZAR")]),
        ("of the 2025 total. Custom ASICs took over", []),
        ("33 new hyperscale data centres", [("33 new hyperscale data centres", 33, 33, "facility")]),
        ("GPT-5.5 on H100 under Section 13(a) of Form 8-K at 10:30am, Suite 400, 24/7", []),
        ("the 5G radio of 21 September 2025", []),
    ],
)
def test_reads_a_sentence(
    grammar: Quantities, sentence: str, expected: list[tuple[str, float, float, str]]
) -> None:
    wanted = [(words, Decimal(str(low)), Decimal(str(high)), unit) for words, low, high, unit in expected]
    assert [told(quantity) for quantity in grammar.find(sentence)] == wanted


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("up to $5bn", Qualifier.AT_MOST),
        ("an up-to-$5bn plan", Qualifier.AT_MOST),
        ("as much as $5bn", Qualifier.AT_MOST),
        ("less than $5bn", Qualifier.AT_MOST),
        ("more than $5bn", Qualifier.AT_LEAST),
        ("upwards of $5bn", Qualifier.AT_LEAST),
        ("no less than $5bn", Qualifier.AT_LEAST),
        ("$5bn or more", Qualifier.AT_LEAST),
        ("just under $5bn", Qualifier.ABOUT),
        ("nearly $5bn", Qualifier.ABOUT),
        ("$5bn or so", Qualifier.ABOUT),
        ("~$5bn", Qualifier.ABOUT),
        ("a $5bn plan", Qualifier.EXACT),
    ],
)
def test_reads_the_hedge(grammar: Quantities, sentence: str, qualifier: Qualifier) -> None:
    (quantity,) = grammar.find(sentence)
    assert (quantity.qualifier, quantity.as_written) == (qualifier, "$5bn")


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("100+ MW", Qualifier.AT_LEAST),
        ("100-plus megawatts", Qualifier.AT_LEAST),
        ("20,000 or so GPUs", Qualifier.ABOUT),
        ("20,000 GPUs", Qualifier.EXACT),
    ],
)
def test_reads_the_hedge_before_the_unit(grammar: Quantities, sentence: str, qualifier: Qualifier) -> None:
    assert [quantity.qualifier for quantity in grammar.find(sentence)] == [qualifier]


@pytest.mark.parametrize(
    ("sentence", "per"),
    [
        ("$20.40 a share", "share"),
        ("$20.40 per share", "share"),
        ("$45 per megawatt-hour", "MWh"),
        ("$12.5 million per MW", "MW"),
        ("$2.10 an hour", "hour"),
        ("about $30bn a year", "year"),
        ("$1bn apiece", "unit"),
        ("$1bn per corridor", "corridor"),
        ("$1bn in all", None),
    ],
)
def test_reads_what_a_number_is_a_rate_of(grammar: Quantities, sentence: str, per: str | None) -> None:
    assert [quantity.per for quantity in grammar.find(sentence)] == [per]


@pytest.mark.parametrize(
    "words", ["tens of billions of dollars", "a multi-billion-dollar plan", "several billion dollars"]
)
def test_an_order_of_magnitude_is_no_number(grammar: Quantities, words: str) -> None:
    assert [quantity.vague for quantity in grammar.find(words)] == [True]


@pytest.mark.parametrize(
    ("sentence", "per"),
    [
        ("It has 60 nodes, each equipped with 8 GPUs.", "unit"),
        ("Every node holds four H100 GPUs.", "unit"),
        ("It has 60 nodes with 8 GPUs each.", "unit"),
        ("Each firm ordered 5,000 GPUs.", None),
        ("It has 60 nodes. It holds 480 GPUs.", None),
    ],
)
def test_chips_of_one_machine_are_a_rate(grammar: Quantities, sentence: str, per: str | None) -> None:
    assert [quantity.per for quantity in grammar.find(sentence) if quantity.unit == "chip"] == [per]


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("It paid $5bn.", None, "USD"),
        ("It paid $5bn.", "AU", "AUD"),
        ("It paid US$5bn.", "AU", "USD"),
        ("TORONTO, Nov 3 - It paid $5bn.", None, "CAD"),
        ("All amounts are in Canadian dollars unless noted. It paid $5bn.", None, "CAD"),
    ],
)
def test_a_bare_dollar_is_that_of_the_text(
    grammar: Quantities, text: str, country: str | None, currency: str
) -> None:
    assert [quantity.unit for quantity in grammar.find(text, country)] == [currency]


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("Algérie Télécom has an envelope of 54 billion dinars.", None, "DZD"),
        ("A Kuwaiti fund lent 150 million dinars.", "AE", "KWD"),
        ("It lent 150 million dinars.", "RS", "RSD"),
        ("Prague gives 15 billion crowns, Brno and a Swedish firm the rest.", None, "CZK"),
        ("The Oslo firm has kr 200 million.", None, "NOK"),
        ("In Manila it raised 4 billion pesos.", "US", "PHP"),
        ("Colombo: Rs 4 billion for the Sri Lankan site.", None, "LKR"),
        ("It raised ¥4 billion in Shanghai.", None, "CNY"),
        ("It raised ¥4 billion.", None, "JPY"),
        ("TORONTO, Nov 3 - It raised four billion dollars.", None, "CAD"),
    ],
)
def test_a_shared_sign_or_word_is_that_of_the_land_the_text_names(
    grammar: Quantities, text: str, country: str | None, currency: str
) -> None:
    assert [quantity.unit for quantity in grammar.find(text, country)] == [currency]


def test_spoken_amounts_take_the_currency_named_around_them(grammar: Quantities) -> None:
    text = "It is six billion dollars. The facility of two point six billion, and 4 billion people."
    assert [told(quantity)[1:] for quantity in grammar.find(text)] == [
        (Decimal(6_000_000_000), Decimal(6_000_000_000), "USD"),
        (Decimal(2_600_000_000), Decimal(2_600_000_000), "USD"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Valued at 260 million euros. An order from Cineca, worth 47 million, for hosting.", [260e6, 47e6]),
        ("It paid €2 million. Revenue 2024: 31 million, plus 40 per cent.", [2e6, 31e6]),
        ("All sums are in EUR. Revenue in 2025: 58.7 million (2024: 22.4 million).", [58.7e6, 22.4e6]),
        ("Bond of €3 million. Goodbody placed a further 40 million of loan notes.", [3e6, 40e6]),
        ("8,000 GPUs for €3m, 9,000 GPUs. KfW lends 150 million more.", [3e6, 150e6]),
        (
            "It paid €2 million. It serves 31 million users, 4 million square feet and 2 million tonnes.",
            [2e6],
        ),
        ("It paid €2 million. It has 31 million of them, and 12 million customers in Spain.", [2e6]),
        ("Revenue: 31 million.", []),
        ("It paid €2 million for a profit of 82 million to 95 million euros.", [2e6, 82e6]),
    ],
)
def test_bare_millions_are_money_where_nothing_else_is_counted(
    grammar: Quantities, text: str, expected: list[float]
) -> None:
    money = [quantity for quantity in grammar.find(text) if quantity.kind == "money"]
    assert [float(quantity.low) for quantity in money] == expected
    assert {quantity.unit for quantity in money} <= {"EUR"}


def test_names_the_product_counted(grammar: Quantities) -> None:
    text = "It ordered 10,000 of Nvidia's newest GB300s, 64,000 GX500s and 500 GPUs."
    assert [quantity.product for quantity in grammar.find(text)] == ["GB300", "GX500", "GPU"]


def test_labelled_sentences(grammar: Quantities, shared: Path) -> None:
    """Value and unit F1 on the 60 labelled sentences, and how many of their 39 distractors come out."""
    hits = wanted = found = distracted = 0
    for line in (shared / "reference" / "quantities60.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        got = [q for q in grammar.find(row["text"]) if q.kind not in OUTSIDE_THE_SET]
        gold = [label(item) for item in row["quantities"] if item["target"]]
        left = [(q.low, q.high, q.unit) for q in got]
        for item in gold:
            match = next((q for q in left if same(q, item)), None)
            if match:
                left.remove(match)
                hits += 1
        wanted, found = wanted + len(gold), found + len(got)
        distracted += sum(q.start == d["start"] for q in got for d in row["distractors"])
    assert wanted == 100
    assert 2 * hits / (wanted + found) >= 0.97
    assert distracted <= 1


UNITS = {
    "W": ("MW", "0.000001"),
    "Wh": ("MWh", "0.000001"),
    "percent": ("fraction", "0.01"),
    "flops": ("FLOPS", "1"),
}


def label(item: dict[str, Any]) -> tuple[Decimal, Decimal, str]:
    """A labelled quantity in our units; an open end equals the other one."""
    unit, factor = UNITS.get(item["unit"], (item["unit"], "1"))
    ends = [end for end in (item["low"], item["high"]) if end is not None]
    low, high = (Decimal(str(end)) * Decimal(factor) for end in (min(ends), max(ends)))
    return low, high, unit


def same(found: tuple[Decimal, Decimal, str], gold: tuple[Decimal, Decimal, str]) -> bool:
    return found[2] == gold[2] and all(
        abs(own - other) <= other / 1_000_000 for own, other in zip(found[:2], gold[:2], strict=True)
    )


@pytest.mark.parametrize(
    ("sentence", "is_absurd"),
    [
        ("It raised 1,500 trillion won.", False),
        ("It raised 999 quadrillion rupiah and $1,000,000,000,000,000,000.", False),
        ("It raised $1,000,000,000,000,000,001.", True),
        (f"It raised ${'9' * 41} million.", True),
        (f"It raised {'999,' * 40}999 million dollars.", True),
        (f"It built {'9' * 18} GW.", True),
    ],
)
def test_no_claim_can_use_a_number_beyond_anything(
    grammar: Quantities, sentence: str, *, is_absurd: bool
) -> None:
    found = grammar.find(sentence)
    assert found
    assert {quantity.vague for quantity in found} == {is_absurd}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("word", ["11,", "111,", "1.111.", "11 111 ", "9", "one ", "trillion ", "$9,"])
def test_a_page_of_digits_takes_time_in_proportion(grammar: Quantities, word: str) -> None:
    assert grammar.find(word * 20_000 + "0 chips")
