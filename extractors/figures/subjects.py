"""Finds whom or what a figure is about: the nearest fitting name, or the company the document is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractors.extensions import ORGANISATIONS

PLACES = frozenset({"GPE", "LOC"})
SELF = re.compile(
    r"\b(?:(?:the|this) (?:company|group|firm|operator|developer|miner|chipmaker|start-?up|provider|business|supplier|carrier|maker)|we|our|it|its)\b",
    re.IGNORECASE,
)
SOURCE_BEFORE = re.compile(r"(?:according to|estimates? (?:by|from)|data from|analysts at|told|reported by)\s(?:the\s)?$", re.IGNORECASE)
SOURCE_AFTER = re.compile(
    r"['’]?s?\s(?:said|says|estimates?|estimated|reckons?|analysts?|data|forecasts?|predicts?|thinks|believes|reported|expects the|wrote)\b",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT", "poss"})
SUBJECT_BONUS = 25
BEHIND_PENALTY = 60


@dataclass(frozen=True)
class Subject:
    """A name as the text writes it, with the key of the alias data where it is known."""

    name: str
    entity_id: str | None = None


class Subjects:
    """The names of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.organisations = list(_organisations(doc))
        self.places = [ent for ent in doc.ents if ent.label_ in PLACES]
        self.main = self._main()

    def _main(self) -> Subject | None:
        """The organisation named most; names in the first two lines count threefold."""
        title_end = sum(len(line) + 1 for line in self.doc.text.split("\n")[:1])
        votes: Counter[str] = Counter()
        first: dict[str, Span] = {}
        for span in self.organisations:
            key = span._.entity_id or _name(span)
            votes[key] += 3 if span.start_char < title_end else 1
            first.setdefault(key, span)
        return _subject(first[max(votes, key=lambda key: votes[key])]) if votes else None

    def of(self, start: int, end: int, sentence: Span, *, places: bool) -> Subject | None:
        """The subject of the number at characters `start:end` of its sentence."""
        spans = [*self.organisations, *(self.places if places else ())]
        inside = [s for s in spans if sentence.start <= s.start < sentence.end and not self._is_source(s)]
        ranked = sorted(inside, key=lambda span: _distance(span, start, end))
        if own := SELF.search(self.doc.text, sentence.start_char, start):
            if not ranked or ranked[0].start_char > start or ranked[0].end_char < own.start():
                return self._last_before(own.start()) or self.main
        if ranked:
            return _subject(ranked[0])
        return self.main

    def _last_before(self, place: int) -> Subject | None:
        """The organisation named last before a pronoun, in its own or the previous two lines."""
        near = [s for s in self.organisations if place - 250 < s.start_char < place and s.root.dep_ in SUBJECTS]
        if self.main and any(_subject(span) == self.main for span in near):
            return self.main
        return _subject(near[-1]) if near else None

    def _is_source(self, span: Span) -> bool:
        before = self.doc.text[max(0, span.start_char - 40) : span.start_char]
        after = self.doc.text[span.end_char : span.end_char + 30]
        return bool(SOURCE_BEFORE.search(before)) or bool(SOURCE_AFTER.match(after) and not _is_subject_of_plan(after))


def _is_subject_of_plan(after: str) -> bool:
    return bool(re.match(r"['’]?s?\s(?:said|says) (?:it|its|they|their|that it)\b", after))


def _organisations(doc: Doc) -> Iterable[Span]:
    if ORGANISATIONS in doc.spans:
        return doc.spans[ORGANISATIONS]
    return [ent for ent in doc.ents if ent.label_ == "ORG"]


def _distance(span: Span, start: int, end: int) -> float:
    bonus = SUBJECT_BONUS if span.root.dep_ in SUBJECTS else 0
    if span.start_char >= end:
        return span.start_char - end + BEHIND_PENALTY - bonus
    return start - span.end_char - bonus


def _subject(span: Span) -> Subject:
    return Subject(_name(span), span._.entity_id)


def _name(span: Span) -> str:
    name = span._.name or ARTICLE.sub("", span.text)
    return POSSESSIVE.sub("", name).strip() or span.text
