"""How sure a claim is: the curve, its fitting, which claims count as right, and what the reader states."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.knowledge.aliases import read_aliases
from extractors.knowledge.calibration import AS_SCORED, Curve, read_calibration
from extractors.retold import one_deal_each
from extractors.training.calibration import FEWEST, Evidence, fitted, gather, write_calibration
from extractors.training.judging import Judge, Judged
from pipeline.claims import DealClaim, FigureClaim
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import DealType, FigureKind, Role
from tests.factories import deal_claim, document, figure_claim, party

JUDGE = Judge(read_aliases())


def claims(count: int, *, slope: float, intercept: float, sort: str = "lease", seed: int = 1) -> list[Judged]:
    """Claims that are right as often as a curve says."""
    dice, curve = random.Random(seed), Curve(slope=slope, intercept=intercept)
    odds = [dice.uniform(-4, 4) for _ in range(count)]
    return [Judged(each, sort, dice.random() < curve.chance(each, sort)) for each in odds]


@given(st.floats(allow_nan=False), st.floats(0.01, 10), st.floats(-9, 9))
def test_a_chance_is_a_chance_whatever_the_score(odds: float, slope: float, intercept: float) -> None:
    curve = Curve(slope=slope, intercept=intercept, offsets={"lease": 1.0})
    assert 0 <= curve.chance(odds, "fund") <= curve.chance(odds, "lease") <= 1
    assert curve.chance(odds, "fund") <= curve.chance(odds + 1, "fund")


def test_a_score_that_needs_no_correction_is_the_chance_itself() -> None:
    assert AS_SCORED.chance(0.0, "lease") == 0.5
    assert AS_SCORED.chance(math.log(4), "lease") == pytest.approx(0.8)


def test_fitting_finds_the_curve_that_made_the_claims() -> None:
    # Overconfident by a factor of two, and too high by one.
    curve = fitted(claims(4000, slope=0.5, intercept=-1.0))
    assert curve.slope == pytest.approx(0.5, abs=0.06)
    assert curve.intercept + curve.offsets["lease"] == pytest.approx(-1.0, abs=0.12)


def test_of_claims_given_eight_tenths_eight_in_ten_are_right() -> None:
    curve = fitted(claims(4000, slope=0.7, intercept=-0.5))
    fresh = claims(20000, slope=0.7, intercept=-0.5, seed=2)
    near = [claim.right for claim in fresh if 0.75 < curve.chance(claim.odds, claim.sort) < 0.85]
    assert len(near) > 500
    assert sum(near) / len(near) == pytest.approx(0.8, abs=0.04)


def test_a_type_gets_its_own_offset_only_where_many_claims_bear_it_out() -> None:
    many = claims(2000, slope=1, intercept=0, sort="lease")
    often_wrong = claims(2000, slope=1, intercept=-2, sort="fund", seed=3)
    few_wrong = [Judged(1.0, "partnership", right=False)] * 3
    offsets = fitted([*many, *often_wrong, *few_wrong]).offsets
    assert offsets["lease"] - offsets["fund"] == pytest.approx(2, abs=0.3)
    assert -0.6 < offsets["partnership"] < 0


def test_claims_that_a_score_separates_perfectly_give_a_finite_curve() -> None:
    curve = fitted([Judged(n - 49.5, "lease", n >= 50) for n in range(100)])
    assert 0.1 < curve.slope < 10
    assert curve.chance(-40, "lease") < 0.05
    assert curve.chance(40, "lease") > 0.95


@pytest.mark.parametrize("right", [0, FEWEST - 1, 100 - FEWEST + 1, 100])
def test_too_few_right_or_wrong_claims_are_refused(right: int) -> None:
    with pytest.raises(ValueError, match=f"{right} right claims of 100"):
        fitted([Judged(0.0, "lease", n < right) for n in range(100)])


def deal(acquirer: str, target: str, confidence: float | None = 0.8) -> DealClaim:
    source = document(f"{acquirer} buys {target}\n\nNews.")
    parties = (party(source, acquirer, Role.ACQUIRER), party(source, target, Role.TARGET))
    quoted = deal_claim(source, evidence=(_line(source.text),), parties=(), amounts=())
    return DealClaim(**{**dict(quoted), "parties": parties, "confidence": confidence})


def _line(text: str) -> dict[str, object]:
    return {"start": 0, "end": text.index("\n"), "quote": text.splitlines()[0]}


def label(acquirer: str | None, target: str | None, sort: str = "acquisition") -> dict[str, object]:
    named = {"acquirer": acquirer, "target": target}
    return {"type": sort, "parties": [{"role": role, "name": name} for role, name in named.items() if name]}


@pytest.mark.parametrize(
    ("labelled", "right"),
    [
        (label("Northgate Compute", "Halden"), True),
        (label("Northgate Compute Holdings", None), True),
        (label("Northgate Compute", "Westmark"), False),
        (label("Halden", "Northgate Compute"), False),
        (label("Northgate Compute", "Halden", "lease"), False),
        (label(None, None), False),
    ],
)
def test_a_deal_is_right_with_its_type_and_a_party_in_each_principal_role(
    labelled: dict[str, object], right: bool
) -> None:
    (judged,) = JUDGE.deals([deal("Northgate Compute", "Halden")], [labelled])
    assert (judged.sort, judged.right) == (DealType.ACQUISITION, right)
    assert judged.odds == pytest.approx(math.log(4))


def test_one_label_bears_out_one_claim_the_surest() -> None:
    doubtful, sure = deal("Northgate Compute", "Halden", 0.4), deal("Northgate Compute", "Halden", 0.9)
    judged = list(JUDGE.deals([doubtful, sure], [label("Northgate Compute", "Halden")]))
    assert [each.right for each in judged] == [False, True]


def test_an_alias_names_its_party() -> None:
    claim = deal("Northgate Compute", "Facebook")
    known = claim.parties[1].model_copy(update={"entity_id": "meta-platforms"})
    claim = claim.model_copy(update={"parties": (claim.parties[0], known)})
    (judged,) = JUDGE.deals([claim], [label("Northgate Compute", "Meta Platforms")])
    assert judged.right


def figure(**fields: object) -> FigureClaim:
    return figure_claim(document(), "1,300 MW", "1300", confidence=0.5, **fields)


def figure_label(**fields: object) -> dict[str, object]:
    stated = {
        "kind": "power_capacity",
        "low": 1300,
        "high": 1300,
        "unit": "MW",
        "entity": None,
        "segment": None,
    }
    return {**stated, **fields}


@pytest.mark.parametrize(
    ("fields", "right"),
    [
        ({"entity": "Halden Data Centers"}, True),
        ({"entity": "Halden", "low": None, "high": 1310}, True),
        ({}, True),
        ({"entity": "Westmark + Halden"}, True),
        ({"entity": "Westmark"}, False),
        ({"entity": "Halden", "low": 1200}, False),
        ({"entity": "Halden", "unit": "count"}, False),
        ({"entity": "Halden", "kind": "capex"}, False),
    ],
)
def test_a_figure_is_right_with_kind_value_and_subject(fields: dict[str, object], right: bool) -> None:
    (judged,) = JUDGE.figures([figure()], [figure_label(**fields)])
    assert (judged.sort, judged.right) == (FigureKind.POWER_CAPACITY, right)


def test_a_figure_that_labels_call_other_is_not_judged() -> None:
    assert not list(JUDGE.figures([figure()], [figure_label(kind="other")]))


def test_a_fact_weighs_as_much_as_it_tells() -> None:
    dice, told = random.Random(3), []
    for number in range(6000):
        odds, named = dice.uniform(-3, 3), float(number % 2)
        chance = 1 / (1 + math.exp(-(odds + 1.5 * named - 1)))
        told.append(Judged(odds, "lease", dice.random() < chance, {"named": named}))
    curve = fitted(told)
    assert curve.facts["named"] == pytest.approx(1.5, abs=0.2)
    assert curve.chance(1.0, "lease", {"named": 0.0}) == pytest.approx(0.5, abs=0.04)
    assert curve.chance(1.0, "lease", {"named": 1.0}) == pytest.approx(0.82, abs=0.04)


def test_what_is_fitted_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "calibration.yml"
    figures = claims(500, slope=1, intercept=0, sort="capex")
    write_calibration(Evidence(9, claims(500, slope=0.5, intercept=0), figures), path, note="a test")
    read = read_calibration(path)
    assert read.deal == fitted(claims(500, slope=0.5, intercept=0))
    assert read.figure == fitted(figures)


@pytest.mark.parametrize(
    ("deal_curve", "why"),
    [
        ("{slope: 0, intercept: 1}", "slope"),
        ("{slope: .nan, intercept: 1}", "slope"),
        ("{slope: 1}", "intercept"),
        ("{slope: 1, intercept: 0, offsets: {loan: 1}}", "no DealType: loan"),
        ("{slope: 1, intercept: 0, offset: 1}", "offset"),
        ("{slope: 1, intercept: 0, facts: {side: .inf}}", "side"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, deal_curve: str, why: str) -> None:
    path = tmp_path / "calibration.yml"
    path.write_text(f"note: x\ndeal: {deal_curve}\nfigure: {{slope: 1, intercept: 0}}\n")
    with pytest.raises(BadDataFileError, match=rf"(?s)calibration\.yml, line 1: .*{why}"):
        read_calibration(path)


def test_the_shipped_file_tells_a_doubtful_claim_from_a_safe_one_of_every_type() -> None:
    shipped = read_calibration()
    doubtful = {
        "side": -3.0,
        "missing": 2.0,
        "tellings": 0.0,
        "numbers": 0.0,
        "distant": 1.0,
        "rival": 5.0,
        "part": 1.0,
        "unlisted": 0.0,
        "second": 1.0,
        "ceded": 0.0,
    }
    safe = {
        "side": 6.0,
        "missing": 0.0,
        "tellings": 1.0,
        "numbers": 1.0,
        "distant": 0.0,
        "rival": -5.0,
        "part": 0.0,
        "unlisted": 0.0,
        "second": 0.0,
        "ceded": 0.0,
    }
    for deal_type in DealType:
        assert shipped.deal.chance(0.0, deal_type, doubtful) < 0.3
        assert shipped.deal.chance(6.0, deal_type, safe) > 0.7
    assert set(shipped.deal.facts) == set(safe)
    assert set(shipped.deal.offsets) == {deal_type.value for deal_type in DealType}


def test_the_recipe_reads_judges_and_leaves_out(tmp_path: Path) -> None:
    text = (
        "Norvane Compute buys Halden Data Centers\n\nNorvane Compute agreed to buy Halden Data Centers for "
    )
    told = {"type": "acquisition", "parties": [{"role": "acquirer", "name": "Norvane"}]}
    labels = {"relevant": True, "kind": "article", "published": "2025-07-07", "figures": []}
    for name, deals in (("x1", [told]), ("x2", []), ("seen", [told])):
        (tmp_path / f"{name}.txt").write_text(f"{text}$2.4 billion, it said.\n")
        (tmp_path / f"{name}.json").write_text(json.dumps({**labels, "id": name, "deals": deals}))
    found = gather([tmp_path], r"^x\d$")
    assert found.documents == 2
    surest = sorted(found.deals, key=lambda judged: -judged.odds)[:2]
    assert {(judged.sort, judged.right) for judged in surest} == {
        ("acquisition", True),
        ("acquisition", False),
    }
    assert surest[0].odds == pytest.approx(surest[1].odds, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "later", "together"), [(0.4, 0.7, 0.7), (0.7, 0.4, 0.7), (None, 0.4, 0.4), (None, None, None)]
)
def test_a_claim_told_twice_is_as_sure_as_its_surer_telling(
    first: float | None, later: float | None, together: float | None
) -> None:
    tellings = [("one", deal("Northgate", "Halden", first)), ("two", deal("Northgate", "Halden", later))]
    (joined,) = one_deal_each(tellings)
    assert joined.confidence == together
