"""The parties a sentence speaks of: names, and words like "it" or "the company" that stand for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from extractors.extensions import ORGANISATIONS, PLACES
from extractors.knowledge.name_words import NameWords

HEAD = re.compile(r"(?:[^\n]*\n+){0,2}")
"""The title and the line below it."""
PRONOUNS = frozenset({"it", "its", "we", "our", "they", "their", "us"})
DETERMINERS = frozenset({"the", "this", "that", "both"})
UNNAMED = "thing:"
"""How the keys of described assets begin."""


@dataclass(frozen=True)
class Argument:
    """Words `start`..`end` of the doc that stand for the party `key`; its name stands at `named`."""

    start: int
    end: int
    key: str
    label: str
    name: str
    named: tuple[int, int]
    entity_id: str | None = None
    kind: str | None = None
    form: str = "name"
    """name, reference, or context for a party of the surroundings that the sentence does not mention; place
    for a country or town, which may stand for its government; thing for an asset that is only described."""

    @property
    def is_party(self) -> bool:
        """Whether it names a party or stands for one, rather than a place or thing."""
        return self.form not in ("place", "thing")


class Parties:
    """The arguments of a doc by sentence, with references resolved to the nearest fitting name."""

    def __init__(self, doc: Doc, words: NameWords, kinds: dict[str, str]) -> None:
        self.doc, self.words, self._kinds = doc, words, kinds
        names = [self._name(span) for span in doc.spans[ORGANISATIONS] if not _is_agency(span)]
        keys = cluster([name.name for name in names], words)
        self.names = [Argument(**{**n.__dict__, "key": n.entity_id or keys[n.name]}) for n in names]
        self.counts = Counter(name.key for name in self.names)
        self._by_sentence: dict[int, list[Argument]] = {}
        for name in self.names:
            self._by_sentence.setdefault(doc[name.start].sent.start, []).append(name)
        self._main = self._most_named()
        self._speaker = self._who_says_we()
        self._places: dict[int, list[Argument]] = {}
        for span in doc.spans.get(PLACES, ()):
            text = " ".join(span.text.split())
            place = Argument(
                span.start, span.end, text.lower(), "PLACE", text, (span.start, span.end), form="place"
            )
            self._places.setdefault(doc[span.start].sent.start, []).append(place)

    def _name(self, span: Span) -> Argument:
        return Argument(
            span.start, span.end, "", span.label_, span._.name, (span.start, span.end),
            span._.entity_id, self._kinds.get(span._.entity_id or ""),
        )  # fmt: skip

    def of(self, sentence: Span) -> list[Argument]:
        """The named parties of a sentence, in order."""
        return self._by_sentence.get(sentence.start, [])

    def places(self, sentence: Span) -> list[Argument]:
        """The places of a sentence, in order."""
        return self._places.get(sentence.start, [])

    def main(self) -> Argument | None:
        """The party the document names most often, the first of those."""
        return self._main

    def _most_named(self) -> Argument | None:
        organisations = [name for name in self.names if name.label == "ORG"]
        if not organisations:
            return None
        top = max(organisations, key=lambda name: self.counts[name.key])
        return next(name for name in organisations if name.key == top.key)

    def _who_says_we(self) -> Argument | None:
        """Whose release or call it is: the company its first lines name most often in the whole text."""
        head = HEAD.match(self.doc.text)
        end = head.end() if head else 0
        heading = [n for n in self.names if n.label == "ORG" and self.doc[n.start].idx < end]
        return max(heading, key=lambda name: self.counts[name.key], default=self._main)

    def references(self, sentence: Span, before: Sequence[Argument]) -> list[Argument]:
        """Pronouns and definite nouns of a sentence as arguments, standing for one of the parties before."""
        found = []
        own = self.of(sentence)
        for token in sentence:
            if not self._refers(token):
                continue
            earlier = [name for name in own if name.end <= token.i]
            antecedent = self._antecedent(token, earlier, before)
            if antecedent is not None:
                found.append(
                    Argument(
                        token.i,
                        token.i + 1,
                        antecedent.key,
                        antecedent.label,
                        antecedent.name,
                        antecedent.named,
                        antecedent.entity_id,
                        antecedent.kind,
                        "reference",
                    )
                )
        return found

    def _refers(self, token: Token) -> bool:
        lower = token.lower_
        if lower in PRONOUNS:
            return True
        if lower not in self.words.roles:
            return False
        start = token.i
        return any(
            self.doc[i].lower_ in DETERMINERS and not self.doc[i].is_sent_end
            for i in range(max(start - 3, 0), start)
        )

    def _antecedent(
        self, token: Token, earlier: Sequence[Argument], before: Sequence[Argument]
    ) -> Argument | None:
        if token.lower_ in ("we", "our", "us"):
            return self._speaker
        subjects = [name for name in earlier if self._is_subject(name)]
        if subjects:
            return subjects[-1]
        if earlier and token.lower_ in ("it", "its"):
            return earlier[-1]
        subjects = [name for name in before if self._is_subject(name)]
        organisations = [name for name in (subjects or before) if name.label == "ORG"]
        return organisations[0] if organisations else self.main()

    def _is_subject(self, name: Argument) -> bool:
        return self.doc[name.start : name.end].root.dep_ in ("nsubj", "nsubjpass")


def _is_agency(span: Span) -> bool:
    """Whether a name is the news agency of a dateline: "LONDON, July 7 (Newswire) - "."""
    doc = span.doc
    if not span.start > 0 or span.end + 1 >= len(doc):
        return False
    after = doc[span.end + 1].text[:1] in ("-", "–", "—")
    return doc[span.start - 1].text == "(" and doc[span.end].text == ")" and after


def cluster(names: Sequence[str], words: NameWords) -> dict[str, str]:
    """Name -> key shared by the forms of one party in a doc: "Norvane" and "Norvane Data Centers plc"."""
    tokens = {name: _telling(name, words) for name in names}
    longest = sorted(set(tokens.values()), key=lambda form: (-len(form), form))
    begun: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for form in longest:
        for size in range(len(form) + 1):
            begun.setdefault(form[:size], []).append(form)
    keys = {}
    for name, own in tokens.items():
        fits = begun[own]
        best = fits[0] if fits and (len(own) > 1 or len({f[:1] for f in fits}) == 1) else own
        keys[name] = " ".join(best)
    return keys


def _telling(name: str, words: NameWords) -> tuple[str, ...]:
    parts = [part for part in re.findall(r"[\w&']+", name.lower()) if part != "the"]
    while len(parts) > 1 and parts[-1] in words.legal:
        parts.pop()
    return tuple(parts)
