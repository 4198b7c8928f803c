"""Where names may stand: runs of capitalised words, and the places where a run may be cut."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from extractors.knowledge.aliases import Aliases
from extractors.knowledge.name_words import NameWords

CONNECTORS = frozenset(
    {"of", "and", "&", "for", "de", "du", "des", "la", "le", "di", "del", "dos", "da", "do"}
)
GLUE = frozenset({"-", "–", "/", ".", "+", "'s", "’s"})
ARTICLES = frozenset({"the", "la", "le", "los", "les", "las"})
CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "sep.",
        "oct.",
        "nov.",
        "dec.",
        "jan",
        "feb",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "q1",
        "q2",
        "q3",
        "q4",
        "h1",
        "h2",
    ]
)
NAMING_STOPS = frozenset(
    ["one", "two", "three", "four", "five", "six", "eight", "nine", "ten", "first", "together", "next"]
)
HEADS = frozenset(
    {
        "government", "ministry", "cabinet", "parliament", "council", "department", "authority", "agency",
        "fund", "campus", "plant", "park", "site", "facility", "fab", "hall", "centre", "center", "mill",
        "smelter", "reactor", "exchange", "factory", "works", "university", "laboratory", "portfolio",
    }
)  # fmt: skip
FILLERS = frozenset(
    {
        "data", "energy", "trade", "science", "finance", "economy", "defence", "defense", "state",
        "sovereign", "wealth", "development", "technical", "technology", "power", "paper", "city", "county",
        "pension",
    }
)  # fmt: skip
UNITS = frozenset(["mw", "gw", "kw", "mwh", "gwh", "usd", "eur", "gbp", "us$", "bn", "mn", "tn", "%"])
LONGEST = 9
LOWER_PART = re.compile(r"(?:^|[ -])(?!(?:and|of|de|for|du|la|the)\b)[a-z]")
FIRST_WORD = re.compile(r"\w+|.")


def entities_by_token(doc: Doc) -> dict[int, Span]:
    """Index of a word -> the named entity that holds it; spaCy walks the whole doc for each `span.ents`."""
    return {index: entity for entity in doc.ents for index in range(entity.start, entity.end)}


def _with_lower_part(forms: Iterable[str]) -> dict[str, list[str]]:
    """First word of each known form with a part in lower case -> those forms."""
    found: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        if LOWER_PART.search(form):
            found[FIRST_WORD.match(form)[0]].append(form)  # type: ignore[index]  # forms begin with a word
    return found


class Run:
    """A run of words `start`..`end` of the doc and the places inside where it may be cut."""

    def __init__(self, start: int, end: int, cuts: tuple[int, ...]) -> None:
        self.start, self.end, self.cuts = start, end, cuts

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Every stretch between two cuts that is no longer than a name can be."""
        for number, start in enumerate(self.cuts):
            for end in self.cuts[number + 1 : number + 1 + LONGEST]:
                if end - start <= LONGEST:
                    yield start, end


