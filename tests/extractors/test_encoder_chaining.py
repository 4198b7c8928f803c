"""One sentence made of two says what each said alone, and nothing of texts that are not there."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.training.encoder.chaining import chain, chained, links
from extractors.training.encoder.example import Deal, Example, Figure, Number, Stated, Trigger
from extractors.training.encoder.joining import joined

TAIL = "Its shares rose 3%."


def example(
    id_: str, buyer: str, target: str, *, told: str = "{buyer} bought {target} for $5 billion."
) -> Example:
    sentence = told.format(buyer=buyer, target=target)
    text = f"The market in brief.\n\n{sentence} {TAIL}"
    start = text.index(sentence)
    at, sum_at = text.index("bought"), text.index("$5")
    deals = (
        Deal("lease", "announced", ((target, "lessor"), ("Olm", "lessee")), (), ()),
        Deal("acquisition", "announced", ((buyer, "acquirer"), (target, "target")), (), ()),
    )
    return Example(
        id=id_,
        own=False,
        text=text,
        names={"ORG": (buyer, target, "Olm")},
        deals=deals,
        figures=(Figure("capex", Number(5e9, 5e9, "USD"), ("Olm",)),),
        quantities=(Stated(sum_at, sum_at + len("$5 billion"), "money", 5e9, 5e9, "USD"),),
        sentences=(0, start, text.index(TAIL)),
        triggers=(Trigger(at, at + len("bought"), ("acquisition",), 1, quoted=True),),
    )


def only_link(told: str) -> list[str]:
    return [link.text for link in links(example("a", "Northgate", "Halden", told=told))]


def test_a_sentence_that_tells_a_deal_stands_alone_with_its_labels() -> None:
    (link,) = links(example("a", "Northgate", "Halden"))
    assert link.text == "Northgate bought Halden for $5 billion"
    assert [deal.type for deal in link.deals] == ["acquisition"]
    assert [(link.text[t.start : t.end], t.deal) for t in link.triggers] == [("bought", 0)]
    assert [link.text[q.start : q.end] for q in link.quantities] == ["$5 billion"]
    assert link.names == {"ORG": ("Northgate", "Halden")}
    assert [figure.subjects for figure in link.figures] == [()], "Olm is named elsewhere"


@pytest.mark.parametrize(
    "told",
    [
        "{buyer} bought it for $5 billion.",
        "The company bought {target} for $5 billion.",
        "For $5 billion, {target} was bought by a rival.",
        "{buyer} bought\n{target} for $5 billion.",
        "{buyer} bought {target} for $5 billion" + ", as said" * 40 + ".",
    ],
    ids=["pronoun", "the company", "no acquirer", "broken line", "long"],
)
def test_a_sentence_that_needs_its_text_is_no_link(told: str) -> None:
    assert only_link(told) == []


def test_a_chain_tells_both_deals_in_one_sentence() -> None:
    (first,) = links(example("a", "Northgate", "Halden"))
    (second,) = links(example("b", "Ostrava Grid", "Varga"))
    whole = chain(first, second, "; ")
    assert whole.text == "Northgate bought Halden for $5 billion; Ostrava Grid bought Varga for $5 billion."
    assert whole.sentences == (0,)
    told = [(whole.text[t.start : t.end], whole.deals[t.deal].parties[0][0]) for t in whole.triggers]
    assert told == [("bought", "Northgate"), ("bought", "Ostrava Grid")]


def test_the_second_goes_on_in_small_letters_unless_with_a_name() -> None:
    (first,) = links(example("a", "Northgate", "Halden"))
    said = "Yesterday {buyer} bought {target} for $5 billion."
    (second,) = links(example("b", "Ostrava Grid", "Varga", told=said))
    assert chain(first, second, ", while ").text.endswith(
        ", while yesterday Ostrava Grid bought Varga for $5 billion."
    )


def test_texts_that_share_a_name_are_not_chained() -> None:
    one, same = example("a", "Northgate", "Halden"), example("b", "Northgate", "Varga")
    assert list(chained([one, same], Random(1), 1.0)) == []


def test_sentences_of_one_text_are_not_chained() -> None:
    (first,) = links(example("a", "Northgate", "Halden"))
    (second,) = links(example("b", "Ostrava Grid", "Varga"))
    page = joined(first._replace(text=f"{first.text}."), second._replace(text=f"{second.text}."), " ")
    assert len(list(links(page))) == 2
    assert list(chained([page], Random(1), 1.0)) == []


def test_a_name_within_a_word_is_none() -> None:
    text = example(
        "a", "Northgate", "Halden", told="{buyer} bought {target} for $5 billion, or EUR 4 billion."
    )
    (link,) = links(text._replace(names={"GOV": ("EU",), **text.names}))
    assert link.names == {"GOV": (), "ORG": ("Northgate", "Halden")}


@given(st.integers(0, 9), st.integers(0, 9))
def test_every_label_of_a_chain_stands_where_it_says(count: int, seed: int) -> None:
    texts = [example(f"n{number}", f"Buyer{number} AG", f"Target{number}") for number in range(count)]
    chains = list(chained(texts, Random(seed), 1.0))
    assert len(chains) == count // 2
    for whole in chains:
        assert [whole.text[t.start : t.end] for t in whole.triggers] == ["bought"] * 2
        assert [whole.text[q.start : q.end] for q in whole.quantities] == ["$5 billion"] * 2
        for trigger in whole.triggers:
            (buyer, _), (target, _) = whole.deals[trigger.deal].parties
            before, after = whole.text[: trigger.start], whole.text[trigger.end :]
            assert before.endswith(f"{buyer} ")
            assert after.startswith(f" {target}")
