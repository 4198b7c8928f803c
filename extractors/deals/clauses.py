"""The clauses of a text's sentences: how far a denial reaches, and whom "jointly" joins."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Span

from extractors.extensions import ORGANISATIONS
from extractors.knowledge.clause_words import ClauseWords
from extractors.knowledge.inflection import words_of

Clause = tuple[int, int]
"""The first word of a sentence, and which of its clauses."""
CLOSING = "\"'”’» )\t\r\n"
"""What may stand behind a question mark."""


class Clauses:
    """The clauses of one doc, those of a sentence found once."""

    def __init__(self, words: ClauseWords, doc: Doc) -> None:
        self._words = words
        self._together = [words_of(phrase) for phrase in sorted(words.together)]
        self._named = {
            word for span in doc.spans.get(ORGANISATIONS, ()) for word in range(span.start, span.end)
        }
        self._breaks: dict[int, list[int]] = {}

    def of(self, sentence: Span, word: int) -> Clause:
        """The clause that a word of the doc stands in."""
        if sentence.start not in self._breaks:
            self._breaks[sentence.start] = self._parted(sentence)
        return sentence.start, bisect_right(self._breaks[sentence.start], word)

    def joint(self, sentence: Span) -> set[Clause]:
        """The clauses that say, outside names ("Together AI"), that those they name deal together."""
        words = lowered(sentence)
        return {
            self.of(sentence, sentence.start + at)
            for phrase in self._together
            for at in range(len(words) - len(phrase) + 1)
            if tuple(words[at : at + len(phrase)]) == phrase and sentence.start + at not in self._named
        }

    def asking_word(self, sentence: Span) -> int | None:
        """The word that a question begins with, behind quotation marks and an "and"; None where nothing is
        asked."""
        if not sentence.text.rstrip(CLOSING).endswith("?"):
            return None
        words = (t for t in sentence if t.is_alpha and t.lower_ not in self._words.leading)
        return next((token.i for token in words), None)

    def _parted(self, sentence: Span) -> list[int]:
        """The words at which another clause begins."""
        found = [token.i for token in sentence if token.lower_ in self._words.breaks]
        opening = next((token.i for token in sentence if token.is_alpha), sentence.start)
        if opening in found:
            found.remove(opening)
            found += [token.i for token in sentence if token.text == ","][:1]
        return sorted(found)


def lowered(sentence: Span) -> list[str]:
    """The words of a sentence in lower case, with one kind of apostrophe."""
    return [token.lower_.replace("’", "'") for token in sentence]
