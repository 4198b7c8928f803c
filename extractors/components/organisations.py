"""Leaves the named parties of a text in `doc.spans["organisations"]`, and its places beside them."""

# No `from __future__ import annotations` here: spaCy checks initialize() against the real types.
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from extractors.components.places import joined
from extractors.encoder.names import named
from extractors.encoder.text import EncodedText
from extractors.extensions import ORGANISATIONS, PLACES
from extractors.knowledge.aliases import Aliases, KnownParty, read_aliases
from extractors.knowledge.name_words import NameWords, read_name_words

PARTY_LABELS = {"ORG": "ORG", "GOV": "GOV", "FUND": "FUND", "SITE": "SITE", "PROJECT": "SITE"}
"""Label of a party by the sort of its name."""
UNSURE = frozenset({"PLACE", "PERSON", "OTHER"})
"""Sorts that what is known of a name outweighs."""


class NameKnowledge:
    """All that settling names needs: a plain object, as spaCy turns models that a reader gives into dicts."""

    def __init__(self, aliases: Aliases, words: NameWords) -> None:
        self.aliases, self.words = aliases, words


@registry.readers("gigawatch.name_knowledge.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def read_name_knowledge() -> NameKnowledge:
    """Aliases and word lists. Raises BadDataFileError where one is broken."""
    return NameKnowledge(read_aliases(), read_name_words())


class Organisations:
    """Takes the names that the encoder read, and settles what each names."""

    def __init__(self) -> None:
        self.knowledge: NameKnowledge | None = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Any]] | None = None,  # noqa: ARG002 -- spaCy passes it
        *,
        nlp: Language | None = None,  # noqa: ARG002 -- spaCy passes it
        knowledge: NameKnowledge,
    ) -> None:
        """Take what is known about names."""
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Set the two span groups."""
        know = self.knowledge
        assert know is not None, "the organisations component was not initialized"
        parties, places = [], []
        for span in named_spans(doc):
            label = settled_label(span, know)
            if label in PARTY_LABELS:
                parties.append(identified(Span(doc, span.start, span.end, label=PARTY_LABELS[label]), know))
            elif label == "PLACE":
                places.append(span)
        doc.spans[ORGANISATIONS] = parties
        doc.spans[PLACES] = joined(places, know.words.joined_places)
        return doc


def named_spans(doc: Doc) -> Iterable[Span]:
    """The names as spans of whole words, none overlapping."""
    encoded: EncodedText = doc._.encoded
    free = 0
    for name in named(doc.text, encoded.windows, encoded.heads):
        span = doc.char_span(name.start, name.end, label=name.sort, alignment_mode="expand")
        # "48-" of "48-acre parcel" is the beginning of a description.
        if span is not None and span.start >= free and any(map(str.isalpha, span.text)):
            yield span
            free = span.end


def settled_label(span: Span, knowledge: NameKnowledge) -> str | None:
    """The label of a name: what is known of it, or its last word, outweighs a place or person; None for a
    term of the market, which names nobody."""
    if span.text.lower() in knowledge.words.terms:
        return None
    if span.label_ not in UNSURE:
        return str(span.label_)
    party = known_party(written_name(span.text), knowledge)
    if party is not None:
        return "GOV" if party.kind == "government" else "ORG"
    last = span[-1].lower_
    telling = last in knowledge.words.ends or last in knowledge.words.legal
    return "ORG" if telling and len(span) > 1 and span.label_ != "OTHER" else str(span.label_)


def identified(span: Span, knowledge: NameKnowledge) -> Span:
    """The span with its name as written and, where it is known, its entity id."""
    name = written_name(span.text)
    party = known_party(name, knowledge)
    span._.name = name
    span._.entity_id = party.id if party is not None else None
    return span


def known_party(name: str, knowledge: NameKnowledge) -> KnownParty | None:
    """The party known under a name, whatever legal form follows it."""
    words = name.replace(",", "").split()
    while words:
        party = knowledge.aliases.find(" ".join(words))
        if party is not None or words[-1].lower() not in knowledge.words.legal:
            return party
        words.pop()
    return None


def written_name(text: str) -> str:
    """A name as written, without article, line breaks and possessive."""
    name = " ".join(text.split())
    for article in ("The ", "the "):
        name = name.removeprefix(article)
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name.strip(" ,;:") or text


@Language.factory("organisations")
def make_organisations(nlp: Language, name: str) -> Organisations:  # noqa: ARG001 -- spaCy passes both
    """The component without its knowledge; [initialize.components.organisations] names the reader."""
    return Organisations()