class RunFinder:
    """Finds the runs of one doc; cuts where the doc's own words, tags or known names suggest it."""

    def __init__(self, doc: Doc, aliases: Aliases, words: NameWords) -> None:
        self.doc, self.aliases, self.words = doc, aliases, words
        self.entities = entities_by_token(doc)
        self.known = self._known_in_lower(_with_lower_part(aliases.forms))
        self.lower_words = Counter(t.text for t in doc if t.is_lower and t.is_alpha)

    def runs(self) -> list[Run]:
        """All runs, in the order of the text."""
        spans = list(self._spans())
        alone = {self.doc[start:end].text for start, end in spans if end - start <= LONGEST}
        return [Run(start, end, self._cuts(start, end, alone)) for start, end in spans]

    def is_name_word(self, token: Token) -> bool:
        """Whether a word may be part of a name: a capital anywhere, and no month, unit or function word."""
        text = token.text
        if not any(char.isupper() for char in text) or not any(char.isalpha() for char in text):
            return False
        lower = text.lower()
        if lower in CALENDAR or lower in UNITS or "$" in text or lower in ("i", "i'm", "i'd"):
            return False
        stops = token.is_stop and not text.isupper() and not self._names_though_stop(token)
        return not stops and not (text[0].isdigit() and len(text) > 6)

    def _names_though_stop(self, token: Token) -> bool:
        """Number words and the like, which begin or end names: First Abu Dhabi Bank, Basalt One."""
        if token.lower_ not in NAMING_STOPS or not token.is_title:
            return False
        beside = (token.i - 1, token.i + 1)
        return any(0 <= i < len(self.doc) and self.doc[i].text[:1].isupper() for i in beside)

    def _spans(self) -> Iterator[tuple[int, int]]:
        index, size = 0, len(self.doc)
        while index < size:
            if index not in self.known and not self.is_name_word(self.doc[index]):
                index += 1
                continue
            end = self.known.get(index, index + 1)
            while (after := self._next(end)) is not None:
                end = after
            yield index, end
            index = end

    def _known_in_lower(self, forms: Mapping[str, Iterable[str]]) -> dict[int, int]:
        """First word -> end of each known name that has a part in lower case: SK hynix, d-Matrix, iliad."""
        doc = self.doc
        found: dict[int, int] = {}
        for token in doc:
            for form in forms.get(token.text, ()):
                span = doc.char_span(token.idx, token.idx + len(form))
                if span is not None and span.text == form:
                    found[token.i] = max(span.end, found.get(token.i, 0))
        return found

    def _next(self, end: int) -> int | None:
        """The end after one more word of the run, None where the run ends at `end`."""
        doc = self.doc
        if end >= len(doc):
            return None
        # No sentence ends in a name without a full stop, whatever the parser says of two capitalised words.
        if self.is_name_word(doc[end]):
            return self.known.get(end, end + 1)
        if doc[end].is_sent_start:
            return None
        if (after := self._after_lower(end)) is not None:
            return after
        if doc[end].text == "," and end + 1 < len(doc):
            return end + 2 if doc[end + 1].lower_ in self.words.legal and doc[end + 1].is_title else None
        for step in (1, 2):
            if end + step >= len(doc) or doc[end + step].is_sent_start:
                return None
            if not self._links(doc[end + step - 1], step):
                return None
            if self.is_name_word(doc[end + step]):
                return self.known.get(end + step, end + step + 1)
        return None

    def _after_lower(self, end: int) -> int | None:
        token = self.doc[end]
        if self._is_number(end) or (token.lower_ in self.words.legal and not token.is_stop):
            return end + 1
        return self._lower_head(end)

    def _lower_head(self, end: int) -> int | None:
        """The end after a noun in lower case that the name goes on with: the Estonian defence ministry."""
        doc = self.doc
        if not doc[end - 1].text[:1].isupper():
            return None
        for last in range(end, min(end + 3, len(doc))):
            if doc[last].lower_ in HEADS:
                return last + 1
            if doc[last].lower_ not in FILLERS:
                return None
        return None

    def _links(self, token: Token, step: int) -> bool:
        if step == 2:
            return token.lower_ in ARTICLES
        return token.lower_ in CONNECTORS or token.text in GLUE

    def _is_number(self, end: int) -> bool:
        token = self.doc[end]
        return token.text.isdigit() and len(token.text) <= 2 and not self.doc[end - 1].is_sent_start

    def _cuts(self, start: int, end: int, alone: set[str]) -> tuple[int, ...]:
        doc = self.doc
        cuts = {start, end}
        for index in range(start, end):
            token = doc[index]
            if (
                token.lower_ in CONNECTORS
                or token.text in GLUE
                or token.lower_ in ARTICLES
                or self._is_common(token)
                or token.lower_ in self.words.legal
            ):
                cuts |= {index, index + 1}
            if index > start and token.is_sent_start:
                cuts.add(index)
        for index in range(start, end):
            entity = self.entities.get(index)
            if entity is not None and start <= entity.start and entity.end <= end:
                cuts |= {entity.start, entity.end}
        for first in range(start, end):
            for last in range(first + 1, min(end, first + LONGEST) + 1):
                text = doc[first:last].text
                if text in self.aliases.forms or (text in alone and last - first < end - start):
                    cuts |= {first, last}
        return tuple(sorted(cuts))

    def _is_common(self, token: Token) -> bool:
        lower = token.lower_
        return (
            lower in self.lower_words
            or lower in self.words.titles
            or token.is_stop
            or token.tag_[:2] in ("VB", "IN", "TO", "MD", "DT", "JJ")
        )
