"""Words that may tell a deal, with the frames that fit their clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from extractors.knowledge.frames import Frame, Frames

VERBS = frozenset({"VERB", "AUX"})
NEAR = 9


@dataclass(frozen=True)
class Trigger:
    """The word at `index` of the doc, under this lemma, with the frames that fit, the default first."""

    index: int
    lemma: str
    pos: str
    frames: tuple[Frame, ...]

    @property
    def types(self) -> tuple[str, ...]:
        """The deal types that its frames tell, likeliest first."""
        return tuple(dict.fromkeys(frame.type.value for frame in self.frames))


class TriggerFinder:
    """Finds triggers in sentences."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames

    def find(self, sentence: Span) -> Iterator[Trigger]:
        """The triggers of a sentence, in order; its root is always one, as it may tell anything."""
        found = list(self._listed(sentence))
        if sentence.root.i not in {trigger.index for trigger in found}:
            root = sentence.root
            found.append(Trigger(root.i, root.lemma_.lower(), "root", ()))
        return iter(sorted(found, key=lambda trigger: trigger.index))

    def _listed(self, sentence: Span) -> Iterator[Trigger]:
        topics = self.frames.topics_of(phrases(sentence))
        for token in sentence:
            for size in range(self.frames.longest, 0, -1):
                trigger = self._at(token, size, sentence, topics)
                if trigger is not None:
                    yield trigger
                    break

    def _at(self, token: Token, size: int, sentence: Span, topics: frozenset[str]) -> Trigger | None:
        end = token.i + size
        if end > sentence.end:
            return None
        if size > 1:
            words = sentence.doc[token.i : end]
            lemma = words.text.lower()
            rows = self._rows(lemma) or self._rows(" ".join(word.lemma_.lower() for word in words))
        else:
            lemma, rows = token.lemma_.lower(), self._single(token)
        if not rows:
            return None
        index = token.i if rows[0].pos == "verb" else end - 1
        near = self._near(index, sentence)
        # Words near the trigger settle what a frame must not be about; a whole sentence bars too much.
        fitting = sorted(
            rows, key=lambda row: (bool(row.needs and not row.needs & topics), bool(row.bars & near))
        )
        return Trigger(index, lemma, rows[0].pos, tuple(fitting))

    def _single(self, token: Token) -> tuple[Frame, ...]:
        first, second = ("verb", "noun") if token.pos_ in VERBS else ("noun", "verb")
        lemma, lower = token.lemma_.lower(), token.lower_
        for pos in (first, second):
            # The tagger takes many headline verbs for nouns, so the other part of speech is a fallback.
            for form in dict.fromkeys((lemma, lower, _verb_lemma(lower))):
                if (form, pos) in self.frames.by_trigger:
                    return self.frames.by_trigger[form, pos]
        return ()

    def _rows(self, phrase: str) -> tuple[Frame, ...]:
        table = self.frames.by_trigger
        return table.get((phrase, "verb"), ()) or table.get((phrase, "noun"), ())

    def _near(self, index: int, sentence: Span) -> frozenset[str]:
        start, end = index + 1, min(index + NEAR, sentence.end)
        return self.frames.topics_of(phrases(sentence.doc[start:end])) if start < end else frozenset()


def phrases(span: Span | Doc) -> frozenset[str]:
    """Lemmas, words and pairs of words, all in lower case."""
    words = [token.lower_ for token in span]
    found = {*words, *(token.lemma_.lower() for token in span)}
    found.update(f"{a} {b}" for a, b in pairwise(words))
    return frozenset(found)


def _verb_lemma(lower: str) -> str:
    """A guess at the lemma of a headline verb that was tagged as a noun or name ("Buys" -> "buy")."""
    if lower.endswith("ies"):
        return lower[:-3] + "y"
    if lower.endswith(("sses", "ches", "shes", "xes")):
        return lower[:-2]
    return lower.removesuffix("s")
