"""Precision at coverage, on labels written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gold.confidence import Band, Point, bands, coverage, least_threshold, report


def deal(acquirer: str, confidence: float | None = None) -> dict[str, Any]:
    parties = [{"name": acquirer, "role": "acquirer"}, {"name": "Halden", "role": "target"}]
    sure = {} if confidence is None else {"confidence": confidence}
    return {"type": "acquisition", "status": "announced", "parties": parties, "amounts": [], **sure}


GOLD = {
    "a": {"deals": [deal("Northgate"), deal("Westmark"), deal("Calder")]},
    "b": {"deals": [deal("Ardent")]},
}
READ = {
    "a": {"deals": [deal("Northgate", 0.9), deal("Nobody", 0.5), deal("Westmark", 0.3)]},
    "b": {"deals": [deal("Ardent", 0.7)]},
}


def test_each_threshold_counts_only_what_is_claimed_with_as_much() -> None:
    points = coverage(GOLD, READ, [0.0, 0.4, 0.6, 0.9, 0.95])
    assert points == [
        Point(0.0, 3, 4, 4),
        Point(0.4, 2, 3, 4),
        Point(0.6, 2, 2, 4),
        Point(0.9, 1, 1, 4),
        Point(0.95, 0, 0, 4),
    ]
    assert [(point.precision, point.recall) for point in points[:3]] == [(0.75, 0.75), (2 / 3, 0.5), (1, 0.5)]


def test_a_sure_wrong_claim_cannot_take_the_place_of_a_right_one() -> None:
    # The second claim of one labelled deal is wrong, whichever is surer.
    twice = {"a": {"deals": [deal("Northgate", 0.9), deal("Northgate", 0.4)]}}
    assert coverage({"a": GOLD["a"]}, twice, [0.0]) == [Point(0.0, 1, 2, 3)]


def test_the_least_threshold_is_where_precision_holds_from_on() -> None:
    points = [Point(0.0, 5, 10, 10), Point(0.3, 9, 10, 20), Point(0.6, 5, 6, 20), Point(0.8, 4, 4, 20)]
    assert least_threshold(points) == points[3]
    assert least_threshold(points, 0.8) == points[1]
    assert least_threshold([Point(0.0, 5, 10, 10), Point(0.5, 0, 0, 10)]) is None


def test_bands_compare_confidence_with_what_came_true() -> None:
    low, middle, high = bands(GOLD, READ, 3)
    assert (low, middle) == (Band(1, 0.3, 1), Band(1, 0.5, 0))
    assert (high.claimed, high.right, high.confidence) == (2, 2, pytest.approx(0.8))


def test_the_report_tells_totals_and_no_names() -> None:
    told = report(GOLD, READ)
    assert "      0.00      0.750   0.750      3        4         4" in told
    assert "precision is at least 0.90 from confidence 0.51 on: 2 right of 2, recall 0.500" in told
    assert not any(name in told for name in ("Northgate", "Halden", "Nobody"))
