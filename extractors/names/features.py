"""What speaks for or against a stretch of words being a name of some sort, over all its mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc

from extractors.knowledge.aliases import Aliases
from extractors.knowledge.chips import Chips
from extractors.knowledge.name_words import NameWords
from extractors.names.candidates import entities_by_token

MOST_MENTIONS = 6
CELL_MARKS = frozenset("|;\t•*/")
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "around", "across"})
TICKER = re.compile(r"(NYSE|NASDAQ|Nasdaq|LSE|ASX|TSX|TSE|HKEX|SGX|OTC)")


class Evidence:
    """The mentions of each candidate in a doc and the features they give together."""

    def __init__(self, doc: Doc, aliases: Aliases, words: NameWords, chips: Chips) -> None:
        self.doc, self.aliases, self.words = doc, aliases, words
        self.chips = {name.lower() for family in chips.products for name in family.names}
        self.lower = {token.text for token in doc if token.is_lower}
        self.mentions: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.whole: set[tuple[int, int]] = set()
        self.within: dict[tuple[int, int], tuple[int, int]] = {}
        self.title_end = next((t.i for t in doc if t.is_space and "\n" in t.text), 0)
        self._forms: dict[str, set[str]] = {}
        self.entities = entities_by_token(doc)
        self._longer: Longer | None = None

    def add(self, start: int, end: int, run: tuple[int, int]) -> None:
        """Note one mention of a candidate inside a run of capitalised words."""
        self.mentions[self.doc[start:end].text].append((start, end))
        self.within[start, end] = run
        if (start, end) == run:
            self.whole.add(run)

    def features(self, start: int, end: int) -> list[str]:
        """All features of one mention: its form, its surroundings, and those of its other mentions."""
        text = self.doc[start:end].text
        found = {*self._of_form(text), *self._context(start, end), *self._edges(start, end)}
        return sorted(found)

    def _of_form(self, text: str) -> set[str]:
        if text not in self._forms:
            found = {"bias", *self._shape(text), *self._knowledge(text), *self._company(text)}
            whole = [piece for piece in self.mentions[text] if piece in self.whole][:MOST_MENTIONS]
            for start, end in whole:
                found |= {f"doc:{feature}" for feature in self._context(start, end)}
            found.add(f"alone={min(len(whole), 3)}")
            self._forms[text] = found
        return self._forms[text]

    def _edges(self, start: int, end: int) -> Iterable[str]:
        """Whether the run of capitalised words goes on beyond the mention."""
        run = self.within[start, end]
        if run[0] < start:
            yield "goes-on-left"
            yield f"goes-on-left:{_shape(self.doc[start - 1].text)}"
        if run[1] > end:
            yield "goes-on-right"
            yield f"goes-on-right:{_shape(self.doc[end].text)}"
            for sort in self.words.sorts(self.doc[end].lower_):
                yield f"goes-on-right:{sort}"
        if (start, end) == run:
            yield "whole-run"
        if self.doc[start].sent.start < self.title_end:
            yield "in-title"

    def _shape(self, text: str) -> Iterable[str]:
        words = text.split()
        last, first = words[-1].lower(), words[0].lower()
        yield f"last={last}"
        yield f"first={first}"
        yield f"suffix={last[-3:]}"
        yield f"suffix2={last[-2:]}"
        yield f"mentions={min(len(self.mentions[text]), 4)}"
        for word in words[1:-1]:
            yield f"inner={word.lower()}"
        yield f"words={min(len(words), 5)}"
        yield f"shape={_shape(words[0])}"
        yield f"shapes={'_'.join(_shape(word) for word in words[:3])}"
        if len(words) == 1:
            yield f"only={first}"
            if first in self.lower:
                yield "seen-lower"
        share = sum(word.lower() in self.lower for word in words) / len(words)
        yield f"lower-share={round(share * 2) / 2}"
        for number, word in enumerate(words):
            for sort in self.words.sorts(word.lower().strip(",.")):
                yield f"has:{sort}"
                if number == len(words) - 1:
                    yield f"ends:{sort}"
                if number == 0:
                    yield f"starts:{sort}"

    def _knowledge(self, text: str) -> Iterable[str]:
        party = self.aliases.find(text)
        if party is not None:
            yield "known"
            yield f"known:{'government' if party.kind == 'government' else 'company'}"
        lower = text.lower()
        if lower in self.chips or lower.rstrip("s") in self.chips:
            yield "chip"
        last = text.split()[-1].lower()
        if last in self.chips or last.rstrip("s") in self.chips:
            yield "ends-chip"

    def _company(self, text: str) -> Iterable[str]:
        """How the candidate lies in longer candidates of the same doc."""
        self._longer = self._longer or Longer(self.mentions)
        for last in self._longer.last_words.get(text, ()):
            yield "begins-longer"
            for sort in self.words.sorts(last.lower().strip(",.")):
                yield f"begins-longer:{sort}"
        if text in self._longer.finished:
            yield "finishes-longer"

    def _context(self, start: int, end: int) -> Iterable[str]:
        doc = self.doc
        head = doc[start:end].root
        before = doc[start - 1] if start and not doc[start].is_sent_start else None
        after = doc[end] if end < len(doc) and not doc[end].is_sent_start else None
        yield from self._before(before, start)
        yield from self._after(after, end)
        yield f"tag={head.tag_}"
        yield f"dep={head.dep_}"
        yield f"governor={head.head.lemma_.lower()}"
        if head.dep_ in ("nsubj", "nsubjpass", "agent") and head.head.lemma_.lower() in self.words.says:
            yield "says"
        if head.dep_ == "appos" or any(child.dep_ == "appos" for child in head.children):
            noun = head.head if head.dep_ == "appos" else next(c for c in head.children if c.dep_ == "appos")
            if noun.lower_ in self.words.roles:
                yield "apposed-role"
        yield from self._line(start, end)
        yield from self._entities(start, end)

    def _line(self, start: int, end: int) -> Iterable[str]:
        """Where the mention stands in its line."""
        doc = self.doc
        opens = start == 0 or "\n" in doc[start - 1].text
        closes = end >= len(doc) or "\n" in doc[end].text
        if opens:
            yield "line-start"
        if closes:
            yield "line-end"
        if opens and end < len(doc):
            yield f"line-start:{doc[end].lower_}"
        if closes and start:
            yield f"line-end:{doc[start - 1].lower_}"
        for index in (start - 1, end):
            if 0 <= index < len(doc) and doc[index].text in CELL_MARKS:
                yield "cell"

    def _before(self, before: object, start: int) -> Iterable[str]:
        doc = self.doc
        if before is None:
            yield "sentence-start"
            return
        lower = doc[start - 1].lower_
        yield f"before={lower}"
        if start > 1:
            yield f"before2:{doc[start - 2].lower_}"
            yield f"before-shape={_shape(doc[start - 2].text)}"
        if lower in PLACE_PREPOSITIONS:
            yield "placed"
        if lower in self.words.titles:
            yield "titled"
        if lower in self.words.roles:
            yield "role-before"
        if lower in ("the", "a", "an") and start > 1:
            yield f"before2={doc[start - 2].lower_}"

    def _after(self, after: object, end: int) -> Iterable[str]:
        doc = self.doc
        if after is None:
            yield "sentence-end"
            return
        token = doc[end]
        yield f"after={token.lower_}"
        if end + 1 < len(doc):
            yield f"after2:{doc[end + 1].lemma_.lower()}"
            yield f"after-shape={_shape(doc[end + 1].text)}"
        if token.lower_ in ("'s", "’s", "'", "’"):
            yield f"owns={doc[end + 1].lemma_.lower() if end + 1 < len(doc) else ''}"
        if token.lemma_.lower() in self.words.says:
            yield "verb-after"
        if token.lower_ in self.words.roles:
            yield "role-after"
        window = doc[end : end + 8].text
        if token.text == "(" and TICKER.search(window):
            yield "ticker"
        if token.text == "(" and ("“" in window or '"' in window):
            yield "defined"
        if token.text == ",":
            yield from self._apposed(end)
        if token.text == "-" and end + 1 < len(doc):
            yield f"hyphen={doc[end + 1].lower_}"

    def _apposed(self, end: int) -> Iterable[str]:
        following = {word.lower_ for word in self.doc[end + 1 : end + 7]}
        if following & self.words.roles:
            yield "comma-role"
        if following & self.words.titles:
            yield "comma-title"

    def _entities(self, start: int, end: int) -> Iterable[str]:
        for token in self.doc[start:end]:
            if token.ent_type_:
                entity = self.entities[token.i]
                same = entity.start == start and entity.end == end
                yield f"ner={entity.label_}:{'same' if same else 'other'}"
                return
        yield "ner=none"


class Longer:
    """What the candidates of a doc begin and finish, looked up instead of compared with each other."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self.last_words: dict[str, set[str]] = defaultdict(set)
        """Beginning -> the last words of the candidates that it begins."""
        self.finished: set[str] = set()
        """What finishes a candidate without beginning it."""
        for candidate in candidates:
            for blank in re.finditer(" ", candidate):
                rest = candidate[blank.end() :]
                self.last_words[candidate[: blank.start()]].add(rest.split()[-1])
                if not candidate.startswith(f"{rest} "):
                    self.finished.add(rest)


def _shape(word: str) -> str:
    if word.isupper():
        return "AA1" if any(char.isdigit() for char in word) else ("AA" if len(word) > 1 else "A")
    if any(char.isdigit() for char in word):
        return "a1"
    if word[:1].isupper():
        return "AaA" if any(char.isupper() for char in word[1:]) else "Aa"
    return "aA" if any(char.isupper() for char in word) else "aa"
