"""Leaves what the trained encoder makes of a text in `doc._.encoded`, for the components behind it."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from threadpoolctl import threadpool_limits

from extractors.encoder.encoder import HEADS, Encoder
from extractors.encoder.heads import Heads
from extractors.encoder.text import EncodedText
from extractors.knowledge.rows import data_file

FOLDER = "encoder"


class EncoderKnowledge:
    """The model and its heads: a plain object, as spaCy turns models that a reader gives into dicts."""

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self.encoder, self.heads = encoder, heads


@registry.readers("gigawatch.encoder.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_encoder() -> EncoderKnowledge:
    """The bundled model. Raises BadDataFileError where a file of it is broken.

    From then on the process multiplies its matrices on one core: those of the heads are small, and several
    threads wait for each other longer than they work, twenty times as long beside another busy process.
    """
    threadpool_limits(limits=1, user_api="blas")
    folder = data_file(FOLDER)
    return EncoderKnowledge(Encoder(folder), Heads(folder / HEADS))


class EncoderComponent:
    """Encodes docs."""

    def __init__(self) -> None:
        self.knowledge: EncoderKnowledge | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        knowledge: EncoderKnowledge,
    ) -> None:
        """Take the model."""
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Encode one doc."""
        know = self.knowledge
        assert know is not None, "the encoder component was not initialized"
        doc._.encoded = EncodedText(know.heads, know.encoder.encode(doc.text))
        return doc


@Language.factory("encoder")
def make_encoder(nlp: Language, name: str) -> EncoderComponent:  # noqa: ARG001 -- spaCy passes both
    """The component without its model; [initialize.components.encoder] names the reader."""
    return EncoderComponent()
