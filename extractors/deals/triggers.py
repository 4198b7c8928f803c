"""Words that may tell a deal, with the types of deals that they may tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from extractors.knowledge.frames import Frames, PartOfSpeech
from pipeline.vocabulary import DealType

VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True)
class Trigger:
    """The word at `index` of the doc, with the types of deals it may tell: none where it may tell any."""

    index: int
    types: tuple[DealType, ...]


class TriggerFinder:
    """Finds triggers in sentences."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames

    def find(self, sentence: Span) -> list[Trigger]:
        """The triggers of a sentence, in order; its root is always one, as it may tell anything."""
        found = list(self._listed(sentence))
        if sentence.root.i not in {trigger.index for trigger in found}:
            found.append(Trigger(sentence.root.i, ()))
        return sorted(found, key=lambda trigger: trigger.index)

    def _listed(self, sentence: Span) -> Iterator[Trigger]:
        for token in sentence:
            for size in range(min(self.frames.longest, sentence.end - token.i), 0, -1):
                trigger = (
                    self._phrase(sentence.doc[token.i : token.i + size]) if size > 1 else self._word(token)
                )
                if trigger is not None:
                    yield trigger
                    break

    def _phrase(self, words: Span) -> Trigger | None:
        lemmas = " ".join(word.lemma_.lower() for word in words)
        for form in (words.text.lower(), lemmas):
            if types := self._types(form, "verb"):
                return Trigger(words.start, types)
            if types := self._types(form, "noun"):
                return Trigger(words.end - 1, types)
        return None

    def _word(self, token: Token) -> Trigger | None:
        lower = token.lower_
        forms = dict.fromkeys((token.lemma_.lower(), lower, _verb_lemma(lower)))
        # The tagger takes many headline verbs for nouns, so the other part of speech is a fallback.
        order: tuple[PartOfSpeech, ...] = ("verb", "noun") if token.pos_ in VERBS else ("noun", "verb")
        for pos in order:
            for form in forms:
                if types := self._types(form, pos):
                    return Trigger(token.i, types)
        return None

    def _types(self, form: str, pos: PartOfSpeech) -> tuple[DealType, ...]:
        return self.frames.types.get((form, pos), ())


def _verb_lemma(lower: str) -> str:
    """A guess at the lemma of a headline verb that was tagged as a noun or name ("Buys" -> "buy")."""
    if lower.endswith("ies"):
        return lower[:-3] + "y"
    if lower.endswith(("sses", "ches", "shes", "xes")):
        return lower[:-2]
    return lower.removesuffix("s")
