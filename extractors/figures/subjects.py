"""Finds whom or what a figure is about: the subject of its clause, else the nearest fitting name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractors.extensions import ORGANISATIONS, PLACES
from extractors.figures.clauses import subject_of

GENERIC = re.compile(
    r"""(?:the|this)?\s*(?:company|group|firm|operator|developer|miner|chipmaker|start-?up|provider|business|supplier
    |carrier|maker|utility|landlord|lender|bank|fund|partnership|venture|issuer|registrant|corporation|board|management)
    |we|our|it|its|they|their|he|she|i|you""",
    re.IGNORECASE | re.VERBOSE,
)
SELF = re.compile(rf"\b(?:{GENERIC.pattern})\b", re.IGNORECASE | re.VERBOSE)
SOURCE_BEFORE = re.compile(
    r"(?:according to|estimates? (?:by|from)|data from|analysts at|told|reported by|says|said)\s(?:the\s)?$",
    re.IGNORECASE,
)
SOURCE_AFTER = re.compile(
    r"['’]?s?\s(?:estimates?|estimated|reckons?|analysts?|data|forecasts?|predicts?|thinks|believes|figures|counts)\b"
    r"|['’]?s?\s(?:said|says|reported|wrote|told)\b"
    r"(?!\s(?:it|its|they|their|that it|the company|revenue|sales|net|a|an)\b)",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT", "poss"})
SUBJECT_BONUS = 25
BEHIND_PENALTY = 60
HEAD = re.compile(r"(?:[^\n]*\n+){0,3}")
"""The title and the two lines below it."""
DOMINANT = 0.2
"""Share of all names from which the one named most is whom the document is about."""
FAR_BEHIND = 60
"""Characters behind a number beyond which a name is not its subject."""
MERE_NAME = 2
"""Words a subject holds beside a name before they say more than the name."""
DEFINED = re.compile(
    r"[^()\n]{0,60}\((?:[^()\n]{0,40}\s)?(?:the\s)?[“\"'‘](?:Company|Group|Registrant|Issuer|Corporation)[”\"'’]"
)
"""How filings and releases define their own name: `Acme Corp. (the "Company")`."""
VOID = re.compile(
    r"this|that|these|those|what|which|who|all|some|both|there|he|she|i|you|one|two|more|most", re.IGNORECASE
)
"""Subjects that name nothing."""
LOOK_BACK = 500
"""How far before a pronoun the name it stands for is looked for, in characters."""


@dataclass(frozen=True)
class Subject:
    """A name as the text writes it, with the key of the alias data where it is known."""

    name: str
    entity_id: str | None = None


class Subjects:
    """The names of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, doc.text
        self.organisations = [span for span in _organisations(doc) if not self._is_no_subject(span)]
        self.places = list(doc.spans[PLACES]) if PLACES in doc.spans else _places(doc)
        self.main = self._main()

    def _main(self) -> Subject | None:
        """The name defined as the company, else the most frequent of the head, else of the text."""
        head = HEAD.match(self.text)
        head_end = head.end() if head else 0
        votes: Counter[str] = Counter()
        first: dict[str, Span] = {}
        titled: dict[str, None] = {}  # no set: of two names as frequent, the first leads, on every run
        for span in self.organisations:
            # "Halden", "Halden Inc." and "Halden Cloud" are one house where they lead a text.
            key = span._.entity_id or _name(span).split()[0].casefold()
            votes[key] += 1
            first.setdefault(key, span)
            if span.start_char < head_end:
                titled[key] = None
            if DEFINED.match(self.text, span.end_char):
                return _subject(span)
        if not votes:
            return None
        best = max(titled or votes, key=lambda key: votes[key])
        return _subject(first[best]) if titled or votes[best] >= DOMINANT * votes.total() else None

    def of(self, span: Span, *, places: bool, company: bool) -> tuple[Subject | None, str | None]:
        """The name the number is about, and the words of its clause's subject where those are no name.

        `places` says whether a country or town may be the name; `company` whether a company must be named,
        so that the document's own stands in where the sentence names none.
        """
        clause = subject_of(span)
        names = [name for name in self._named(places) if clause and clause.start <= name.start < clause.end]
        if clause is not None and names:
            words = clause.text if len(clause) > len(names[0]) + MERE_NAME else None
            return _subject(names[0]), words
        if clause is not None and SELF.fullmatch(clause.text):
            return self._before(clause.start_char) or self.main, None
        words = clause.text if clause is not None and not VOID.fullmatch(clause.text) else None
        near = self._near(span, places=places)
        if near is None and (company or words is None):
            near = self.main or self._before(span.start_char)
        return near, words

    def _named(self, places: bool) -> list[Span]:
        return [*self.organisations, *(self.places if places else ())]

    def _near(self, span: Span, *, places: bool) -> Subject | None:
        """The nearest name in the sentence that is not a source of the number."""
        sentence = span.sent
        inside = [
            name
            for name in self._named(places)
            if sentence.start <= name.start < sentence.end and not self._is_source(name)
        ]
        start, end = span.start_char, span.end_char
        own = list(SELF.finditer(self.text, sentence.start_char, start))
        best = min(inside, key=lambda name: _distance(name, start, end), default=None)
        if own and (best is None or best.end_char < own[-1].start() or best.start_char > start):
            return self._before(own[-1].start()) or self.main
        if best is None or best.start_char > end + FAR_BEHIND:
            return None
        return _subject(best)

    def _before(self, place: int) -> Subject | None:
        """Whom a pronoun at `place` stands for: the main organisation if near, else the last subject."""
        near = [span for span in self.organisations if place - LOOK_BACK < span.start_char < place]
        if self.main and any(_subject(span) == self.main for span in near):
            return self.main
        subjects = [span for span in near if span.root.dep_ in SUBJECTS]
        return _subject(subjects[-1]) if subjects else None

    def _is_no_subject(self, span: Span) -> bool:
        """Whether a span is a common noun, or somebody speaking in a transcript."""
        is_line_start = self.text.endswith("\n", 0, span.start_char)
        speaks = is_line_start and self.text[span.end_char : span.end_char + 1] == ":"
        return speaks or bool(GENERIC.fullmatch(_name(span)))

    def _is_source(self, span: Span) -> bool:
        before = self.text[max(0, span.start_char - 40) : span.start_char]
        after = self.text[span.end_char : span.end_char + 40]
        return bool(SOURCE_BEFORE.search(before) or SOURCE_AFTER.match(after))


def _organisations(doc: Doc) -> Iterable[Span]:
    if ORGANISATIONS in doc.spans:
        return list(doc.spans[ORGANISATIONS])
    return [ent for ent in doc.ents if ent.label_ == "ORG"]


def _places(doc: Doc) -> list[Span]:
    return [ent for ent in doc.ents if ent.label_ in ("GPE", "LOC")]


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
