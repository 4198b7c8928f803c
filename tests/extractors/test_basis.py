"""On what basis a figure is known: as a fact, a plan, a forecast, an estimate or orders on hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.basis import WORDS, BasisFinder, Stated, features, read_basis_finder
from extractors.scoring import LinearScorer
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import Basis, FigureKind

SHIPPED = read_basis_finder()


def stated(
    told: str, kind: FigureKind = FigureKind.CAPEX, period: str | None = None, published: int | None = 2025
) -> Stated:
    """A sentence written as "It spent [$2bn] in 2024"."""
    start, end = told.index("["), told.index("]") - 1
    return Stated(kind, told.replace("[", "").replace("]", ""), start, end, period, published)


@pytest.mark.parametrize(
    ("told", "kind", "period", "basis"),
    [
        (
            "Northgate spent [$2.2 billion] on property and equipment in 2024.",
            FigureKind.CAPEX,
            "2024",
            Basis.ACTUAL,
        ),
        (
            "Northgate spent $2.2 billion in 2024 and plans to spend [$3 billion] in 2026.",
            FigureKind.CAPEX,
            "2026",
            Basis.PLAN,
        ),
        (
            "Northgate spent [$2.2 billion] in 2024 and plans to spend $3 billion in 2026.",
            FigureKind.CAPEX,
            "2024",
            Basis.ACTUAL,
        ),
        (
            "Oakmere Research expects the market to reach [$90 billion] by 2030.",
            FigureKind.MARKET_SIZE,
            "by 2030",
            Basis.FORECAST,
        ),
        (
            "Its order backlog stood at [$14 billion] at the end of June.",
            FigureKind.REVENUE,
            None,
            Basis.BACKLOG,
        ),
        ("Analysts estimate that Halden owns [40,000] accelerators.", FigureKind.CHIPS, None, Basis.ESTIMATE),
    ],
)
def test_the_shipped_weights_tell_plain_cases(
    told: str, kind: FigureKind, period: str | None, basis: Basis
) -> None:
    assert SHIPPED.find(stated(told, kind, period)) is basis


def test_words_count_where_they_stand() -> None:
    found = set(features(stated("It spent [$2bn], and expects $3bn in 2026", period="2024")))
    assert {"kind capex", "left spent", "near spent", "capex clause spent", "right expects"} <= found
    assert {"any expects", "year earlier", "capex year earlier", "any later True"} <= found
    assert not found & {"left expects", "clause expects", "rest expects"}


def test_years_say_nothing_where_the_day_of_publication_is_unknown() -> None:
    found = features(stated("It will spend [$2bn] in 2026", period="2026", published=None))
    assert not [feature for feature in found if "later" in feature or feature.startswith("year")]


@pytest.mark.parametrize(
    ("period", "published", "basis"),
    [
        ("2027", 2025, Basis.FORECAST),
        ("2025", 2025, Basis.ACTUAL),
        ("2027", None, Basis.ACTUAL),
        (None, 2025, Basis.ACTUAL),
    ],
)
def test_what_lies_after_the_publication_is_no_fact(
    period: str | None, published: int | None, basis: Basis
) -> None:
    finder = BasisFinder(LinearScorer(["actual", "plan"], {"kind capex": {"actual": 1.0}}))
    assert finder.find(stated("[$2bn]", period=period, published=published)) is basis


@given(before=st.text(max_size=80), behind=st.text(max_size=80), number=st.text(min_size=1, max_size=9))
def test_only_words_of_its_side_stand_beside_a_number(before: str, behind: str, number: str) -> None:
    one = Stated(
        FigureKind.GROWTH, before + number + behind, len(before), len(before) + len(number), None, 2025
    )
    found = features(one)
    for side, text in (("left ", before), ("right ", behind)):
        beside = {feature.removeprefix(side) for feature in found if feature.startswith(side)}
        assert beside <= {word.lower() for word in WORDS.findall(text)}
    assert len(set(found)) == len(found)
    assert SHIPPED.find(one) in Basis


def test_weights_for_no_basis_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "basis_weights.json"
    path.write_text('{"classes": ["actual", "hearsay"], "weights": {}}')
    with pytest.raises(BadDataFileError, match="hearsay"):
        read_basis_finder(path)
