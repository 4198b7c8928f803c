"""What one window holds, and what is said of an entity over all its mentions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.components.encoder import FOLDER, EncoderKnowledge, read_encoder
from extractors.encoder.encoder import VOCABULARY, Encoded, Floats
from extractors.encoder.heads import Heads, PairPlaces, Sides
from extractors.encoder.pieces import Pieces
from extractors.encoder.places import Layout
from extractors.encoder.scope import MOST_MENTIONS, Mention, Scope, Word, role_chances
from extractors.encoder.text import EncodedText
from extractors.knowledge.rows import data_file

NAMES = ["Norvane", "Halden", "Oslo", "Tarnwick"]
BUYS = Word(8, 12, ("acquisition",))


class TableHeads(Heads):
    """The bundled layers, but the scores of pairs are those of a table, by the row of the mention."""

    def __init__(self, bundled: Heads, table: Floats) -> None:
        self.labels, self._w, self.table = bundled.labels, bundled._w, table

    def pairs(self, trigger: Floats, deal_type: int, mentions: Sides, place: PairPlaces) -> Floats:
        return self.table[: len(place.gap)]

    def roles(self, pairs: Floats) -> Floats:
        return pairs

    def numbers(self, pairs: Floats) -> Floats:
        return -pairs


@pytest.fixture(scope="module")
def heads() -> Heads:
    known: EncoderKnowledge = read_encoder()
    return known.heads


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(data_file(FOLDER) / VOCABULARY)


def encoded(pieces: Pieces, text: str) -> list[Encoded]:
    drawn = np.random.default_rng(7)
    return [
        Encoded(window, drawn.normal(size=(len(window.ids), 384)).astype(np.float32))
        for window in pieces.windows(text)
    ]


def named(text: str, entities: Sequence[int]) -> list[Mention]:
    """Each word of a text of NAMES as a mention."""
    found, start = [], 0
    for word, entity in zip(text.split(), entities, strict=True):
        start = text.index(word, start)
        found.append(Mention(start, start + len(word), "ORG", entity))
        start += len(word)
    return found


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.integers(0, 2),
            st.lists(st.floats(-5, 5, width=32), min_size=3, max_size=3),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_an_entity_scores_what_its_best_mention_does(
    heads: Heads, pieces: Pieces, rows: list[tuple[str, int, list[float]]]
) -> None:
    text = " ".join(name for name, _, _ in rows)
    table = np.array([scores for _, _, scores in rows], dtype=np.float32)
    mentions = named(text, [entity for _, entity, _ in rows])
    (window,) = encoded(pieces, text)
    word = Word(mentions[0].start, mentions[0].end, ())
    scope = Scope(TableHeads(heads, table), window, Layout(text, [0]), mentions, [word])
    roles, numbers = scope.told(0, 0)
    entities = list(dict.fromkeys(mention.entity for mention in mentions))
    for found, signed in ((roles, table), (numbers, -table)):
        assert [mention.entity for mention in found.mentions] == entities
        for best, scores in zip(found.mentions, found.scores, strict=True):
            own = [number for number, mention in enumerate(mentions) if mention.entity == best.entity]
            assert np.array_equal(scores, signed[own].max(axis=0))
            assert signed[mentions.index(best)].max() == signed[own].max()


def test_without_mentions_nothing_is_told(heads: Heads, pieces: Pieces) -> None:
    text = "Norvane buys it."
    (window,) = encoded(pieces, text)
    scope = Scope(heads, window, Layout(text, [0]), [], [BUYS])
    assert [len(found.mentions) for found in scope.told(0, 0)] == [0, 0]
    assert [len(found.scores) for found in scope.told(0, 0)] == [0, 0]
    assert scope.figures() == {}
    assert scope.types.shape == (1, len(heads.labels.types) + 1)


def test_without_words_and_mentions_there_is_a_scope(heads: Heads, pieces: Pieces) -> None:
    for text in ("", "\u200f", "Nothing."):
        (window,) = encoded(pieces, text)
        scope = Scope(heads, window, Layout(text, [0]), [], [])
        assert (len(scope.types), len(scope.statuses), scope.rows) == (0, 0, {})


def test_figures_are_read_of_numbers_only(heads: Heads, pieces: Pieces) -> None:
    text = "Norvane buys 40 MW."
    (window,) = encoded(pieces, text)
    name, power = Mention(0, 7, "ORG", 0), Mention(13, 18, "power", 1)
    scope = Scope(heads, window, Layout(text, [0]), [name, power], [BUYS])
    assert list(scope.figures()) == [power]
    assert np.exp(scope.figures()[power]).sum() == pytest.approx(1, abs=1e-4)
    assert scope.subjects(power, 0).mentions == [name, power]


def test_of_one_entity_only_the_first_mentions_are_looked_at(heads: Heads, pieces: Pieces) -> None:
    text = " ".join(["Oslo"] * (MOST_MENTIONS + 3) + ["Halden"])
    mentions = named(text, [0] * (MOST_MENTIONS + 3) + [1])
    (window,) = encoded(pieces, text)
    scope = Scope(heads, window, Layout(text, [0]), mentions, [])
    assert scope.mentions == [*mentions[:MOST_MENTIONS], mentions[-1]]


def test_each_window_holds_its_own_mentions_and_words(heads: Heads, pieces: Pieces) -> None:
    text = "Norvane buys Halden. " + "Nothing of note was said. " * 120 + "Oslo fell."
    start = text.index("Oslo")
    first, last = Mention(0, 7, "ORG", 0), Mention(start, start + 4, "PLACE", 1)
    fell = Word(start + 5, start + 9, ())
    seen = EncodedText(heads, encoded(pieces, text))
    seen.look(text, [0, 21], [first, last], [BUYS, fell])
    assert len(seen.scopes) == len(seen.windows) > 1
    assert (seen.scopes[0].mentions, seen.scopes[0].words) == ([first], [BUYS])
    assert (seen.scopes[-1].mentions, seen.scopes[-1].words) == ([last], [fell])
    assert seen.scopes[0].depth(0) < 5


def test_same_compares_words_of_a_window_with_each_other(heads: Heads, pieces: Pieces) -> None:
    text = "Norvane buys Halden. Norvane buys Halden."
    words = [BUYS, Word(29, 33, ("acquisition",)), Word(13, 19, ())]
    (window,) = encoded(pieces, text)
    scope = Scope(heads, window, Layout(text, [0, 21]), [], words)
    whole = scope.same([0, 1, 2], 0)
    assert whole.shape == (3, 3)
    assert scope.same([2, 0], 0)[0, 1] == pytest.approx(whole[2, 0], abs=1e-3)


@given(scores=st.lists(st.floats(-9, 9, width=32), min_size=4, max_size=4))
def test_roles_are_weighed_against_none(scores: list[float]) -> None:
    (found,) = role_chances(np.array([scores], dtype=np.float32), [3, 1])
    assert np.exp(found).sum() == pytest.approx(1, abs=1e-4)
    assert found[0] - found[2] == pytest.approx(scores[3], abs=1e-3)
    assert found[1] - found[2] == pytest.approx(scores[1], abs=1e-3)
