"""The layers read off the encoder: files that are none are refused by name, and chances are chances."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.components.encoder import FOLDER, EncoderKnowledge, read_encoder
from extractors.encoder.encoder import HEADS, Floats
from extractors.encoder.heads import Heads, PairPlaces, log_chances
from extractors.knowledge.rows import data_file
from pipeline.errors import BadDataFileError
from pipeline.vocabulary import ROLES, AmountKind, DealType, FigureKind, Status


@pytest.fixture(scope="module")
def heads() -> Heads:
    known: EncoderKnowledge = read_encoder()
    return known.heads


@pytest.fixture(scope="module")
def layers() -> dict[str, Any]:
    with np.load(data_file(FOLDER) / HEADS) as file:
        return {name: file[name] for name in file.files}


Breaks = Callable[[bytes], bytes]
BROKEN: dict[str, Breaks] = {
    "empty": lambda _: b"",
    "text": lambda _: b"no layers here",
    "cut": lambda whole: whole[: len(whole) // 2],
    "nul": lambda _: b"\0" * 300,
    "zip": lambda _: b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_file_without_layers_is_named(tmp_path: Path, how: str) -> None:
    path = tmp_path / HEADS
    path.write_bytes(BROKEN[how]((data_file(FOLDER) / HEADS).read_bytes()))
    with pytest.raises(BadDataFileError, match=r"heads\.npz: not the layers of a model"):
        Heads(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataFileError, match=r"heads\.npz"):
        Heads(tmp_path / HEADS)


@pytest.mark.parametrize("gone", ["ner.weight", "role.bias", "extra.weight", "subj.weight", "labels"])
def test_a_file_that_lacks_a_layer_is_named(tmp_path: Path, layers: dict[str, Any], gone: str) -> None:
    path = tmp_path / HEADS
    np.savez(path, **{name: value for name, value in layers.items() if name != gone})
    with pytest.raises(BadDataFileError, match=r"heads\.npz"):
        Heads(path)


@pytest.mark.parametrize(
    "rows", [[], "types", {"types": ["acquisition"]}, {"roles": [["acquisition"]]}, {"colours": ["red"]}]
)
def test_labels_that_are_none_are_refused(tmp_path: Path, layers: dict[str, Any], rows: Any) -> None:
    path = tmp_path / HEADS
    known = json.loads(str(layers["labels"]))
    changed = {**known, **rows} if isinstance(rows, dict) and "types" not in rows else rows
    np.savez(path, **{**layers, "labels": np.array(json.dumps(changed))})
    with pytest.raises(BadDataFileError, match=r"heads\.npz"):
        Heads(path)


def test_the_classes_are_those_of_the_market(heads: Heads) -> None:
    labels = heads.labels
    assert set(labels.types) == {kind.value for kind in DealType}
    assert {Status(status) for status in labels.statuses} == set(Status)
    assert set(labels.roles) == {(kind.value, role.value) for kind in DealType for role in ROLES[kind].all}
    assert {AmountKind(kind) for kind in labels.amounts} <= set(AmountKind)
    assert {FigureKind(kind) for kind in labels.figures} <= set(FigureKind)
    assert labels.kinds[: len(labels.sorts)] == labels.sorts
    for column in labels:
        assert len(set(column)) == len(column)


@given(
    rows=st.lists(st.lists(st.floats(-1e4, 1e4, width=32), min_size=3, max_size=3), min_size=1, max_size=6)
)
def test_chances_sum_to_one_and_keep_their_order(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    found = log_chances(scores)
    assert np.exp(found).sum(axis=-1) == pytest.approx(np.ones(len(rows)), abs=1e-4)
    assert (found <= 0).all()
    likeliest = np.take_along_axis(found, scores.argmax(axis=-1)[:, None], axis=-1)[:, 0]
    assert (likeliest == found.max(axis=-1)).all()


def states(heads: Heads, count: int, seed: int) -> Floats:
    """Vectors as wide as triggers and mentions."""
    width = heads._w["kind.weight"].shape[1]
    drawn = np.random.default_rng(seed).normal(size=(count, width))
    return drawn.astype(np.float32)


@settings(max_examples=10)
@given(seed=st.integers(0, 99), count=st.integers(0, 4))
def test_types_statuses_and_figures_are_chances_of_each_class(heads: Heads, seed: int, count: int) -> None:
    given_states, labels = states(heads, count, seed), heads.labels
    for found, size in (
        (heads.types(given_states), len(labels.types) + 1),
        (heads.statuses(given_states), len(labels.statuses)),
        (heads.figures(given_states), len(labels.figures) + 1),
    ):
        assert found.shape == (count, size)
        assert np.exp(found).sum(axis=-1) == pytest.approx(np.ones(count), abs=1e-4)


@settings(max_examples=10)
@given(seed=st.integers(0, 99), deal_type=st.integers(0, 10))
def test_a_pair_is_read_alike_whoever_else_is_there(heads: Heads, seed: int, deal_type: int) -> None:
    """A mention's roles depend on it and its place alone, not on its neighbours in the rows."""
    trigger, mentions = states(heads, 1, seed)[0], states(heads, 3, seed + 1)
    places = PairPlaces(np.array([3, 8, 2]), np.array([0, 4, 1]), np.array([0, 7, 12]))
    whole = heads.roles(heads.pairs(trigger, deal_type, heads.beside_trigger(mentions), places))
    assert whole.shape == (3, len(heads.labels.roles))
    alone = PairPlaces(*(column[1:2] for column in places))
    single = heads.roles(heads.pairs(trigger, deal_type, heads.beside_trigger(mentions[1:2]), alone))
    assert whole[1] == pytest.approx(single[0], abs=1e-2, rel=1e-3)


@settings(max_examples=10)
@given(seed=st.integers(0, 99))
def test_one_gap_either_way_makes_one_deal_as_likely(heads: Heads, seed: int) -> None:
    found = heads.same(states(heads, 3, seed), 0, np.full((3, 3), 4))
    assert found.shape == (3, 3)
    assert found == pytest.approx(found.T, abs=1e-3, rel=1e-3)
