"""Which labels the claimed figures bear out, and what the training of their basis makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractors.training import basis
from extractors.training.calibration import uncalibrated
from extractors.training.convex import Example
from extractors.training.figures import ReadText, read_labelled

OURS = r"^w\d"
"""Our own texts, all left out."""
TEXT = (
    "Northgate Cloud's spending\n\nNorthgate Cloud spent $40 billion on capital expenditures in 2024 and "
    "plans $55 billion of capital expenditures in 2025.\n"
)


def capex(value: float, told: str | None) -> dict[str, Any]:
    return {
        "kind": "capex",
        "entity": "Northgate Cloud",
        "low": value,
        "high": value,
        "unit": "USD",
        "basis": told,
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> ReadText:
    folder = tmp_path_factory.mktemp("labelled")
    figures = [capex(40e9, "actual"), capex(55e9, "plan"), capex(40e9, "forecast"), capex(70e9, "plan")]
    labels = {"relevant": True, "kind": "article", "published": "2025-02-03", "deals": [], "figures": figures}
    for name in ("x1", "wait"):
        (folder / f"{name}.txt").write_text(TEXT)
        (folder / f"{name}.json").write_text(json.dumps({**labels, "id": name}))
    (only,) = read_labelled(uncalibrated(), [folder], rf"{OURS}|^wait$")
    return only


def test_each_claim_has_the_first_free_label_of_its_kind_and_value(read: ReadText) -> None:
    told = [(int(claim.low), label["basis"]) for claim, label in read.figures]
    assert (40_000_000_000, "actual") in told
    assert (55_000_000_000, "plan") in told
    assert not [row for row in told if row[0] == 70_000_000_000]
    assert read.of_folder


def test_the_label_says_the_basis_and_the_words_around_the_number_why(read: ReadText) -> None:
    found: dict[str, Example] = {each.label: each for each in basis.examples(read)}
    assert "clause plans" in found["plan"].features
    assert "clause spent" in found["actual"].features
    assert "year earlier" in found["actual"].features


def test_a_label_without_a_basis_teaches_none(read: ReadText) -> None:
    silent = [figure._replace(label={**figure.label, "basis": None}) for figure in read.figures]
    assert list(basis.examples(read._replace(figures=silent))) == []
