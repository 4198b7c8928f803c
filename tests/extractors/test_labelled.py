"""Our own labelled texts: the notation is read exactly, and a slip in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.training.labelled import SORTS, read_texts
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import ROLES, DealType

TEXT = """=== a-1 | article | 2026-03-04
Ostrava Grid rents space from Varga Campus

Ostrava Grid takes 40 MW from Varga Campus for some $90 million. Sales were €55m to €60m in 2025.
---
deal lease announced
lessor: Varga Campus
lessee: Ostrava Grid
amount: 9e7 USD value about
capacity: 40
evidence: Ostrava Grid takes … some $90 million.
figure revenue 5.5e7..6e7 EUR
entity: Varga Campus
period: 2025
names
ORG: Ostrava Grid | Varga Campus
=== a-2 | blog | null
A cup final

The home side won.
---
irrelevant
"""


def written(folder: Path, text: str) -> Path:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_text_and_its_labels_are_read(tmp_path: Path) -> None:
    first, second = read_texts(written(tmp_path, TEXT))
    assert first.text.startswith("Ostrava Grid rents")
    assert first.text.endswith("in 2025.")
    (deal,) = first.labels["deals"]
    assert [(p["role"], p["name"]) for p in deal["parties"]] == [
        ("lessor", "Varga Campus"), ("lessee", "Ostrava Grid"),
    ]  # fmt: skip
    assert deal["amounts"] == [
        {"low": 9e7, "high": 9e7, "currency": "USD", "kind": "value", "qualifier": "about"}
    ]
    assert deal["capacity"] == [{"low_mw": 40.0, "high_mw": 40.0}]
    (figure,) = first.labels["figures"]
    assert (figure["low"], figure["high"], figure["unit"], figure["period"]) == (5.5e7, 6e7, "EUR", "2025")
    assert first.labels["published"] == "2026-03-04"
    assert (second.labels["relevant"], second.labels["deals"]) == (False, [])


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("lessor: Varga Campus", "lessor: Varga Camp", "does not say 'Varga Camp'"),
        ("lessor: Varga", "landlord: Varga", "no field of a lease"),
        ("deal lease", "deal rental", "rental"),
        ("9e7 USD", "ninety USD", "neither a number"),
        ("9e7 USD value", "9e7 dollars", "cannot be read"),
        ("takes … some", "took … some", "does not say"),
        ("names\nORG", "names\nFIRM", "no sort of names"),
        ("| article |", "| article ", "expected 'id"),
        ("deal lease announced\n", "", "a field before any record"),
    ],
)
def test_a_slip_is_named_with_its_document(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in TEXT
    with pytest.raises(BadDataFileError, match=r"a\.txt, a-1") as caught:
        list(read_texts(written(tmp_path, TEXT.replace(right, wrong, 1))))
    assert said in str(caught.value)


@given(junk=st.text(alphabet=st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=80))
def test_a_line_that_is_no_label_is_refused(junk: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = written(tmp_path_factory.mktemp("texts"), f"{TEXT}?{junk}\n")
    with pytest.raises(BadDataFileError, match="a-2"):
        list(read_texts(folder))


def test_the_bundled_texts_teach_every_type_and_role() -> None:
    texts = list(read_texts())
    ids = [text.id for text in texts]
    assert len(ids) == len(set(ids))
    taught = {(d["type"], p["role"]) for text in texts for d in text.labels["deals"] for p in d["parties"]}
    assert taught == {(t.value, role.value) for t in DealType for role in ROLES[t].all}
    assert {sort for text in texts for sort in text.labels["names"]} == set(SORTS)
