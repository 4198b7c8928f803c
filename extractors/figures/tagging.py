"""Tags single sentences of a doc, whose other sentences hold no figures and are never tagged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractors.extensions import ORGANISATIONS, PLACES, QUANTITIES
from extractors.figures.candidates import MOST_WORDS
from extractors.figures.passages import Passages, Stretch
from extractors.figures.phrases import Word
from extractors.quantity import QuantityKind

STAGES = ("tok2vec", "tagger")
"""Stages that the pipeline holds but does not run over whole texts."""
COUNTED = frozenset({QuantityKind.FACILITIES, QuantityKind.CHIPS})
"""Numbers written together with what they count."""


def passages_of(doc: Doc, nlp: Language) -> Passages:
    """The sentences of a doc, its numbers and names; `nlp` holds the stages that tag."""
    sentences = list(doc.sents)
    quantities = [span._.quantity for span in doc.spans[QUANTITIES]]
    names = [(span.start_char, span.end_char, span.label_) for span in doc.spans[ORGANISATIONS]]
    names += [(span.start_char, span.end_char, "PLACE") for span in doc.spans[PLACES]]

    def tagged(numbers: Sequence[int]) -> Sequence[Sequence[Word]]:
        return tag(nlp, doc, [(sentences[at].start, sentences[at].end) for at in numbers])

    return Passages(
        doc.text,
        [(sentence.start_char, sentence.end_char) for sentence in sentences],
        [Stretch(q.start, q.end, q.kind in COUNTED) for q in quantities],
        names,
        tagged,
    )


def tag(nlp: Language, doc: Doc, stretches: Sequence[tuple[int, int]]) -> Sequence[Sequence[Word]]:
    """The tagged words of stretches of a doc, of long ones their first; all in one batch."""
    parts = [doc[start : min(end, start + MOST_WORDS)] for start, end in stretches]
    copies = [
        Doc(doc.vocab, [token.text for token in part], [bool(token.whitespace_) for token in part])
        for part in parts
    ]
    for name in STAGES:
        stage: Any = nlp.get_pipe(name)
        copies = list(stage.pipe(copies, batch_size=len(copies) or 1))
    return [
        [
            Word(token.text, copied.tag_, token.idx, token.idx + len(token.text))
            for token, copied in zip(part, copy, strict=True)
        ]
        for part, copy in zip(parts, copies, strict=True)
    ]
