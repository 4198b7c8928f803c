"""Words that may tell a deal, with the types of deals that they may tell, and numbers and names that may.

Where one word tells several deals ("Orlo took $45 million from Ardent, Brask $120 million from Lind"), each
has a number or a name of its own; and a table has numbers and names where it has no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractors.deals.attaching import ATTACHABLE
from extractors.extensions import QUANTITIES
from extractors.knowledge.frames import Frames, Phrase
from pipeline.vocabulary import DealType


@dataclass(frozen=True)
class Trigger:
    """The word at `index` of the doc, with the types of deals it may tell: none where it may tell any.

    `length`: words of the number or name that begins there; 0 for what is neither.
    """

    index: int
    types: tuple[DealType, ...]
    length: int = 0

    def span(self, doc: Doc) -> Span:
        """Its word, or all of the number or name."""
        return doc[self.index : self.index + max(1, self.length)]


class TriggerFinder:
    """Finds triggers in sentences."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames

    def find(self, sentence: Span, stated: Iterable[Span] = ()) -> list[Trigger]:
        """The triggers of a sentence with some numbers and names, in order; the first word is always one, for
        what no other tells."""
        words = [token.lower_ for token in sentence]
        found = {
            sentence.start + at: Trigger(sentence.start + at, types) for at, types in self._listed(words)
        }
        first = sentence.start + _first_word(words)
        found.setdefault(first, Trigger(first, ()))
        longer = {
            (span.start, len(span)): Trigger(span.start, (), len(span))
            for span in stated
            if len(span) > 1 or span.start != first
        }
        return sorted(
            [*found.values(), *longer.values()], key=lambda trigger: (trigger.index, trigger.length)
        )

    def _listed(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[DealType, ...]]]:
        for at, word in enumerate(words):
            for phrase in self.frames.get(word, ()):
                if _stands(phrase, words, at):
                    yield at + phrase.head, phrase.types
                    break


def by_sentence(doc: Doc, names: Iterable[Span]) -> Mapping[int, list[Span]]:
    """The numbers that a deal may have and some names, by the first word of their sentence."""
    found: dict[int, list[Span]] = {}
    for span in (*filter(_is_stated, doc.spans.get(QUANTITIES, ())), *names):
        found.setdefault(span.sent.start, []).append(span)
    return found


def _is_stated(span: Span) -> bool:
    return span._.quantity.kind in ATTACHABLE and not span._.quantity.vague


def _stands(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    return len(phrase.words) == 1 or tuple(words[at : at + len(phrase.words)]) == phrase.words


def _first_word(words: Sequence[str]) -> int:
    """The first that is more than a mark: bullets and quotation marks tell nothing."""
    return next((at for at, word in enumerate(words) if any(map(str.isalnum, word))), 0)
