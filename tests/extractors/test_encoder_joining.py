"""Two texts on one page say what each said alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.training.encoder.example import Deal, Example, Figure, Number, Stated, Trigger
from extractors.training.encoder.joining import SHORT, joined, paired


def example(id_: str, buyer: str, *, own: bool = True, length: int = 0) -> Example:
    text = f"{buyer} bought Halden for $5 billion.{' And so on.' * length}"
    deal = Deal("acquisition", "announced", ((buyer, "acquirer"), ("Halden", "target")), (), ())
    at, sum_at = text.index("bought"), text.index("$5")
    told = Trigger(at, at + len("bought"), ("acquisition",), 0, quoted=True)
    return Example(
        id=id_,
        own=own,
        text=text,
        names={"ORG": (buyer, "Halden")},
        deals=(deal,),
        figures=(Figure("capex", Number(5e9, 5e9, "USD"), (buyer,)),),
        quantities=(Stated(sum_at, sum_at + len("$5 billion"), "money", 5e9, 5e9, "USD"),),
        sentences=(0,),
        triggers=(told, Trigger(0, 1, (), -1, quoted=False)),
    )


def test_what_stands_in_the_second_text_moves_with_it() -> None:
    page = joined(example("a", "Northgate"), example("b", "Ostrava Grid"))
    assert page.text.count("bought") == 2
    assert [page.text[t.start : t.end] for t in page.triggers] == ["bought", "N", "bought", "O"]
    assert [t.deal for t in page.triggers] == [0, -1, 1, -1]
    assert [page.deals[t.deal].parties[0][0] for t in page.triggers if t.deal >= 0] == [
        "Northgate", "Ostrava Grid",
    ]  # fmt: skip
    assert {page.text[q.start : q.end] for q in page.quantities} == {"$5 billion"}
    assert [page.text[s:].split()[0] for s in page.sentences] == ["Northgate", "Ostrava"]
    assert page.names == {"ORG": ("Northgate", "Halden", "Ostrava Grid")}
    assert [figure.subjects for figure in page.figures] == [("Northgate",), ("Ostrava Grid",)]


@pytest.mark.parametrize("other", [example("b", "Olm", own=False), example("b", "Olm", length=SHORT)])
def test_foreign_and_long_texts_stay_alone(other: Example) -> None:
    pages = list(paired([example("a", "Northgate"), other, example("c", "Varga")], Random(1), 1.0))
    assert [page.id for page in pages] == ["b", "a+c"]


@given(st.integers(0, 12), st.floats(0, 1), st.integers(0, 9))
def test_no_text_is_lost_or_told_twice(count: int, share: float, seed: int) -> None:
    texts = [example(f"n{number}", f"Buyer{number}") for number in range(count)]
    told = [part for page in paired(texts, Random(seed), share) for part in page.id.split("+")]
    assert sorted(told) == sorted(text.id for text in texts)
