"""The encoder over texts, alone and in company, and the component that leaves its vectors on docs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy

from extractors.components.encoder import FOLDER, EncoderComponent, EncoderKnowledge, read_encoder
from extractors.encoder.encoder import MODEL, VOCABULARY, Encoder
from extractors.extensions import register_extensions
from extractors.knowledge.rows import data_file
from pipeline.errors import BadDataFileError

TEXTS = [
    "Northgate Cloud agreed to buy Halden Power for $2 billion.",
    "",
    "Short.",
    "Norvane Compute raised $450 million, the company said on Tuesday.\n\n" * 3,
    "\U0001f600\u200f\u0000",
    "Quillane Systems ordered chips from Tarnwick Digital. " * 70,
]


@pytest.fixture(scope="module")
def knowledge() -> EncoderKnowledge:
    known: EncoderKnowledge = read_encoder()
    return known


@pytest.fixture(scope="module")
def encoder(knowledge: EncoderKnowledge) -> Encoder:
    return knowledge.encoder


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_every_piece_has_a_vector(encoder: Encoder, text: str) -> None:
    found = encoder.encode(text)
    for encoded, window in zip(found, encoder.pieces.windows(text), strict=True):
        assert np.array_equal(encoded.window.ids, window.ids)
        assert encoded.states.shape == (len(window.ids), 384)
        assert np.isfinite(encoded.states).all()


def test_a_long_text_takes_several_windows(encoder: Encoder) -> None:
    assert len(encoder.encode(TEXTS[-1])) > 1


def test_a_text_means_the_same_each_time(encoder: Encoder) -> None:
    """Else what is claimed of a document would hang on what was read before it."""
    first = encoder.encode(TEXTS[0])
    encoder.encode(TEXTS[-1])
    (one,), (other,) = first, encoder.encode(TEXTS[0])
    assert np.array_equal(one.states, other.states)


def test_words_in_another_case_or_line_mean_something_else(encoder: Encoder) -> None:
    plain, upper, broken = (
        encoder.encode(text)[0].states for text in ("meta buys", "Meta buys", "meta\nbuys")
    )
    assert np.abs(plain - upper).max() > 0.01
    assert np.abs(plain - broken).max() > 0.01


@pytest.mark.parametrize("content", [None, b"", b"no model"], ids=["missing", "empty", "text"])
def test_a_missing_or_broken_model_is_named(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / VOCABULARY).write_bytes((data_file(FOLDER) / VOCABULARY).read_bytes())
    if content is not None:
        (tmp_path / MODEL).write_bytes(content)
    with pytest.raises(BadDataFileError, match=r"encoder\.onnx: no model"):
        Encoder(tmp_path)


def test_a_doc_is_left_with_the_windows_of_its_text(knowledge: EncoderKnowledge) -> None:
    register_extensions()
    component = EncoderComponent()
    component.initialize(knowledge=knowledge)
    for text in TEXTS:
        doc = component(spacy.blank("en").make_doc(text))
        sizes = [len(window.ids) for window in knowledge.encoder.pieces.windows(text)]
        assert [len(encoded.window.ids) for encoded in doc._.encoded.windows] == sizes
        assert doc._.encoded.scopes == []
